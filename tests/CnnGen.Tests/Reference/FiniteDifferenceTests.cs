using CnnGen.Tests.Reference.Layers;
using CnnGen.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Tests.Reference;

/// <summary>The reference's gradients against central differences of its own outputs, in double precision.</summary>
/// <remarks>
/// The seed is the same in each run. <c>CNNGEN_GRADIENT_SEED</c> gives another, <c>CNNGEN_GRADIENTS</c> is how many seeds, counted up from
/// the first, each layer is tested with (one when it is not set).
/// </remarks>
public sealed class FiniteDifferenceTests(ITestOutputHelper output)
{
    /// <summary>Error of a central difference of step h is about h^2 (the formula) + 1e-16 / h (cancellation).</summary>
    private const double Step = 1e-5;

    private const double Tolerance = 1e-8;

    private static readonly SomeDraws Draws = new();

    private static readonly int FirstSeed = Setting.Number("CNNGEN_GRADIENT_SEED", otherwise: 1);

    /// <summary>
    /// The layer under test, named; each stands between a convolution, whose kernel its input gradient reaches, and a dense layer.
    /// </summary>
    private static readonly Dictionary<string, Func<Extent, ReferenceLayer>> Cases = new()
    {
        ["Conv2D 3x2 valid"] = input => Convolution(input, 3, 2, 1, 1, Padding.Valid, useBias: true),
        ["Conv2D 3x3 same stride 2"] = input => Convolution(input, 3, 3, 2, 2, Padding.Same, useBias: true),
        ["Conv2D 1x2 stride 3x1, no bias"] = input => Convolution(input, 1, 2, 3, 1, Padding.Valid, useBias: false),
        ["Conv2D 7x7 same, larger than its input"] = input => Convolution(input, 7, 7, 1, 1, Padding.Same, useBias: true),
        ["Conv2D 3x2 same, dilation 2x3"] = input => new Conv2D(
            "layer", input, new(input.Height, 3, 1, Padding.Same, 2), new(input.Width, 2, 1, Padding.Same, 3), 3, useBias: true),
        ["Conv2DTranspose 3x2 valid stride 2"] = input => new Conv2DTranspose(
            "layer", input, new(input.Height, 3, 2, Padding.Valid, null), new(input.Width, 2, 2, Padding.Valid, 1), 3, useBias: true),
        ["Conv2DTranspose 3x3 same stride 2x3"] = input => new Conv2DTranspose(
            "layer", input, new(input.Height, 3, 2, Padding.Same, null), new(input.Width, 3, 3, Padding.Same, 0), 2, useBias: true),
        ["Conv2D 2x3 same, 2 and 3 groups"] = input => new Conv2D(
            "layer", input, new(input.Height, 2, 1, Padding.Same), new(input.Width, 3, 2, Padding.Same), 4, useBias: true, groups: 2),
        ["Conv2D 1x3 causal, dilation 2"] = input => new Conv2D(
            "layer", input, new(input.Height, 1, 1, Padding.Valid), new(input.Width, 3, 1, Padding.Causal, 2), 3, useBias: true),
        ["DepthwiseConv2D 2x2 valid, dilation 3x2"] = input => new DepthwiseConv2D(
            "layer", input, new(input.Height, 2, 1, Padding.Valid, 3), new(input.Width, 2, 1, Padding.Valid, 2), 2, useBias: true),
        ["DepthwiseConv2D 3x2 valid"] = input => Depthwise(input, 3, 2, 1, 1, Padding.Valid, multiplier: 1, useBias: true),
        ["DepthwiseConv2D 3x3 same stride 2, twice, no bias"] = input =>
            Depthwise(input, 3, 3, 2, 2, Padding.Same, multiplier: 2, useBias: false),
        ["DepthwiseConv2D 1x2 stride 3x1, three times"] = input => Depthwise(input, 1, 2, 3, 1, Padding.Same, multiplier: 3, useBias: true),
        ["MaxPool2D 2"] = input => MaxPool(input, 2, 2, Padding.Valid),
        ["MaxPool2D 3 stride 2 same"] = input => MaxPool(input, 3, 2, Padding.Same),
        ["AveragePool2D 2"] = input => AveragePool(input, 2, 2, Padding.Valid),
        ["AveragePool2D 3 stride 2 same"] = input => AveragePool(input, 3, 2, Padding.Same),
        ["GlobalAveragePool2D"] = input => new AveragePool2D(
            "layer", input, new(1, 1, input.Channels, true), Whole(input.Height), Whole(input.Width)),
        ["GlobalMaxPool2D"] = input => new MaxPool2D("layer", input, Whole(input.Height), Whole(input.Width), isFlat: true),
        ["ZeroPadding2D"] = input => new ZeroPadding2D("layer", input, 1, 2, 0, 3),
        ["Cropping2D"] = input => new Cropping2D("layer", input, 2, 1, 0, 1),
        ["UpSampling2D 2x3"] = input => new UpSampling2D("layer", input, 2, 3),
        ["UpSampling2D bilinear 3x2"] = input => new Resizing(
            "layer", input, 3 * input.Height, 2 * input.Width, Interpolation.Bilinear),
        ["Resizing bilinear to 3x7"] = input => new Resizing("layer", input, 3, 7, Interpolation.Bilinear),
        ["Resizing nearest to 7x3"] = input => new Resizing("layer", input, 7, 3, Interpolation.Nearest),
        ["Reshape"] = input => new Reshape("layer", input, new(input.Channels, input.Height, input.Width)),
        ["Permute 3, 1, 2"] = input => new Permute("layer", input, [3, 1, 2]),
        ["Permute 2, 1, 3"] = input => new Permute("layer", input, [2, 1, 3]),
        ["SpaceToDepth 5x4 by 1"] = input => new SpaceToDepth("layer", input, 1),
        ["DepthMaxPool 2"] = input => new DepthMaxPool("layer", input, 2),
        ["DepthMaxPool 3"] = input => new DepthMaxPool("layer", input, 3),
        ["Dense of pixels"] = input => new Dense("layer", input, 3, useBias: true),
        ["Flatten"] = input => new Flatten("layer", input),
        ["Dropout 0.4"] = input => new Dropout("layer", input, 0.4, 0),
        ["SpatialDropout2D 0.4"] = input => new SpatialDropout2D("layer", input, 0.4, 0),
        ["AlphaDropout 0.3"] = input => new AlphaDropout("layer", input, 0.3, 0),
        ["GaussianDropout 0.2"] = input => new GaussianDropout("layer", input, 0.2, 0),
        ["GaussianNoise 0.5"] = input => new GaussianNoise("layer", input, 0.5, 0),
        ["Relu, bounded, leaky, from 0.25 on"] = input => new Relu("layer", input, 0.75, 0.1, 0.25),
        ["LeakyRelu 0.3"] = input => new LeakyRelu("layer", input, 0.3),
        ["PRelu"] = input => new PRelu("layer", input),
        ["PRelu by channel"] = input => new PRelu("layer", input, 1, 2),
        ["PRelu by column"] = input => new PRelu("layer", input, 1, 3),
        ["Elu 0.5"] = input => new Elu("layer", input, 0.5),
        ["Normalization per element"] = input => new Normalization("layer", input, NormalizationAxis.Element),
        ["Normalization per channel"] = input => new Normalization("layer", input, NormalizationAxis.Channel),
        ["LayerNormalization"] = input => new LayerNormalization(
            "layer", input, 1e-3, center: true, scale: true, AxisGroups.OfChannels),
        ["LayerNormalization of columns"] = input => new LayerNormalization(
            "layer", input, 0.1, center: true, scale: true, [2]),
        ["LayerNormalization of channels and rows"] = input => new LayerNormalization(
            "layer", input, 0.1, center: true, scale: true, [3, 1]),
        ["LayerNormalization without gamma"] = input => new LayerNormalization(
            "layer", input, 0.1, center: true, scale: false, AxisGroups.OfChannels),
        ["GroupNormalization 2"] = input => new GroupNormalization("layer", input, 2, 1e-3, center: true, scale: true),
        ["GroupNormalization of each channel"] = input => new GroupNormalization("layer", input, 6, 0.1, center: false, scale: true),
        ["UnitNormalization"] = input => new UnitNormalization("layer", input, AxisGroups.OfChannels),
        ["UnitNormalization of rows and columns"] = input => new UnitNormalization("layer", input, [1, 2]),
        ["Softmax of rows"] = input => new ActivationFunction("layer", input, Activation.Softmax, [1]),
        ["LogSoftmax of columns and channels"] = input => new ActivationFunction("layer", input, Activation.LogSoftmax, [2, 3]),
        ["ActivityRegularization"] = input => new ActivityRegularization("layer", input, 0.03, 0.2),
        ["Rescaling"] = input => new Rescaling("layer", input, 0.3, -0.7),
    };

