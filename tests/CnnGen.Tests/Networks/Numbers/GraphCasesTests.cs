using CnnGen.Runtime;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Small graphs and batch normalizations that other libraries were reported to get wrong, with the values that follow from the definitions;
/// by every instruction set.
/// </summary>
public sealed class GraphCasesTests(GraphCasesTests.CompiledCases compiled) : IClassFixture<GraphCasesTests.CompiledCases>
{
    private const string Declarations = """
        using CnnGen;

        [Input(1, 1, 1)]
        [Conv2D(1, 1, UseBias = false, Name = "x")]
        [Activation(Activation.Relu)]
        [Add("x")]
        public sealed partial class SkipOverRelu;

        [Input(1, 1, 1)]
        [Conv2D(1, 1, UseBias = false, Name = "x")]
        [Add("x")]
        public sealed partial class Doubled;

        [Input(1, 1, 1)]
        [Conv2D(1, 1, UseBias = false, Name = "x")]
        [Concatenate("x")]
        public sealed partial class Twice;

        [Input(2, 2, 1)]
        [Conv2D(1, 1, UseBias = false, Name = "x")]
        [MaxPool2D(2)]
        [Multiply("x")]
        public sealed partial class SkipOverMaxPool;

        [Input(1, 1, 1)]
        [Conv2D(1, 1, UseBias = false, Name = "x")]
        [Add("x")]
        [Activation(Activation.Relu)]
        public sealed partial class ReluBehindAdd;

        [Input(1, 1, 1)]
        [Conv2D(1, 1, UseBias = false, Name = "x")]
        [Activation(Activation.Relu)]
        [Conv2D(1, 1, UseBias = false)]
        [Add("x")]
        public sealed partial class PreActivationBlock;

        [Input(1, 1, 1)]
        [Conv2D(1, 1, UseBias = false, Name = "x")]
        [BatchNormalization(Epsilon = 0, Name = "normalized")]
        [Activation(Activation.Relu, Name = "rectified")]
        [Concatenate("x", "normalized")]
        public sealed partial class EveryStepIsRead;

        [Input(1, 1, 1)]
        [Conv2D(1, 1, UseBias = false, Name = "x")]
        [BatchNormalization(Epsilon = 0, Name = "normalized")]
        [Activation(Activation.Relu)]
        [Output("x")]
        [Output("normalized")]
        public sealed partial class EveryStepIsAnOutput;

        [Input(1, 1, 1)]
        [BatchNormalization]
        public sealed partial class Normalized;

        [Input(1, 1, 1)]
        [Conv2D(1, 1, UseBias = false)]
        [BatchNormalization]
        public sealed partial class ConvolvedAndNormalized;

        [Input(1, 1, 1)]
        [Normalization(NormalizationAxis.Channel, Name = "standard")]
        [Conv2D(1, 1, UseBias = false, From = "input")]
        [Concatenate("standard")]
        public sealed partial class RawAndStandard;

        [Input(2, 2, 2)]
        [Conv2D(3, 1, Name = "features")]
        [BatchNormalization]
        [Activation(Activation.Relu)]
        [Flatten]
        [Dense(3, Activation.Softmax)]
        [Output("features")]
        public sealed partial class WithState;
        """;

