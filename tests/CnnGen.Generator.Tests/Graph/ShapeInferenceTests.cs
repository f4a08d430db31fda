using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;
using GraphPadding = CnnGen.Generator.Graph.Padding;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>Windows of convolution and pooling against counting them one by one; the seed network against Keras.</summary>
public class ShapeInferenceTests
{
    private static readonly int[] Extents = [1, 2, 3, 4, 5, 7, 8, 9];
    private static readonly int[] Windows = [1, 2, 3, 4, 5, 9];
    private static readonly int[] Strides = [1, 2, 3, 4, 6];
    private static readonly GraphPadding[] OfMaps = [GraphPadding.Valid, GraphPadding.Same];

    [Theory]
    [InlineData("Conv2D", "Kernel")]
    [InlineData("DepthwiseConv2D", "Kernel")]
    [InlineData("SeparableConv2D", "Kernel")]
    [InlineData("MaxPool2D", "Pool")]
    [InlineData("AveragePool2D", "Pool")]
    public void WindowsAreThoseOfTheBruteForce(string kind, string prefix)
    {
        foreach (var (i, j) in from i in Enumerable.Range(0, Extents.Length) from j in Enumerable.Range(0, Windows.Length) select (i, j))
        {
            // Columns go through the same values as rows, but never with the same ones.
            var (height, width) = (Extents[i], Extents[(i + 3) % Extents.Length]);
            var (windowHeight, windowWidth) = (Windows[j], Windows[(j + 2) % Windows.Length]);
            foreach (var (stride, padding) in from s in Strides from p in OfMaps select (s, p))
            {
                var strideWidth = (stride % 3) + 1;
                var rows = BruteForce(height, windowHeight, stride, padding);
                var columns = BruteForce(width, windowWidth, strideWidth, padding);
                var (network, errors) = NetworkBuilder.Build(Declare.Network(
                    Declare.Input(height, width, 2),
                    Declare.Layer(
                        kind,
                        ("Filters", 2),
                        ($"{prefix}Height", windowHeight),
                        ($"{prefix}Width", windowWidth),
                        ("Strides", stride),
                        ("StrideWidth", strideWidth),
                        ("Padding", (int)padding))));
                if (rows.Output == 0 || columns.Output == 0)
                {
                    Assert.Equal(("CNN030", rows.Output == 0 ? $"{prefix}Height" : $"{prefix}Width"),
                        (Assert.Single(errors).Id, errors[0].Argument));
                    continue;
                }

                Assert.Equal(Shape.Map(rows.Output, columns.Output, 2), network!.Output.OutputShape);
                // A step beyond the input and the window is no longer one than the first of them.
                var (stepHeight, stepWidth) = (Math.Min(stride, height + windowHeight), Math.Min(strideWidth, width + windowWidth));
                Assert.Equal(new Window(windowHeight, windowWidth, stepHeight, stepWidth, rows.Before, columns.Before),
                    network.Output.ReceptiveWindow);
            }
        }
    }

    /// <summary>A window with gaps lies where one that covers as much lies.</summary>
    [Theory]
    [InlineData("Conv2D")]
    [InlineData("DepthwiseConv2D")]
    [InlineData("SeparableConv2D")]
    public void DilatedWindowsAreThoseOfTheBruteForce(string kind)
    {
        foreach (var (i, window) in from i in Enumerable.Range(0, Extents.Length) from w in Windows select (i, w))
        {
            var (height, width) = (Extents[i], Extents[(i + 3) % Extents.Length]);
            foreach (var (dilation, padding) in from d in new[] { 2, 3, 5 } from p in OfMaps select (d, p))
            {
                var rows = BruteForce(height, ((window - 1) * dilation) + 1, 1, padding);
                var columns = BruteForce(width, (2 * (dilation - 1)) + 1, 1, padding);
                var (network, errors) = NetworkBuilder.Build(Declare.Network(
                    Declare.Input(height, width, 2),
                    Declare.Layer(
                        kind, ("Filters", 2), ("KernelHeight", window), ("KernelWidth", 3), ("Dilation", dilation),
                        ("DilationWidth", dilation - 1), ("Padding", (int)padding))));
                if (rows.Output == 0 || columns.Output == 0)
                {
                    Assert.Equal(("CNN030", rows.Output == 0 ? "KernelHeight" : "KernelWidth"),
                        (Assert.Single(errors).Id, errors[0].Argument));
                    continue;
                }

                Assert.Equal(Shape.Map(rows.Output, columns.Output, 2), network!.Output.OutputShape);
                Assert.Equal(
                    new Window(window, 3, 1, 1, rows.Before, columns.Before, window == 1 ? 1 : dilation, dilation - 1),
                    network.Output.ReceptiveWindow);
            }
        }
    }

