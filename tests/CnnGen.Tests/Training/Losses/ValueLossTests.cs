using CnnGen.Runtime;
using CnnGen.Tests.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Losses;

/// <summary>Every loss of floats against double precision, finite differences and itself in other vector widths.</summary>
public sealed class ValueLossTests
{
    private const float Guard = 12345;

    /// <summary>Outputs and channels: around every width of a vector, around a block, several blocks, and maps.</summary>
    private static readonly (int Size, int Channels)[] Sizes =
    [
        (1, 1), (2, 2), (3, 3), (7, 7), (8, 8), (9, 9), (15, 15), (16, 16), (17, 17), (31, 31), (33, 33), (100, 100), (1023, 1023),
        (1025, 1025), (5000, 5000), (6, 2), (60, 3), (320, 20), (2066, 1033), (34, 1),
        (64 * 3, 3), (300, 3), (65 * 15, 15), (129 * 16, 16),
    ];

    public static TheoryData<string> Subjects => LossSubject.Names;

    [Theory]
    [MemberData(nameof(Subjects))]
    public void AgreesWithDoublePrecisionAndFiniteDifferences(string name)
    {
        var subject = LossSubject.Of(name);
        foreach (var instructionSet in Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported))
        {
            foreach (var (size, channels) in Sizes)
            {
                var (outputs, targets) = subject.Draw(size);
                float[] room = [Guard, .. new float[size], Guard];
                double loss = subject.Loss.ComputeScaled(
                    new LossCall(instructionSet, outputs, targets, room.AsSpan(1, size)) { Scale = 0.25f, Channels = channels });

                double expected = Reference(subject, outputs, targets, channels);
                Assert.True(
                    Math.Abs(expected - loss) <= 3e-6 * Math.Max(0.1, Math.Abs(expected)),
                    $"{name}, {size} in {channels}: {loss} instead of {expected}");
                Assert.Equal((Guard, Guard), (room[0], room[^1]));
                foreach (int i in new[] { 0, size / 2, size - 1 }.Distinct())
                    AssertSlope(subject, outputs, targets, channels, i, room[1 + i]);
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Subjects))]
    public void IsTheSameBitsInEveryWidth(string name)
    {
        Skip.IfNot(ScalarMath.IsFused, "without fused multiply-add results are other bits");
        var subject = LossSubject.Of(name);
        foreach (var (size, channels) in Sizes)
        {
            var expected = Run(subject, InstructionSet.Scalar, size, channels);
            foreach (var instructionSet in Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported))
            {
                var got = Run(subject, instructionSet, size, channels);
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected.Loss), BitConverter.DoubleToInt64Bits(got.Loss));
                Lanes.AssertSameBits(expected.Gradients, got.Gradients, $"{name}, {instructionSet.ToName()}, {size} in {channels}");
            }
        }
    }

    /// <summary>The loss of a network whose outputs are no numbers is none.</summary>
    [Theory]
    [MemberData(nameof(Subjects))]
    public void WhatIsNoNumberIsNotHidden(string name)
    {
        var subject = LossSubject.Of(name);
        foreach (var instructionSet in Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported))
        {
            foreach (int place in (int[])[0, 20, 36])
            {
                var (outputs, targets) = subject.Draw(37);
                outputs[place] = float.NaN;
                double loss = subject.Loss.ComputeScaled(new LossCall(instructionSet, outputs, targets, new float[37]));
                Assert.True(double.IsNaN(loss), $"{name}, {instructionSet.ToName()}: {loss}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void ThePublicMethodIsOfOneVectorAndChecksLengths(string name)
    {
        var subject = LossSubject.Of(name);
        var (outputs, targets) = subject.Draw(5);
        var gradients = new float[5];
        Assert.Equal(Reference(subject, outputs, targets, 5), subject.Loss.Compute(outputs, targets, gradients), 1e-5);
        Assert.Equal(TargetKind.Values, subject.Loss.TargetKind);
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => subject.Loss.Compute(outputs, new float[3], gradients));
        Assert.Throws<ArgumentOutOfRangeException>("gradients", () => subject.Loss.Compute(outputs, targets, new float[4]));
    }

    [Fact]
    public void NothingIsAllocated()
    {
        foreach (var subject in LossSubject.All)
        {
            var (outputs, targets) = subject.Draw(60);
            var gradients = new float[60];
            subject.Loss.ComputeScaled(new LossCall(InstructionSets.Best, outputs, targets, gradients) { Channels = 20 });
            long before = GC.GetAllocatedBytesForCurrentThread();
            subject.Loss.ComputeScaled(new LossCall(InstructionSets.Best, outputs, targets, gradients) { Channels = 20 });
            Assert.Equal((subject.Name, 0L), (subject.Name, GC.GetAllocatedBytesForCurrentThread() - before));
        }
    }

    [Fact]
    public void SettingsOutOfTheirRangeAreRefused()
    {
        Refuses("Delta", () => new Huber { Delta = 0 });
        Refuses("LabelSmoothing", () => new BinaryCrossentropy { LabelSmoothing = 1.1 });
        Refuses("LabelSmoothing", () => new CategoricalCrossentropy { LabelSmoothing = double.NaN });
        Refuses("Gamma", () => new BinaryFocalCrossentropy { Gamma = -1 });
        Refuses("Alpha", () => new BinaryFocalCrossentropy { Alpha = 2 });
        Refuses("Gamma", () => new CategoricalFocalCrossentropy { Gamma = double.PositiveInfinity });
        Refuses("Alpha", () => new Tversky { Alpha = -0.1 });
        Refuses("Beta", () => new Tversky { Beta = double.NaN });

        static void Refuses(string setting, Func<Loss> create) => Assert.Throws<ArgumentOutOfRangeException>(setting, create);
    }

    /// <summary>Saturated outputs keep their true loss and gradient, from logits.</summary>
    [Fact]
    public void SureAndWrongLogitsCostWhatTheyCost()
    {
        var gradients = new float[2];
        Assert.Equal(100, new BinaryCrossentropy { FromLogits = true }.Compute([100, -100], new float[] { 0, 1 }, gradients), 1e-5);
        Assert.Equal([0.5f, -0.5f], gradients);
        Assert.Equal(200, new CategoricalCrossentropy { FromLogits = true }.Compute([200, 0], new float[] { 0, 1 }, gradients), 1e-4);
        Assert.Equal([1f, -1f], gradients);
        Assert.Equal(200, new SparseCategoricalCrossentropy { FromLogits = true }.Compute([200, 0], new[] { 1 }, gradients), 1e-4);
        Assert.Equal([1f, -1f], gradients);
    }

    [Fact]
    public void LabelsAreSmoothedAsByKeras()
    {
        // Of equal logits the gradient is 1/10 less the smoothed target.
        var gradients = new float[10];
        new CategoricalCrossentropy { LabelSmoothing = 0.1, FromLogits = true }.Compute(
            new float[10], new float[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, gradients);
        Assert.Equal(0.1 - 0.91, gradients[0], 1e-7);
        Assert.All(gradients.Skip(1), gradient => Assert.Equal(0.1 - 0.01, gradient, 1e-7));
        Assert.Equal(
            0.397543,
            new CategoricalCrossentropy { LabelSmoothing = 0.2, FromLogits = true }.Compute(
                [0, MathF.Log(3)], new float[] { 0, 1 }, new float[2]), 1e-6);
        Assert.Equal(
            0.326928,
            new BinaryCrossentropy { LabelSmoothing = 0.2, FromLogits = true }.Compute([2], new float[] { 1 }, new float[1]), 1e-6);
    }

    private static void AssertSlope(
        LossSubject subject, float[] outputs, float[] targets, int channels, int i, float gradient)
    {
        const double step = 1e-5;
        double[] shifted = [.. outputs.Select(value => (double)value)];
        shifted[i] += step;
        double above = Of(shifted);
        shifted[i] -= 2 * step;
        double below = Of(shifted), slope = (above - below) / (2 * step);
        // A corner of the formula has no slope.
        if (Math.Abs(above + below - (2 * Reference(subject, outputs, targets, channels))) > 1e-3 * step)
            return;
        double largest = Math.Max(Math.Abs(slope), 1.0 / outputs.Length);
        Assert.True(
            Math.Abs((0.25 * slope) - gradient) <= 2e-4 * largest,
            $"{subject.Name}, {outputs.Length} in {channels}, output {i}: {gradient} instead of {0.25 * slope}");

        double Of(double[] values) => subject.Formula(values, [.. targets.Select(value => (double)value)], channels);
    }

    private static double Reference(LossSubject subject, float[] outputs, float[] targets, int channels) =>
        subject.Formula([.. outputs.Select(value => (double)value)], [.. targets.Select(value => (double)value)], channels);

    private static (double Loss, float[] Gradients) Run(LossSubject subject, InstructionSet instructionSet, int size, int channels)
    {
        var (outputs, targets) = subject.Draw(size);
        var gradients = new float[size];
        var call = new LossCall(instructionSet, outputs, targets, gradients) { Scale = 1 / 3f, Channels = channels };
        return (subject.Loss.ComputeScaled(call), gradients);
    }
}
