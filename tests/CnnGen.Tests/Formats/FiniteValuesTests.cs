using CnnGen.Formats;
using Xunit;

namespace CnnGen.Tests.Formats;

/// <summary>NaN and infinity are found at every place of every length, and nothing else is.</summary>
public sealed class FiniteValuesTests
{
    [Fact]
    public void FindsTheFirstAtEveryPlace()
    {
        for (var length = 0; length < 70; length++)
        {
            var values = new float[length];
            Array.Fill(values, float.MaxValue);
            Assert.Equal(-1, FiniteValues.IndexOfOther(values));
            for (var place = length - 1; place >= 0; place--)
            {
                values[place] = place % 2 == 0 ? float.NaN : float.NegativeInfinity;
                Assert.Equal(place, FiniteValues.IndexOfOther(values));
            }
        }
    }

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void TellsEveryValueOf16BitsAsWideningDoes(string type)
    {
        var value = new float[1];
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            byte[] stored = [(byte)bits, (byte)(bits >> 8)];
            FloatValues.Widen(type, stored, value);
            Assert.Equal(float.IsFinite(value[0]) ? -1 : 0, FiniteValues.IndexOfOther(type, stored));
        }
    }

    [Fact]
    public void LeavesFiniteValuesAlone() =>
        Assert.Equal(-1,
            FiniteValues.IndexOfOther(
                [0, -0f, float.Epsilon, -float.Epsilon, float.MinValue, float.MaxValue, 1, -1, MathF.PI, 1e-38f, 1e38f]));

    [Fact]
    public void CountsThem() => Assert.Equal(
        "2 of 4 values are NaN or infinite, the first of them value 1, -Infinity",
        FiniteValues.Describe([1, float.NegativeInfinity, 2, float.NaN]));
}
