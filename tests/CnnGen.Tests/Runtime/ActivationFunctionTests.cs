using System.Globalization;
using System.Text.RegularExpressions;
using CnnGen.Runtime;
using CnnGen.Tests.Reference;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Tests.Runtime;

/// <summary>
/// Values and derivatives of all activations of single elements over the range of floats against double precision, equal bits in all
/// widths, and the ends of the range.
/// </summary>
public sealed partial class ActivationFunctionTests(ITestOutputHelper output)
{
    private static readonly Dictionary<Activation, IFunction> Functions = new IFunction[]
    {
        new Function<LinearFunction>(Activation.Linear),
        new Function<ReluFunction>(Activation.Relu),
        new Function<SigmoidFunction>(Activation.Sigmoid),
        new Function<TanhFunction>(Activation.Tanh),
        new Function<Relu6Function>(Activation.Relu6),
        new Function<LeakyReluFunction>(Activation.LeakyRelu),
        new Function<EluFunction>(Activation.Elu),
        new Function<SeluFunction>(Activation.Selu),
        new Function<CeluFunction>(Activation.Celu),
        new Function<GeluFunction>(Activation.Gelu),
        new Function<GeluTanhFunction>(Activation.GeluTanh),
        new Function<SiluFunction>(Activation.Silu),
        new Function<MishFunction>(Activation.Mish),
        new Function<SoftplusFunction>(Activation.Softplus),
        new Function<SoftsignFunction>(Activation.Softsign),
        new Function<HardSigmoidFunction>(Activation.HardSigmoid),
        new Function<HardSwishFunction>(Activation.HardSwish),
        new Function<HardTanhFunction>(Activation.HardTanh),
        new Function<ExponentialFunction>(Activation.Exponential),
    }.ToDictionary(function => function.Name);

    private interface IFunction
    {
        Activation Name { get; }

        V Apply<L, V>(V x)
            where L : ILanes<V>
            where V : unmanaged;

        V Derive<L, V>(V value, V dy)
            where L : ILanes<V>
            where V : unmanaged;
    }

    public static TheoryData<Activation> Names => [.. ElementFunctions.All];

    public static TheoryData<Activation, InstructionSet> NamesAndInstructionSets
    {
        get
        {
            var cases = new TheoryData<Activation, InstructionSet>();
            foreach (var function in ElementFunctions.All)
            {
                foreach (var instructionSet in Enum.GetValues<InstructionSet>())
                    cases.Add(function, instructionSet);
            }

            return cases;
        }
    }

    /// <summary>The bounds in units in the last place that the page of numbers states.</summary>
    public static TheoryData<Activation, int> StatedBounds
    {
        get
        {
            string page = File.ReadAllText(Path.Combine(Fixtures.RepositoryRoot(), "docs", "numbers.md"));
            var bounds = new TheoryData<Activation, int>();
            foreach (Match row in BoundPattern().Matches(page[page.IndexOf("<!-- activations -->", StringComparison.Ordinal)..]))
            {
                int ulp = int.Parse(row.Groups["ulp"].Value, CultureInfo.InvariantCulture);
                foreach (Match name in NamePattern().Matches(row.Groups["names"].Value))
                    bounds.Add(Enum.Parse<Activation>(name.Groups["name"].Value), ulp);
            }

            return bounds;
        }
    }

