using CnnGen.Runtime;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Small inputs that other libraries were reported to get wrong, with the values that follow from the definitions; by every instruction
/// set.
/// </summary>
public sealed class KnownCasesTests(KnownCasesTests.CompiledCases compiled) : IClassFixture<KnownCasesTests.CompiledCases>
{
    private const string Declarations = """
        using CnnGen;

        [Input(6, 6, 1)]
        [Conv2D(1, 3, Strides = 2, Padding = Padding.Same)]
        public sealed partial class SameStride2Even;

        [Input(5, 5, 1)]
        [Conv2D(1, 3, Strides = 2, Padding = Padding.Same)]
        public sealed partial class SameStride2Odd;

        [Input(4, 4, 1)]
        [Conv2D(1, 2, Padding = Padding.Same)]
        public sealed partial class SameEvenKernel;

        [Input(8, 8, 1)]
        [Conv2D(1, 3, Dilation = 2, Padding = Padding.Same)]
        public sealed partial class SameDilated;

        [Input(5, 5, 1)]
        [Conv2D(1, 1)]
        [Conv2D(1, 1, Strides = 3)]
        public sealed partial class SparseConvolution;

        [Input(5, 5, 1)]
        [Conv2D(1, 1)]
        [MaxPool2D(2, Strides = 3)]
        public sealed partial class SparseMaxPool;

        [Input(3, 3, 1)]
        [Conv2D(1, 1)]
        [MaxPool2D(2, Strides = 1)]
        [Flatten]
        [Dense(2, Activation.Softmax)]
        public sealed partial class OverlappingMaxPools;

        [Input(5, 5, 1)]
        [Conv2D(1, 1)]
        [MaxPool2D(2)]
        public sealed partial class MaxPoolBeforeARest;

        [Input(5, 5, 1)]
        [Conv2D(1, 1)]
        [AveragePool2D(2)]
        public sealed partial class AveragePoolBeforeARest;

        [Input(1, 6, 1)]
        [Conv2D(1, 1)]
        [Relu(MaxValue = 6, NegativeSlope = 0.1, Threshold = 1)]
        public sealed partial class ReluWithAllArguments;

        [Input(1, 2, 3)]
        [Conv2D(3, 1)]
        [Softmax]
        public sealed partial class SoftmaxOfPixels;

        [Input(3, 3, 1)]
        [AveragePool2D(2, Padding = Padding.Same)]
        public sealed partial class AveragePoolOverPadding;

        [Input(1, 1, 2)]
        [Conv2D(2, 1, Groups = 2)]
        public sealed partial class TwoGroups;

        [Input(1, 1, 4)]
        [Conv2D(2, 1, Groups = 2)]
        public sealed partial class GroupsOfTwo;

        [Input(1, 1, 2)]
        [DepthwiseConv2D(1, DepthMultiplier = 2)]
        public sealed partial class DepthwiseMultiplier;

        [Input(1, 1, 1)]
        [Normalization]
        public sealed partial class OneNormalizedValue;

        [Input(1, 10, 1)]
        [Dense(1)]
        public sealed partial class DenseOfAMap;

        [Input(1, 10, 1)]
        [Flatten]
        [Dense(1)]
        public sealed partial class DenseOfAVector;

        [Input(1, 2, 1)]
        [UpSampling2D(2)]
        public sealed partial class Repeated;

        [Input(1, 2, 1)]
        [UpSampling2D(2, Interpolation = Interpolation.Bilinear)]
        public sealed partial class Interpolated;
        """;

    public static TheoryData<InstructionSet> InstructionSetCases => [.. Enum.GetValues<InstructionSet>()];

    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void TheOddCellOfSamePaddingIsAtTheBottomAndOnTheRight(InstructionSet instructionSet)
    {
        AssertGives([63, 81, 63, 171, 189, 135, 168, 180, 126], "SameStride2Even", instructionSet, Counting(36), Ones(9));
        AssertGives([12, 27, 24, 63, 108, 81, 72, 117, 84], "SameStride2Odd", instructionSet, Counting(25), Ones(9));
        AssertGives(
            [10, 14, 18, 10, 26, 30, 34, 18, 42, 46, 50, 26, 25, 27, 29, 15], "SameEvenKernel", instructionSet, Counting(16), Ones(4));
    }