    public static TheoryData<InstructionSet> InstructionSetCases => [.. Enum.GetValues<InstructionSet>()];

    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void TheSkippedValueIsThatBeforeTheRelu(InstructionSet instructionSet)
    {
        using var network = Create("SkipOverRelu", instructionSet);
        network.Parameters[0].CopyFrom([1]);

        Assert.Equal([-1, 4], Predict(network, [-1, 2]));
        // dy/dw = x * dy/dx.
        Assert.Equal([(-1 * 1) + (2 * 2)], Gradient(network, [-1, 2], [1, 1]));
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void ALayerThatIsReadTwiceHasTheSumOfTwoGradients(InstructionSet instructionSet)
    {
        using var doubled = Create("Doubled", instructionSet);
        doubled.Parameters[0].CopyFrom([1]);
        Assert.Equal([6], Predict(doubled, [3]));
        Assert.Equal([3 * 2], Gradient(doubled, [3], [1]));

        using var twice = Create("Twice", instructionSet);
        twice.Parameters[0].CopyFrom([1]);
        Assert.Equal([3, 3], Predict(twice, [3]));
        Assert.Equal([3 * (5 + 7)], Gradient(twice, [3], [5, 7]));
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void AMapGoesOnBesideItsMaximum(InstructionSet instructionSet)
    {
        using var network = Create("SkipOverMaxPool", instructionSet);
        network.Parameters[0].CopyFrom([1]);
        Assert.Equal([4, 8, 12, 16], Predict(network, [1, 2, 3, 4]));
        // d(w x * w 4)/dw = 8 x.
        Assert.Equal([8 * (1 + 2 + 3 + 4)], Gradient(network, [1, 2, 3, 4], [1, 1, 1, 1]));
    }

    /// <summary>x + relu(x) would be -3 and 6 with the relu in the wrong place; gradients only where the sum is above 0.</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void ARectifierBehindASumIsOfTheSum(InstructionSet instructionSet)
    {
        using var network = Create("ReluBehindAdd", instructionSet);
        network.Parameters[0].CopyFrom([1]);
        Assert.Equal([0, 6], Predict(network, [-3, 3]));
        Assert.Equal([2 * 3], Gradient(network, [-3, 3], [1, 1]));
    }

    /// <summary>y = w x + v relu(w x).</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void APreActivationBlockAddsWhatIsBeforeTheRelu(InstructionSet instructionSet)
    {
        using var network = Create("PreActivationBlock", instructionSet);
        network.Parameters[0].CopyFrom([2]);
        network.Parameters[1].CopyFrom([10]);
        Assert.Equal([-6, 88], Predict(network, [-3, 4]));
        Assert.Equal([(-3 * 1) + (4 * (1 + 10))], Gradient(network, [-3, 4], [1, 1]));
        Assert.Equal([0 + 8], Bits.Gradient(network.Parameters[1]));
    }

    /// <summary>A convolution applies what is behind it only where nobody else reads what lies between: each reader has its own.</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void WhatIsReadInTheMiddleIsNotFused(InstructionSet instructionSet)
    {
        using var joined = Create("EveryStepIsRead", instructionSet);
        SetSteps(joined);
        Assert.Equal([0, 6, -1, 3, 10, 3], Predict(joined, [3, 5]));

        using var outputs = Create("EveryStepIsAnOutput", instructionSet);
        SetSteps(outputs);
        float[][] all = AllOutputs.Predict(outputs, [3, 5]);
        Assert.Equal([0, 3], all[0]);
        Assert.Equal([6, 10], all[1]);
        Assert.Equal([-1, 3], all[2]);

        // 2 x, then (2 x - 7) / 1.
        static void SetSteps(INetwork network)
        {
            network.Parameters.Single(parameter => parameter.Name == "x/kernel").CopyFrom([2]);
            network.Parameters.Single(parameter => parameter.Name == "normalized/moving_mean").CopyFrom([7]);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void ABranchFromTheInputReadsRawImages(InstructionSet instructionSet)
    {
        using var network = Create("RawAndStandard", instructionSet);
        network.Parameters.Single(parameter => parameter.Name == "standard/mean").CopyFrom([2]);
        network.Parameters.Single(parameter => parameter.Name == "standard/variance").CopyFrom([4]);
        network.Parameters.Single(parameter => parameter.Name == "conv2d/kernel").CopyFrom([1]);
        Assert.Equal([6, 2], Predict(network, [6]));
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void BatchNormalizationHasKerasNumbers(InstructionSet instructionSet)
    {
        using var network = Create("Normalized", instructionSet);
        var outputs = new float[4];
        network.Forward([1, 2, 3, 4], outputs);

        AssertNear([-1.341104, -0.447035, 0.447035, 1.341104], outputs);
        AssertNear([0.025], Bits.Values(network.Parameters.Single(parameter => parameter.Name == "batch_normalization/moving_mean")));
        AssertNear([1.0025], Bits.Values(network.Parameters.Single(parameter => parameter.Name == "batch_normalization/moving_variance")));
        // A prediction sees statistics that only Forward has changed.
        AssertNear([0.973298, 1.971553, 2.969807, 3.968062], Predict(network, [1, 2, 3, 4]));
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void ABatchOfOneValueIsBeta(InstructionSet instructionSet)
    {
        using var network = Create("ConvolvedAndNormalized", instructionSet);
        network.Parameters.Single(parameter => parameter.Name == "conv2d/kernel").CopyFrom([1]);
        network.Parameters.Single(parameter => parameter.Name == "batch_normalization/beta").CopyFrom([0.25f]);
        var outputs = new float[1];
        network.Forward([5], outputs);
        network.Backward([1]);

        Assert.Equal([0.25f], outputs);
        Assert.Equal([0], Bits.Gradient(network.Parameters[0]));
        AssertNear([0.05], Bits.Values(network.Parameters.Single(parameter => parameter.Name == "batch_normalization/moving_mean")));
        AssertNear([0.99], Bits.Values(network.Parameters.Single(parameter => parameter.Name == "batch_normalization/moving_variance")));
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void AShortBatchIsTrainedOnLikeAnyOther(InstructionSet instructionSet)
    {
        using var network = Create("WithState", instructionSet);
        var random = new Random(1);
        float[] images = [.. Enumerable.Range(0, 101 * network.Info.InputSize).Select(_ => (float)random.NextDouble())];
        int[] labels = [.. Enumerable.Range(0, 101).Select(i => i % 3)];
        var adam = new Adam();
        for (int first = 0; first < 101; first += 10)
        {
            int count = Math.Min(10, 101 - first);
            network.TrainBatch(
                images.AsSpan(first * network.Info.InputSize, count * network.Info.InputSize), labels.AsSpan(first, count), adam);
        }

        Assert.All(network.Parameters.SelectMany(Bits.Values), value => Assert.True(float.IsFinite(value)));
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void StatisticsAreTheSameBitsForAnyNumberOfThreads(InstructionSet instructionSet)
    {
        float[][]? first = null;
        foreach (int threads in ThreadCounts.All)
        {
            using var network = Create("WithState", instructionSet);
            network.Threads = threads;
            var random = new Random(1);
            float[] images = [.. Enumerable.Range(0, 37 * network.Info.InputSize).Select(_ => (float)random.NextDouble())];
            int[] labels = [.. Enumerable.Range(0, 37).Select(i => i % 3)];
            var adam = new Adam();
            for (int step = 0; step < 5; step++)
                network.TrainBatch(images, labels, adam);
            float[][] values = [.. network.Parameters.Select(Bits.Values)];
            first ??= values;
            foreach (var (want, got) in first.Zip(values))
                Bits.AreEqual(want, got, $"{threads} threads");
        }
    }

    [Fact]
    public void RoomForAFurtherOutputIsChecked()
    {
        using var network = Create("WithState", InstructionSet.Scalar);
        Assert.Equal(["features"], network.Info.FurtherOutputs.Select(output => output.Name));
        var error = Assert.Throws<ArgumentException>(() => AllOutputs.Predict(network, new float[16], [6, 11]));
        Assert.Contains("Output 'features' of 2 images is 24 values (12 each), but there is room for 11.", error.Message);

        var swapped = Assert.Throws<ArgumentException>("outputs", () => AllOutputs.Predict(network, new float[16], [24, 6]));
        Assert.Contains(
            $"Output '{network.Info.Layers[^1].Name}' of 2 images is 6 values (3 each), but there is room for 24.", swapped.Message);
    }

    private static float[] Predict(INetwork network, float[] images)
    {
        var outputs = new float[images.Length / network.Info.InputSize * network.Info.OutputSize];
        network.Predict(images, outputs);
        return outputs;
    }

    private static float[] Gradient(INetwork network, float[] images, float[] outputGradients)
    {
        network.Forward(images, new float[outputGradients.Length]);
        network.Backward(outputGradients);
        return Bits.Gradient(network.Parameters[0]);
    }

    private static void AssertNear(double[] want, float[] got)
    {
        Assert.Equal(want.Length, got.Length);
        foreach (var (w, g) in want.Zip(got))
            Assert.Equal(w, g, 1e-6 * Math.Max(1, Math.Abs(w)));
    }

    private INetwork Create(string name, InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        return Subject.Construct(compiled.Networks.Value[name], 1, instructionSet);
    }

    /// <summary>All networks in one compilation.</summary>
    public sealed class CompiledCases
    {
        internal Lazy<CompiledNetworks> Networks { get; } = new(() => NetworkCompiler.Compile(Declarations));
    }
}