    [Fact]
    public void WindowsAlongSequencesAreThoseOfTheBruteForce()
    {
        foreach (var (length, size, stride) in from l in Extents from w in Windows from s in Strides select (l, w, s))
        {
            foreach (var (dilation, padding) in from d in new[] { 1, 2, 5 } from p in Enum.GetValues<GraphPadding>() select (d, p))
            {
                if (stride > 1 && dilation > 1)
                    continue;
                var steps = BruteForce(length, ((size - 1) * dilation) + 1, stride, padding);
                var (network, errors) = NetworkBuilder.Build(Declare.Network(
                    Declare.Input(1, length, 2),
                    Declare.Layer(
                        "Conv1D", ("Filters", 3), ("KernelSize", size), ("Strides", stride), ("Dilation", dilation),
                        ("Padding", (int)padding))));
                if (steps.Output == 0)
                {
                    Assert.Equal(("CNN030", "KernelSize"), (Assert.Single(errors).Id, errors[0].Argument));
                    continue;
                }

                Assert.Equal(Shape.Map(1, steps.Output, 3), network!.Output.OutputShape);
                Assert.Equal(
                    new Window(1, size, 1, Math.Min(stride, length + size), 0, steps.Before, 1, size == 1 ? 1 : dilation),
                    network.Output.ReceptiveWindow);
            }
        }
    }

    [Fact]
    public void StridesOfPoolsAreThePoolSizeWhenLeftOut()
    {
        var network = Declare.Build(Declare.Input(9, 9, 1), Declare.MaxPool2D(3, 2));
        Assert.Equal(new Window(3, 2, 3, 2, 0, 0), network.Output.ReceptiveWindow);
        Assert.Equal(Shape.Map(3, 4, 1), network.Output.OutputShape);
    }

    [Fact]
    public void TheSeedNetworkHasKerasShapesAndCounts()
    {
        LayerDeclaration Pool() => Declare.MaxPool2D(2, 2);
        LayerDeclaration[] Stack(int filters) =>
            [Declare.Layer("Conv2D", ("Filters", filters)), Declare.Layer("Conv2D", ("Filters", filters)), Pool()];
        var network = Declare.Build(
        [
            Declare.Input(28, 28, 1),
            Declare.Layer("LayerDefaults", ("KernelSize", 3), ("Padding", 1), ("Activation", 1)),
            Declare.Layer("Normalization"),
            Declare.Conv2D(64, 7, 7),
            Pool(),
            .. Stack(128),
            .. Stack(256),
            Declare.Layer("Flatten"),
            Declare.Layer("Dense", ("Units", 128)),
            Declare.Layer("Dropout", ("Rate", 0.5)),
            Declare.Layer("Dense", ("Units", 64)),
            Declare.Layer("Dropout", ("Rate", 0.5)),
            Declare.Layer("Dense", ("Units", 10), ("Activation", 2)),
        ]);

        // Keras' names; its formulas for the counts: (7 * 7 * 1 + 1) * 64 = 3200, (3 * 3 * 64 + 1) * 128 = 73856, ...
        Assert.Equal(
        [
            "input (28, 28, 1) 0", "normalization (28, 28, 1) 1568", "conv2d (28, 28, 64) 3200", "max_pooling2d (14, 14, 64) 0",
            "conv2d_1 (14, 14, 128) 73856", "conv2d_2 (14, 14, 128) 147584", "max_pooling2d_1 (7, 7, 128) 0",
            "conv2d_3 (7, 7, 256) 295168", "conv2d_4 (7, 7, 256) 590080", "max_pooling2d_2 (3, 3, 256) 0",
            "flatten (2304) 0", "dense (128) 295040", "dropout (128) 0", "dense_1 (64) 8256", "dropout_1 (64) 0", "dense_2 (10) 650",
        ],
        network.Layers.Select(layer => $"{layer.Name} {layer.OutputShape} {layer.Parameters.Sum(parameter => parameter.Count)}"));
        Assert.Equal(
            Enumerable.Range(0, 16).Select(index => index == 0 ? "" : $"{index - 1}"),
            network.Layers.Select(layer => string.Join(",", layer.Inputs)));
    }

    /// <summary>Places of a window and padding before the axis, found by trying.</summary>
    private static (int Output, int Before) BruteForce(int extent, int window, int stride, GraphPadding padding)
    {
        var (output, total) = (0, 0);
        for (var start = 0; padding == GraphPadding.Valid ? start + window <= extent : start < extent; start += stride)
            output++;
        if (padding == GraphPadding.Causal)
            return (output, window - 1);
        while (padding == GraphPadding.Same && ((output - 1) * stride) + window > extent + total)
            total++;
        return (output, total / 2);
    }
}
