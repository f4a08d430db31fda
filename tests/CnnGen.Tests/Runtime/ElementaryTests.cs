using CnnGen.Runtime;
using CnnGen.Tests.Reference;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Tests.Runtime;

/// <summary>The stated error bounds, measured against double precision, the ends of the range, and equal bits in all widths.</summary>
public sealed class ElementaryTests(ITestOutputHelper output)
{
    public enum Function
    {
        Exp,
        Log,
        Tanh,
        Sigmoid,
        Expm1,
        Log1p,
        Softplus,
        Gaussian,
        NormalCdf,
    }

    public static TheoryData<Function, InstructionSet> Cases
    {
        get
        {
            var cases = new TheoryData<Function, InstructionSet>();
            foreach (var function in Enum.GetValues<Function>())
            {
                foreach (var instructionSet in Enum.GetValues<InstructionSet>())
                    cases.Add(function, instructionSet);
            }

            return cases;
        }
    }

    [Theory]
    [InlineData(Function.Exp, 2)]
    [InlineData(Function.Log, 2)]
    [InlineData(Function.Tanh, 2)]
    [InlineData(Function.Sigmoid, 3)]
    [InlineData(Function.Expm1, 2)]
    [InlineData(Function.Log1p, 2)]
    [InlineData(Function.Softplus, 3)]
    [InlineData(Function.Gaussian, 2)]
    [InlineData(Function.NormalCdf, 6)]
    public void KeepsItsBound(Function function, double bound)
    {
        // Every 4099th of all float bit patterns, and a closer look at where the results are ordinary numbers.
        var (worst, at) = (0.0, 0f);
        for (long bits = 0; bits <= uint.MaxValue; bits += 4099)
            Measure(BitConverter.UInt32BitsToSingle((uint)bits));
        for (var x = -20f; x < 20f; x += 0.0001f)
            Measure(x);
        output.WriteLine($"{function}: {worst:f3} ulp at {at:g9}");
        Assert.True(worst <= bound, $"{worst} ulp at {at:g9}, more than {bound}");

        void Measure(float x)
        {
            var got = Scalar(function, x);
            var error = Ulp.Error(Exact(function, x), got);
            if (error > worst)
                (worst, at) = (error, x);
        }
    }