    static FiniteDifferenceTests()
    {
        foreach (var function in Enum.GetValues<Activation>())
            Cases.Add($"Activation {function}", input => new ActivationFunction("layer", input, function));
    }

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsAreTheSlopes(string name)
    {
        for (int seed = FirstSeed; seed < FirstSeed + Setting.Number("CNNGEN_GRADIENTS", otherwise: 1); seed++)
        {
            output.WriteLine($"CNNGEN_GRADIENT_SEED={seed}");
            AssertGradientsAreTheSlopes(name, seed);
        }
    }

    [Fact]
    public void CrossEntropyGradientIsItsSlope()
    {
        float[] probabilities = [0.2f, 0.5f, 0.3f, 0.7f, 0.1f, 0.2f];
        int[] labels = [1, 2];
        var gradient = ReferenceNetwork.CrossEntropyGradient(Exact(probabilities), labels);
        for (int i = 0; i < probabilities.Length; i++)
        {
            double Loss(double shift)
            {
                var shifted = Exact(probabilities);
                shifted[i] = new Estimate(shifted[i].Value + shift, 0);
                return ReferenceNetwork.CrossEntropy(shifted, labels);
            }

            Assert.Equal((Loss(Step) - Loss(-Step)) / (2 * Step), gradient[i].Value, Tolerance);
        }
    }