    /// <summary>Within the errors that the reference grants float32, of values and of derivatives.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void KeepsItsBounds(Activation name)
    {
        var (worst, worstSlope) = ((Ratio: 0.0, At: 0f), (Ratio: 0.0, At: 0f));
        for (long bits = 0; bits <= uint.MaxValue; bits += 7919)
            Measure(BitConverter.UInt32BitsToSingle((uint)bits));
        for (float x = -20f; x < 20f; x += 0.0003f)
            Measure(x);
        output.WriteLine($"{name}: {worst.Ratio:f3} of the bound at {worst.At:g9}, derivative {worstSlope.Ratio:f3} at {worstSlope.At:g9}");
        Assert.True(worst.Ratio <= 1, $"value at {worst.At:g9}");
        Assert.True(worstSlope.Ratio <= 1, $"derivative at {worstSlope.At:g9}");

        void Measure(float x)
        {
            if (!float.IsFinite(x))
                return;
            float y = Functions[name].Apply<Lanes1, float>(x);
            double value = ElementFunctions.Value(name, x);
            // What overflows is infinite.
            double error = float.IsInfinity((float)value) ? y == (float)value ? 0 : double.NaN : Math.Abs(y - value);
            Note(ref worst, error, value, ElementFunctions.Roundoffs(name, x), 0, x);
            if (float.IsInfinity(y) || ElementFunctions.Kinks(name).Any(kink => Math.Abs(x - kink) < 1e-6))
                return;
            float slope = Functions[name].Derive<Lanes1, float>(ElementFunctions.DerivedFromInput.Contains(name) ? x : y, 1f);
            double exact = ElementFunctions.Slope(name, x);
            Note(ref worstSlope, Math.Abs(slope - exact), exact, 12, ElementFunctions.SlopeRoundoffs(name), x);
        }

        static void Note(ref (double Ratio, float At) worst, double error, double value, double roundoffs, double absolute, float x)
        {
            // Where a gate is denormal, x times its last place is a hundred of them.
            double bound = ((roundoffs * Math.Abs(value)) + absolute) * Estimate.UnitRoundoff + 2e-43;
            if (!(error / bound <= worst.Ratio))
                worst = (error / bound, x);
        }
    }

    /// <summary>But for the one whose bound grows with its argument.</summary>
    [Fact]
    public void ABoundIsStatedOfEach() => Assert.Equal(
        ElementFunctions.All.Except([Activation.GeluTanh]).Order(), StatedBounds.Select(bound => (Activation)bound[0]).Order());

    /// <summary>Of results that no denormal factor makes less exact.</summary>
    [Theory]
    [MemberData(nameof(StatedBounds))]
    public void KeepsItsBoundInUlps(Activation name, int bound)
    {
        var (worst, at) = (0.0, 0f);
        for (long bits = 0; bits <= uint.MaxValue; bits += 4099)
            Measure(BitConverter.UInt32BitsToSingle((uint)bits));
        for (float x = -20f; x < 20f; x += 0.0001f)
            Measure(x);
        output.WriteLine($"{name}: {worst:f3} ulp at {at:g9}");
        Assert.True(worst <= bound, $"{worst} ulp at {at:g9}, more than {bound}");

        void Measure(float x)
        {
            double exact = float.IsFinite(x) ? ElementFunctions.Value(name, x) : 0;
            if (Math.Abs(exact) < 1e-35)
                return;
            double error = Ulp.Error(exact, Functions[name].Apply<Lanes1, float>(x));
            if (error > worst)
                (worst, at) = (error, x);
        }
    }