    [Theory]
    [InlineData(Function.Exp, 0f, 1f)]
    [InlineData(Function.Exp, 1e-45f, 1f)]
    [InlineData(Function.Exp, -103.97f, 1e-45f)]
    [InlineData(Function.Exp, -103.98f, 0f)]
    [InlineData(Function.Exp, -1e30f, 0f)]
    [InlineData(Function.Exp, 88.8f, float.PositiveInfinity)]
    [InlineData(Function.Exp, float.MaxValue, float.PositiveInfinity)]
    [InlineData(Function.Exp, float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(Function.Exp, float.NegativeInfinity, 0f)]
    [InlineData(Function.Log, 1f, 0f)]
    [InlineData(Function.Log, 0f, float.NegativeInfinity)]
    [InlineData(Function.Log, -1e-45f, float.NaN)]
    [InlineData(Function.Log, -1f, float.NaN)]
    [InlineData(Function.Log, float.NegativeInfinity, float.NaN)]
    [InlineData(Function.Log, float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(Function.Log, 1e-45f, -103.27893f)]
    [InlineData(Function.Tanh, 0f, 0f)]
    [InlineData(Function.Tanh, 1e-45f, 1e-45f)]
    [InlineData(Function.Tanh, -1e-40f, -1e-40f)]
    [InlineData(Function.Tanh, 1e30f, 1f)]
    [InlineData(Function.Tanh, float.NegativeInfinity, -1f)]
    [InlineData(Function.Sigmoid, 0f, 0.5f)]
    [InlineData(Function.Sigmoid, 1e30f, 1f)]
    [InlineData(Function.Sigmoid, -1e30f, 0f)]
    [InlineData(Function.Sigmoid, -103.9f, 1e-45f)]
    [InlineData(Function.Sigmoid, float.PositiveInfinity, 1f)]
    [InlineData(Function.Sigmoid, float.NegativeInfinity, 0f)]
    [InlineData(Function.Expm1, 0f, 0f)]
    [InlineData(Function.Expm1, 1e-45f, 1e-45f)]
    [InlineData(Function.Expm1, -1e-40f, -1e-40f)]
    [InlineData(Function.Expm1, -17.5f, -1f)]
    [InlineData(Function.Expm1, -1e30f, -1f)]
    [InlineData(Function.Expm1, float.NegativeInfinity, -1f)]
    [InlineData(Function.Expm1, 88.8f, float.PositiveInfinity)]
    [InlineData(Function.Expm1, float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(Function.Log1p, 0f, 0f)]
    [InlineData(Function.Log1p, 1e-45f, 1e-45f)]
    [InlineData(Function.Log1p, -1e-40f, -1e-40f)]
    [InlineData(Function.Log1p, -1f, float.NegativeInfinity)]
    [InlineData(Function.Log1p, -1.0000001f, float.NaN)]
    [InlineData(Function.Log1p, float.NegativeInfinity, float.NaN)]
    [InlineData(Function.Log1p, float.MaxValue, 88.72284f)]
    [InlineData(Function.Log1p, float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(Function.Softplus, 0f, 0.6931472f)]
    [InlineData(Function.Softplus, -103.9f, 1e-45f)]
    [InlineData(Function.Softplus, -1e30f, 0f)]
    [InlineData(Function.Softplus, 1e30f, 1e30f)]
    [InlineData(Function.Softplus, float.NegativeInfinity, 0f)]
    [InlineData(Function.Softplus, float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(Function.Gaussian, 0f, 1f)]
    [InlineData(Function.Gaussian, 1e-45f, 1f)]
    [InlineData(Function.Gaussian, 14.41f, 1e-45f)]
    [InlineData(Function.Gaussian, -14.45f, 0f)]
    [InlineData(Function.Gaussian, float.NegativeInfinity, 0f)]
    [InlineData(Function.Gaussian, float.PositiveInfinity, 0f)]
    [InlineData(Function.NormalCdf, 0f, 0.5f)]
    [InlineData(Function.NormalCdf, -1e-45f, 0.5f)]
    [InlineData(Function.NormalCdf, -14.1f, 1e-45f)]
    [InlineData(Function.NormalCdf, 1e30f, 1f)]
    [InlineData(Function.NormalCdf, float.NegativeInfinity, 0f)]
    [InlineData(Function.NormalCdf, float.PositiveInfinity, 1f)]
    [InlineData(Function.Expm1, float.NaN, float.NaN)]
    [InlineData(Function.Log1p, float.NaN, float.NaN)]
    [InlineData(Function.Softplus, float.NaN, float.NaN)]
    [InlineData(Function.Gaussian, float.NaN, float.NaN)]
    [InlineData(Function.NormalCdf, float.NaN, float.NaN)]
    [InlineData(Function.Exp, float.NaN, float.NaN)]
    [InlineData(Function.Log, float.NaN, float.NaN)]
    [InlineData(Function.Tanh, float.NaN, float.NaN)]
    [InlineData(Function.Sigmoid, float.NaN, float.NaN)]
    public void IsRightAtTheEnds(Function function, float x, float expected) => AssertResult(function, x, expected);

    [Fact]
    public void IsRightAtNegativeZero()
    {
        AssertResult(Function.Exp, -0f, 1f);
        AssertResult(Function.Log, -0f, float.NegativeInfinity);
        AssertResult(Function.Tanh, -0f, -0f);
        AssertResult(Function.Sigmoid, -0f, 0.5f);
        AssertResult(Function.Expm1, -0f, -0f);
        AssertResult(Function.Log1p, -0f, -0f);
        AssertResult(Function.Softplus, -0f, 0.6931472f);
        AssertResult(Function.Gaussian, -0f, 1f);
        AssertResult(Function.NormalCdf, -0f, 0.5f);
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void HasTheBitsOfTheScalarForm(Function function, InstructionSet instructionSet) =>
        Lanes.Run(instructionSet, new CompareWithScalar(function));

    private static void AssertResult(Function function, float x, float expected)
    {
        var got = Scalar(function, x);
        if (float.IsNaN(expected))
            Assert.True(float.IsNaN(got), $"expected NaN, got {got}");
        else
            Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(got));
    }

    private static double Exact(Function function, double x) => function switch
    {
        Function.Exp => Math.Exp(x),
        Function.Log => Math.Log(x),
        Function.Tanh => Math.Tanh(x),
        Function.Expm1 => Special.Expm1(x),
        Function.Log1p => Special.Log1p(x),
        Function.Softplus => Special.Softplus(x),
        Function.Gaussian => Math.Exp(-x * x / 2),
        Function.NormalCdf => Special.NormalCdf(x),
        _ => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)),
    };

    private static float Scalar(Function function, float x) => Apply<Lanes1, float>(function, x);

    private static V Apply<L, V>(Function function, V x)
        where L : ILanes<V>
        where V : unmanaged => function switch
        {
            Function.Exp => Elementary.Exp<L, V>(x),
            Function.Log => Elementary.Log<L, V>(x),
            Function.Tanh => Elementary.Tanh<L, V>(x),
            Function.Expm1 => Elementary.Expm1<L, V>(x),
            Function.Log1p => Elementary.Log1p<L, V>(x),
            Function.Softplus => Elementary.Softplus<L, V>(x),
            Function.Gaussian => Elementary.Gaussian<L, V>(x),
            Function.NormalCdf => Elementary.NormalCdf<L, V>(x),
            _ => Elementary.Sigmoid<L, V>(x),
        };

    private readonly struct CompareWithScalar(Function function) : ILaneAction
    {
        public unsafe void Run<L, V>()
            where L : ILanes<V>
            where V : unmanaged
        {
            var x = stackalloc float[Lanes512.Count];
            var y = stackalloc float[Lanes512.Count];
            for (long bits = 0; bits <= uint.MaxValue; bits += 16381)
            {
                // Neighbouring lanes get quite different numbers.
                for (var lane = 0; lane < L.Count; lane++)
                    x[lane] = BitConverter.UInt32BitsToSingle((uint)bits + (uint)lane * 0x1357_9BDF);
                L.Store(Apply<L, V>(function, L.Load(x)), y);
                for (var lane = 0; lane < L.Count; lane++)
                {
                    var expected = BitConverter.SingleToUInt32Bits(Scalar(function, x[lane]));
                    if (expected != BitConverter.SingleToUInt32Bits(y[lane]))
                        Assert.Fail($"{function}({x[lane]:g9}) in lane {lane}: {y[lane]:g9}, scalar {Scalar(function, x[lane]):g9}");
                }
            }
        }
    }
}