    private static void AssertGradientsAreTheSlopes(string name, int seed)
    {
        var image = new Extent(6, 5, 2);
        var before = new Conv2D("before", image, new(6, 2, 1, Padding.Valid), new(5, 2, 1, Padding.Valid), 6, useBias: true);
        var layer = Cases[name](before.Output);
        var network = new ReferenceNetwork(image, [
            before, layer, new Flatten("flatten", layer.Output),
            new Dense("after", new Extent(1, 1, layer.Output.Size, IsFlat: true), 3, useBias: true)]);
        var random = new Random(seed);
        float[] images;
        do
        {
            network.SetParameters((parameter, _) => (float)(parameter.Trainable ? random.NextDouble() - 0.5 : random.NextDouble() + 0.5));
            images = [.. Enumerable.Range(0, 2 * image.Size).Select(_ => (float)random.NextDouble() * 2 - 1)];
        }
        while (!HasSlopes(network, images));
        Estimate[] probe = [.. Enumerable.Range(0, 2 * 3).Select(_ => (Estimate)(float)(random.NextDouble() - 0.5))];

        network.Differentiate(images, probe, Draws);

        foreach (var parameter in network.Parameters.Where(p => p.Trainable))
        {
            for (int i = 0; i < parameter.Values.Length; i++)
            {
                double slope = Slope(network, parameter, i, images, probe);
                Assert.True(
                    Math.Abs(parameter.Gradients[i].Value - slope) <= Tolerance * (1 + Math.Abs(slope)),
                    $"{name}, CNNGEN_GRADIENT_SEED={seed}: {parameter.Name}[{i}] has gradient {parameter.Gradients[i].Value}, but slope"
                    + $" {slope}");
            }
        }
    }

    /// <summary>
    /// Whether no step of any parameter comes near to where a ReLU or a maximum bends: a step is an error as any other to the estimates
    /// that comparisons are made with.
    /// </summary>
    private static bool HasSlopes(ReferenceNetwork network, float[] images)
    {
        foreach (var parameter in network.Parameters.Where(p => p.Trainable))
        {
            for (int i = 0; i < parameter.Values.Length; i++)
            {
                var value = parameter.Values[i];
                parameter.Values[i] = value with { Error = Step };
                network.Run(images, Draws);
                parameter.Values[i] = value;
                if (network.IsAmbiguous)
                    return false;
            }
        }

        return true;
    }

    private static Estimate[] Exact(float[] values) => [.. values.Select(v => (Estimate)v)];

    private static double Slope(ReferenceNetwork network, ReferenceParameter parameter, int index, float[] images, Estimate[] probe)
    {
        var value = parameter.Values[index];
        double Probed(double shift)
        {
            parameter.Values[index] = new Estimate(value.Value + shift, 0);
            return network.Run(images, Draws).Zip(probe, (y, g) => y.Value * g.Value).Sum() + network.Penalty(images, Draws);
        }

        double slope = (Probed(Step) - Probed(-Step)) / (2 * Step);
        parameter.Values[index] = value;
        return slope;
    }

    private static Conv2D Convolution(
        Extent input, int height, int width, int strideHeight, int strideWidth, Padding padding, bool useBias) =>
        new("layer", input, new(input.Height, height, strideHeight, padding), new(input.Width, width, strideWidth, padding), 3, useBias);

    private static DepthwiseConv2D Depthwise(
        Extent input, int height, int width, int strideHeight, int strideWidth, Padding padding, int multiplier, bool useBias) =>
        new("layer", input, new(input.Height, height, strideHeight, padding), new(input.Width, width, strideWidth, padding),
            multiplier, useBias);

    private static MaxPool2D MaxPool(Extent input, int size, int stride, Padding padding) =>
        new("layer", input, new(input.Height, size, stride, padding), new(input.Width, size, stride, padding));

    private static AveragePool2D AveragePool(Extent input, int size, int stride, Padding padding)
    {
        SlidingWindow rows = new(input.Height, size, stride, padding), columns = new(input.Width, size, stride, padding);
        return new AveragePool2D("layer", input, new(rows.Output, columns.Output, input.Channels), rows, columns);
    }

    private static SlidingWindow Whole(int extent) => new(extent, extent, 1, Padding.Valid);

    private sealed class SomeDraws : IDraws
    {
        public bool Keeps(int layer, int image, int element, double rate) => (image * 31 + element * 7) % 5 > 1;

        public float Normal(int layer, int image, int element) => ((image * 31 + element * 7) % 9 - 4) * 0.5f;
    }
}
