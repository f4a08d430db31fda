using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Runtime;

/// <summary>Layers over the channels of a pixel, at all small numbers of them, with the same bits in every width.</summary>
public sealed class ChannelNormalizationTests
{
    public static TheoryData<InstructionSet> InstructionSets => Lanes.All;

    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void AgreesWithDoubleAndWithScalar(InstructionSet instructionSet)
    {
        for (int count = 1; count <= 70; count++)
        {
            var (pixel, scalar) = (new Pixel(count, shift: 0), new Pixel(count, shift: 0));
            Lanes.Run(instructionSet, pixel);
            Lanes.Run(InstructionSet.Scalar, scalar);
            foreach (var (want, got) in scalar.Results.Zip(pixel.Results))
                Lanes.AssertSameBits(want, got, $"{count} channels");

            double[] normalized = Normalized(pixel.X);
            double length = Math.Sqrt(pixel.X.Sum(x => (double)x * x));
            for (int i = 0; i < count; i++)
            {
                Assert.Equal((normalized[i] * pixel.Gamma[i]) + pixel.Beta[i], pixel.Y[i], 4e-6);
                Assert.Equal(pixel.X[i] / length, pixel.Unit[i], 4e-7);
                Assert.Equal(pixel.Dy[i], pixel.BetaSums[i]);
                Assert.Equal(pixel.Dy[i] * normalized[i], pixel.GammaSums[i], 4e-6);
            }

            // A shift of the input, and a factor of it, changes nothing: so the gradient has no part along either.
            Assert.Equal(0, pixel.Dx.Sum(value => (double)value), 1e-4);
            Assert.Equal(0, pixel.UnitDx.Zip(pixel.X, (a, b) => (double)a * b).Sum(), 1e-5);
        }
    }

    /// <summary>A difference of squares would have no digit left here.</summary>
    [Fact]
    public void IsAccurateFarFromZero()
    {
        var pixel = new Pixel(64, shift: 10_000);
        Lanes.Run(InstructionSet.Scalar, pixel);
        double[] normalized = Normalized(pixel.X);
        for (int i = 0; i < normalized.Length; i++)
            Assert.Equal((normalized[i] * pixel.Gamma[i]) + pixel.Beta[i], pixel.Y[i], 3e-3);
    }

    [Fact]
    public unsafe void ZerosHaveNoDirection()
    {
        float[] zeros = new float[20], y = new float[20];
        fixed (float* x = zeros, to = y)
            UnitNormalization.Forward<Lanes1, float>(x, to, y.Length);
        Assert.Equal(zeros, y);
    }

    private static double[] Normalized(float[] x)
    {
        double mean = x.Average(value => (double)value);
        double deviation = 1 / Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + Pixel.Epsilon);
        return [.. x.Select(value => (value - mean) * deviation)];
    }

    private sealed class Pixel : ILaneAction
    {
        public const double Epsilon = 0.01;

        public Pixel(int count, float shift)
        {
            var random = new Random(count);
            float[] Draw() => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
            (X, Dy, Gamma, Beta) = ([.. Draw().Select(value => value + shift)], Draw(), Draw(), Draw());
            (Y, Dx, BetaSums, GammaSums) = (new float[count], new float[count], new float[count], new float[count]);
            (Unit, UnitDx, Statistics) = (new float[count], new float[count], new float[2]);
        }

        public float[] X { get; }

        public float[] Dy { get; }

        public float[] Gamma { get; }

        public float[] Beta { get; }

        public float[] Statistics { get; }

        public float[] Y { get; }

        public float[] Dx { get; }

        public float[] BetaSums { get; }

        public float[] GammaSums { get; }

        public float[] Unit { get; }

        public float[] UnitDx { get; }

        public IEnumerable<float[]> Results => [Statistics, Y, Dx, BetaSums, GammaSums, Unit, UnitDx];

        public unsafe void Run<L, V>()
            where L : ILanes<V>
            where V : unmanaged
        {
            fixed (float* x = X, dy = Dy, gamma = Gamma, beta = Beta, statistics = Statistics, y = Y, dx = Dx)
            fixed (float* betaSums = BetaSums, gammaSums = GammaSums, unit = Unit, unitDx = UnitDx)
            {
                LayerNormalization.Forward<L, V>(x, statistics, y, X.Length, gamma, beta, Epsilon);
                LayerNormalization.Backward<L, V>(x, statistics, dy, dx, X.Length, gamma, betaSums, gammaSums);
                UnitNormalization.Forward<L, V>(x, unit, X.Length);
                UnitNormalization.Backward<L, V>(x, dy, unitDx, X.Length);
            }
        }
    }
}