    [Theory]
    [InlineData(Activation.Relu, 0f, float.PositiveInfinity)]
    [InlineData(Activation.Sigmoid, 0f, 1f)]
    [InlineData(Activation.Tanh, -1f, 1f)]
    [InlineData(Activation.Relu6, 0f, 6f)]
    [InlineData(Activation.LeakyRelu, float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData(Activation.Elu, -1f, float.PositiveInfinity)]
    [InlineData(Activation.Selu, -1.7580993f, float.PositiveInfinity)]
    [InlineData(Activation.Celu, -1f, float.PositiveInfinity)]
    [InlineData(Activation.Gelu, -0f, float.PositiveInfinity)]
    [InlineData(Activation.GeluTanh, -0f, float.PositiveInfinity)]
    [InlineData(Activation.Silu, -0f, float.PositiveInfinity)]
    [InlineData(Activation.Mish, -0f, float.PositiveInfinity)]
    [InlineData(Activation.Softplus, 0f, float.PositiveInfinity)]
    [InlineData(Activation.Softsign, -1f, 1f)]
    [InlineData(Activation.HardSigmoid, 0f, 1f)]
    [InlineData(Activation.HardSwish, -0f, float.PositiveInfinity)]
    [InlineData(Activation.HardTanh, -1f, 1f)]
    [InlineData(Activation.Exponential, 0f, float.PositiveInfinity)]
    public void IsItsLimitAtTheInfinities(Activation name, float atMinus, float atPlus)
    {
        Assert.Equal(atMinus, Functions[name].Apply<Lanes1, float>(float.NegativeInfinity));
        Assert.Equal(atPlus, Functions[name].Apply<Lanes1, float>(float.PositiveInfinity));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void KeepsNaN(Activation name) => Assert.Equal(float.NaN, Functions[name].Apply<Lanes1, float>(float.NaN));

    /// <summary>Where it has a kink, a NaN lets the gradient pass, as relu's does.</summary>
    [Theory]
    [InlineData(Activation.Relu, 1f)]
    [InlineData(Activation.Relu6, 1f)]
    [InlineData(Activation.LeakyRelu, 1f)]
    [InlineData(Activation.Elu, 1f)]
    [InlineData(Activation.HardTanh, 1f)]
    [InlineData(Activation.HardSigmoid, 1f / 6)]
    public void LetsAGradientPassWhereItGaveNaN(Activation name, float expected) =>
        Assert.Equal(expected, Functions[name].Derive<Lanes1, float>(float.NaN, 1f));

    /// <summary>The derivative that is taken where there are two: on the left, and at an upper end on the right.</summary>
    [Theory]
    [InlineData(Activation.Relu, 0f, 0f)]
    [InlineData(Activation.Relu6, 0f, 0f)]
    [InlineData(Activation.Relu6, 6f, 0f)]
    [InlineData(Activation.LeakyRelu, 0f, 0.2f)]
    [InlineData(Activation.HardSigmoid, -3f, 0f)]
    [InlineData(Activation.HardSigmoid, 3f, 0f)]
    [InlineData(Activation.HardSwish, -3f, 0f)]
    [InlineData(Activation.HardSwish, 3f, 1f)]
    [InlineData(Activation.HardTanh, -1f, 0f)]
    [InlineData(Activation.HardTanh, 1f, 0f)]
    public void DerivativesAtKinks(Activation name, float x, float expected)
    {
        float y = Functions[name].Apply<Lanes1, float>(x);
        Assert.Equal(expected, Functions[name].Derive<Lanes1, float>(ElementFunctions.DerivedFromInput.Contains(name) ? x : y, 1f));
    }

    [SkippableTheory]
    [MemberData(nameof(NamesAndInstructionSets))]
    public void HasTheBitsOfTheScalarForm(Activation name, InstructionSet instructionSet) =>
        Lanes.Run(instructionSet, new CompareWithScalar(Functions[name]));

    [GeneratedRegex(@"^\| (?<names>`.+) \| within (?<ulp>\d+) ulp \|$", RegexOptions.Multiline)]
    private static partial Regex BoundPattern();

    [GeneratedRegex("`(?<name>[A-Za-z0-9]+)`")]
    private static partial Regex NamePattern();

    private sealed class Function<F>(Activation name) : IFunction
        where F : IActivationFunction
    {
        public Activation Name { get; } = name;

        public V Apply<L, V>(V x)
            where L : ILanes<V>
            where V : unmanaged => F.Apply<L, V>(x);

        public V Derive<L, V>(V value, V dy)
            where L : ILanes<V>
            where V : unmanaged => F.Derive<L, V>(value, dy);
    }

    private readonly struct CompareWithScalar(IFunction function) : ILaneAction
    {
        public unsafe void Run<L, V>()
            where L : ILanes<V>
            where V : unmanaged
        {
            float* x = stackalloc float[Lanes512.Count], y = stackalloc float[Lanes512.Count], dx = stackalloc float[Lanes512.Count];
            for (long bits = 0; bits <= uint.MaxValue; bits += 32749)
            {
                // Neighbouring lanes get quite different numbers.
                for (int lane = 0; lane < L.Count; lane++)
                    x[lane] = BitConverter.UInt32BitsToSingle((uint)bits + (uint)lane * 0x1357_9BDF);
                L.Store(function.Apply<L, V>(L.Load(x)), y);
                L.Store(function.Derive<L, V>(L.Load(x), L.Create(0.75f)), dx);
                for (int lane = 0; lane < L.Count; lane++)
                {
                    AssertBits(function.Apply<Lanes1, float>(x[lane]), y[lane], $"{function.Name}({x[lane]:g9}) in lane {lane}");
                    AssertBits(function.Derive<Lanes1, float>(x[lane], 0.75f), dx[lane], $"{function.Name}'({x[lane]:g9}) in lane {lane}");
                }
            }
        }

        private static void AssertBits(float scalar, float got, string what)
        {
            if (BitConverter.SingleToUInt32Bits(scalar) != BitConverter.SingleToUInt32Bits(got))
                Assert.Fail($"{what}: {got:g9}, scalar {scalar:g9}");
        }
    }
}
