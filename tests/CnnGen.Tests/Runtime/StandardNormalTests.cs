using CnnGen.Runtime;
using CnnGen.Tests.Reference;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Tests.Runtime;

/// <summary>Normally distributed numbers: their error against double precision, their bits, and their moments.</summary>
public sealed class StandardNormalTests(ITestOutputHelper output)
{
    public static TheoryData<InstructionSet> InstructionSets => Lanes.All;

    [Fact]
    public void IsTheQuantileOfItsCell()
    {
        double largest = 0, relative = 0;
        for (uint cell = 0; cell < 1 << 23; cell = cell < 1 << 12 || cell > (1 << 23) - (1 << 12) ? cell + 1 : cell + 61)
        {
            float z = Of(cell << 8);
            // The right-hand tail beyond the cell's middle, and how far the number is from where that begins.
            double tail = 0.5 - ((cell + 0.5) / (1 << 24));
            double density = Math.Exp(-(double)z * z / 2) / Math.Sqrt(2 * Math.PI);
            double error = Math.Abs((Special.NormalCdf(-z) - tail) / density);
            if (z < 1)
                largest = Math.Max(largest, error);
            else
                relative = Math.Max(relative, error / (BitConverter.SingleToUInt32Bits(z) >= 0x4080_0000 ? 4 : z >= 2 ? 2 : 1));
        }

        output.WriteLine($"{largest * (1 << 23):f3} x 2^-23 below 1, {relative * (1 << 23):f3} ulp beyond");
        Assert.True(largest <= 1.0 / (1 << 22), $"{largest}");
        Assert.True(relative <= 4.0 / (1 << 23), $"{relative}");
    }

    [Fact]
    public void BothSidesAreAlike()
    {
        for (uint word = 0; word < 1u << 31; word += 1_234_567)
            Assert.Equal(-Of(word), Of(word | 0x8000_0000));
        Assert.InRange(Of(0), 0f, 1e-7f);
        Assert.InRange(Of(0x7FFF_FFFF), 5.41f, 5.43f);
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void HasTheBitsOfTheScalarForm(InstructionSet instructionSet) => Lanes.Run(instructionSet, new CompareWithScalar());

    [Fact]
    public unsafe void HasTheMomentsOfTheDistribution()
    {
        const int Count = 200_000;
        var values = new float[Count];
        fixed (float* x = values)
            GaussianNoise.Apply<Lanes1, float>(x, x, 0, Count, 1f, new DropoutKey(Seed: 5, Step: 3, Layer: 2, Image: 1));
        // Five standard deviations of each mean.
        foreach (var (power, expected, variance) in new[] { (1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0) })
            Assert.Equal(expected, values.Average(z => Math.Pow(z, power)), 5 * Math.Sqrt(variance / Count));
    }

    private static float Of(uint word) => StandardNormal.Of<Lanes1, float>(BitConverter.UInt32BitsToSingle(word));

    private sealed class CompareWithScalar : ILaneAction
    {
        public unsafe void Run<L, V>()
            where L : ILanes<V>
            where V : unmanaged
        {
            var words = stackalloc uint[16];
            var results = stackalloc float[16];
            for (ulong start = 0; start <= uint.MaxValue; start += 16 * 65_537)
            {
                for (var i = 0; i < 16; i++)
                    words[i] = (uint)(start + ((uint)i * 65_537u));
                for (var i = 0; i < 16; i += L.Count)
                    L.Store(StandardNormal.Of<L, V>(L.Load((float*)words + i)), results + i);
                for (var i = 0; i < 16; i++)
                    Lanes.AssertSameBits([Of(words[i])], [results[i]], $"word {words[i]}");
            }
        }
    }
}