    /// <summary>Two pixels from each edge a window has all of its rows, or columns; closer, two of them.</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void DilatedWindowsReachTwoPixelsOverTheEdge(InstructionSet instructionSet)
    {
        float[] outer = [4, 4, 6, 6, 6, 6, 4, 4], inner = [6, 6, 9, 9, 9, 9, 6, 6];
        AssertGives(
            [.. outer, .. outer, .. inner, .. inner, .. inner, .. inner, .. outer, .. outer], "SameDilated", instructionSet, Ones(64),
            Ones(9));
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void AveragesLeaveOutPadding(InstructionSet instructionSet) =>
        AssertGives([2, 3.5f, 6.5f, 8], "AveragePoolOverPadding", instructionSet, Counting(9));

    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void ReluTakesItsArgumentsAsKerasStatesThem(InstructionSet instructionSet)
    {
        float[] x = [-2, 0, 0.5f, 1, 3, 7];
        using var network = Checked([-0.3f, -0.1f, -0.05f, 1, 3, 6], "ReluWithAllArguments", instructionSet, x, [1]);
        network.Backward([1, 10, 100, 1_000, 10_000, 100_000]);
        Assert.Equal([0.1f + 1 + 10 + 1_000 + 10_000], Bits.Gradient(network.Parameters[1]));
    }

    /// <summary>Over the channels of each pixel, as in Keras.</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void SoftmaxIsOverTheLastAxis(InstructionSet instructionSet)
    {
        float[] identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        using var network = Create("SoftmaxOfPixels", instructionSet, identity, [0, 0, 0]);
        var outputs = new float[6];
        float[] image = [0, 0, 0, 1, 2, 3];
        network.Predict(image, outputs);
        float[] expected = [1 / 3f, 1 / 3f, 1 / 3f, 0.09003057f, 0.24472848f, 0.66524094f];
        for (int i = 0; i < outputs.Length; i++)
            Assert.Equal(expected[i], outputs[i], 1e-6f);
    }

    /// <summary>The gradient of the kernel in front is the sum of x times dx, so these powers of ten show from where it comes.</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void StridesLargerThanTheWindowSkipPixels(InstructionSet instructionSet)
    {
        using var convolution = Checked([0, 3, 15, 18], "SparseConvolution", instructionSet, Counting(25), [1], [0], [1]);
        convolution.Backward([1, 100, 10_000, 100_000]);
        Assert.Equal([(0 * 1) + (3 * 100) + (15 * 10_000) + (18 * 100_000)], Bits.Gradient(convolution.Parameters[0]));
        Assert.Equal([110_101], Bits.Gradient(convolution.Parameters[1]));

        using var pool = Checked([6, 9, 21, 24], "SparseMaxPool", instructionSet, Counting(25), [1]);
        pool.Backward([1, 100, 10_000, 100_000]);
        Assert.Equal([(6 * 1) + (9 * 100) + (21 * 10_000) + (24 * 100_000)], Bits.Gradient(pool.Parameters[0]));
        Assert.Equal([110_101], Bits.Gradient(pool.Parameters[1]));
    }

    /// <summary>All four windows share their maximum, whose gradients add up; a backward pass that overwrites gives 0.970758.</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void GradientsOfOverlappingMaximaAddUp(InstructionSet instructionSet)
    {
        using var network = Create("OverlappingMaxPools", instructionSet, [1], [0], [0.1f, 0, 0.2f, 0, 0.3f, 0, 0.4f, 0]);
        float[] image = [0, 0, 0, 0, 1, 0, 0, 0, 0];
        network.TrainBatch(image, [1], new Sgd(0.1));
        Assert.Equal(0.9268941f, Bits.Values(network.Parameters[0])[0], 1e-7f);
        Assert.Equal(-0.0731059f, Bits.Values(network.Parameters[1])[0], 1e-7f);
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void PixelsThatNoWindowReachesGetNoGradient(InstructionSet instructionSet)
    {
        float[] image = new float[25];
        image[24] = 7;
        foreach (string name in (string[])["MaxPoolBeforeARest", "AveragePoolBeforeARest"])
        {
            using var network = Checked([0, 0, 0, 0], name, instructionSet, image, [1]);
            network.Backward([1, 2, 3, 4]);
            Assert.Equal([0], Bits.Gradient(network.Parameters[0]));
            Assert.Equal([10], Bits.Gradient(network.Parameters[1]));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void ChannelTimesMultiplierPlusKernelIsTheOutputChannel(InstructionSet instructionSet) =>
        AssertGives([2, 3, 50, 70], "DepthwiseMultiplier", instructionSet, [1, 10], [2, 3, 5, 7]);

    /// <summary>A filter sees the channels of its own group; kernel (1, 1, channels of a group, filters).</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void GroupsSeeTheirOwnChannels(InstructionSet instructionSet)
    {
        AssertGives([2, 30], "TwoGroups", instructionSet, [1, 10], [2, 3]);
        AssertGives([2 + 50, 300 + 7000], "GroupsOfTwo", instructionSet, [1, 10, 100, 1000], [2, 3, 5, 7]);
    }

    /// <summary>(x - mean) / max(sqrt(variance), 1e-7): the deviation of an element that never varied may come from elsewhere.</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void NormalizationDividesByTheDeviation(InstructionSet instructionSet)
    {
        using var network = Create("OneNormalizedValue", instructionSet, [0.485f], [0.229f]);
        var output = new float[1];
        network.Predict([0.5f], output);
        Assert.Equal(0.0313454f, output[0], 1e-7f);
    }

    /// <summary>Of a map it works on the channels of each pixel, as in Keras; behind a flatten on all values.</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void DenseWorksOnTheLastAxis(InstructionSet instructionSet)
    {
        using var map = Checked(
            [3, 5, 7, 9, 11, 13, 15, 17, 19, 21], "DenseOfAMap", instructionSet, Counting(10), [2], [3]);
        Assert.Equal(2, map.Info.ParameterCount);
        Assert.Equal([1, 10, 1], map.Info.Layers[^1].OutputShape);

        using var vector = Checked([45 + 3], "DenseOfAVector", instructionSet, Counting(10), Ones(10), [3]);
        Assert.Equal(11, vector.Info.ParameterCount);
        Assert.Equal([1], vector.Info.Layers[^1].OutputShape);
    }

    /// <summary>Half-pixel centres: the outermost outputs lie outside of the inputs.</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void UpSamplingRepeatsOrInterpolates(InstructionSet instructionSet)
    {
        AssertGives([1, 1, 2, 2, 1, 1, 2, 2], "Repeated", instructionSet, [1, 2]);
        AssertGives([1, 1.25f, 1.75f, 2, 1, 1.25f, 1.75f, 2], "Interpolated", instructionSet, [1, 2]);
    }

    private void AssertGives(float[] expected, string name, InstructionSet instructionSet, float[] image, params float[][] parameters)
    {
        using var network = Checked(expected, name, instructionSet, image, parameters);
    }

    /// <summary>
    /// Predicts and runs the training form, compares both with the expected values, exactly, and returns the network for its gradients.
    /// </summary>
    private INetwork Checked(float[] expected, string name, InstructionSet instructionSet, float[] image, params float[][] parameters)
    {
        var network = Create(name, instructionSet, parameters);
        var outputs = new float[expected.Length];
        network.Predict(image, outputs);
        Assert.Equal(expected, outputs);
        network.Forward(image, outputs);
        Assert.Equal(expected, outputs);
        return network;
    }

    /// <summary>A network with these values of its first parameters; biases begin as zeros.</summary>
    private INetwork Create(string name, InstructionSet instructionSet, params float[][] parameters)
    {
        ZooNetworks.RequireSupport(instructionSet);
        var network = Subject.Construct(compiled.Networks.Value[name], Subject.NetworkSeed, instructionSet);
        foreach (var (parameter, values) in network.Parameters.Zip(parameters))
            parameter.CopyFrom(values);
        return network;
    }

    private static float[] Counting(int count) => [.. Enumerable.Range(0, count).Select(i => (float)i)];

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    /// <summary>All networks in one compilation.</summary>
    public sealed class CompiledCases
    {
        internal Lazy<CompiledNetworks> Networks { get; } = new(() => NetworkCompiler.Compile(Declarations));
    }
}
