using CnnGen.Runtime;
using CnnGen.Tests.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Losses;

/// <summary>Mean squared error against double precision, finite differences and itself in other vector widths.</summary>
public sealed class MeanSquaredErrorTests
{
    private const float Guard = 12345;

    /// <summary>Around every width of a vector, around a block, and several blocks.</summary>
    private static readonly int[] Sizes = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100, 1023, 1024, 1025, 1041, 5000];

    public static TheoryData<InstructionSet> EachInstructionSet => Lanes.All;

    [SkippableTheory]
    [MemberData(nameof(EachInstructionSet))]
    public void AgreesWithDoublePrecisionAndFiniteDifferences(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        foreach (int size in Sizes)
        {
            var (outputs, targets) = Draw(size);
            float[] room = [Guard, .. new float[size], Guard];
            double loss = new MeanSquaredError().ComputeScaled(instructionSet, outputs, targets, room.AsSpan(1, size), scale: 0.25f);

            double expected = Reference([.. outputs.Select(value => (double)value)], targets);
            Assert.Equal(expected, loss, 1e-6 * expected);
            Assert.Equal((Guard, Guard), (room[0], room[^1]));
            foreach (int i in new[] { 0, size / 2, size - 1 })
            {
                // Of a square the central difference is the slope.
                const double step = 1e-3;
                double[] shifted = [.. outputs.Select(value => (double)value)];
                shifted[i] += step;
                double above = Reference(shifted, targets);
                shifted[i] -= 2 * step;
                double slope = (above - Reference(shifted, targets)) / (2 * step);
                Assert.Equal(0.25 * slope, room[1 + i], 1e-6 / size);
            }
        }
    }

    [SkippableFact]
    public void IsTheSameBitsInEveryWidth()
    {
        Skip.IfNot(ScalarMath.IsFused, "without fused multiply-add results are other bits");
        foreach (int size in Sizes)
        {
            var (outputs, targets) = Draw(size);
            var expected = Run(InstructionSet.Scalar, outputs, targets);
            foreach (var instructionSet in Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported))
            {
                var got = Run(instructionSet, outputs, targets);
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected.Loss), BitConverter.DoubleToInt64Bits(got.Loss));
                Lanes.AssertSameBits(expected.Gradients, got.Gradients, $"{instructionSet.ToName()}, {size}");
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(EachInstructionSet))]
    public void WhatIsNoNumberStaysWhereItIs(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            foreach (int place in (int[])[0, 20, 36])
            {
                var (outputs, targets) = Draw(37);
                outputs[place] = bad;
                var (loss, gradients) = Run(instructionSet, outputs, targets);
                Assert.False(double.IsFinite(loss));
                Assert.Equal([place], Enumerable.Range(0, 37).Where(i => !float.IsFinite(gradients[i])));
            }
        }
    }

    [Fact]
    public void ThePublicMethodIsOfOneImageAndChecksLengths()
    {
        var loss = new MeanSquaredError();
        var gradients = new float[2];
        Assert.Equal(5, loss.Compute([1, 2], new float[] { 2, -1 }, gradients));
        Assert.Equal([-1, 3], gradients);
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => loss.Compute(new float[2], new float[3], gradients));
        Assert.Throws<ArgumentOutOfRangeException>("gradients", () => loss.Compute(new float[3], new float[3], gradients));
    }

    private static (double Loss, float[] Gradients) Run(InstructionSet instructionSet, float[] outputs, float[] targets)
    {
        var gradients = new float[outputs.Length];
        return (new MeanSquaredError().ComputeScaled(instructionSet, outputs, targets, gradients, scale: 1 / 3f), gradients);
    }

    private static double Reference(double[] outputs, float[] targets) =>
        outputs.Select((output, i) => (output - targets[i]) * (output - targets[i])).Average();

    private static (float[] Outputs, float[] Targets) Draw(int size)
    {
        var random = new Random(size);
        return ([.. Enumerable.Range(0, size).Select(_ => random.NextSingle() * 4 - 2)],
            [.. Enumerable.Range(0, size).Select(_ => random.NextSingle() * 4 - 2)]);
    }
}
