using Xunit;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>Parts of known networks, as exporters write them, give what ONNX Runtime gives, in layers as a person would write.</summary>
public sealed class OnnxNetworkTests
{
    private static readonly long[] Around = [1, 1, 1, 1];

    /// <summary>ResNet: a stem whose pool is padded behind a relu, and a block with a shortcut.</summary>
    [Fact]
    public void ResidualBlock()
    {
        var writer = Normalized(new OnnxWriter().Input("x", 0, 3, 16, 16).Random("w0", [8, 3, 7, 7])
            .Node("Conv", "x w0", "c0", ("pads", new long[] { 3, 3, 3, 3 }), ("strides", new long[] { 2, 2 })), "c0", "n0", 8)
            .Node("Relu", "n0", "r0")
            .Node("MaxPool", "r0", "p", ("kernel_shape", new long[] { 3, 3 }), ("strides", new long[] { 2, 2 }), ("pads", Around))
            .Random("w1", [8, 8, 3, 3]).Node("Conv", "p w1", "c1", ("pads", Around));
        Normalized(writer, "c1", "n1", 8).Node("Relu", "n1", "r1").Random("w2", [8, 8, 3, 3]).Node("Conv", "r1 w2", "c2", ("pads", Around));
        Normalized(writer, "c2", "n2", 8).Node("Add", "n2 p", "s").Node("Relu", "s", "r2").Node("GlobalAveragePool", "r2", "g")
            .Node("Flatten", "g", "f").Random("d", [10, 8]).Random("b", [10]).Node("Gemm", "f d b", "y", ("transB", 1)).Output("y");
        var source = OnnxComparison.AssertSame(writer, 1e-4).Source;
        Assert.Contains("""
            [Input(16, 16, 3)]
            [LayerDefaults(UseBias = false)]
            [ZeroPadding2D(3, 2, 3, 2)]
            [Conv2D(8, 7, Strides = 2)] [BatchNormalization(Epsilon = 1E-05, Momentum = 0.9)] [Activation(Activation.Relu)]
            """, source, StringComparison.Ordinal);
        Assert.DoesNotContain("Permute", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Flatten", source, StringComparison.Ordinal);
    }

    /// <summary>MobileNet: depthwise, relu6 as a clip, and a linear bottleneck with a shortcut.</summary>
    [Fact]
    public void InvertedResidual()
    {
        var source = OnnxComparison.AssertSame(new OnnxWriter().Input("x", 0, 4, 8, 8).Weights("zero", [], 0).Weights("six", [], 6)
            .Random("w1", [16, 4, 1, 1]).Random("b1", [16]).Node("Conv", "x w1 b1", "c1").Node("Clip", "c1 zero six", "r1")
            .Random("w2", [16, 1, 3, 3]).Random("b2", [16]).Node("Conv", "r1 w2 b2", "c2", ("pads", Around), ("group", 16))
            .Node("Clip", "c2 zero six", "r2").Random("w3", [4, 16, 1, 1]).Random("b3", [4]).Node("Conv", "r2 w3 b3", "c3")
            .Node("Add", "x c3", "y").Output("y")).Source;
        Assert.Contains("[DepthwiseConv2D(3, Padding = Padding.Same, Activation = Activation.Relu6)]", source, StringComparison.Ordinal);
    }

    /// <summary>EfficientNet: silu in two nodes, and squeeze and excitation by convolutions of one pixel.</summary>
    [Fact]
    public void SqueezeAndExcitation()
    {
        var source = OnnxComparison.AssertSame(new OnnxWriter().Input("x", 0, 3, 8, 8).Random("w1", [8, 3, 3, 3])
            .Node("Conv", "x w1", "c1", ("pads", Around)).Node("Sigmoid", "c1", "s1").Node("Mul", "c1 s1", "a1")
            .Node("ReduceMean", "a1", "g", ("axes", new long[] { 2, 3 }), ("keepdims", 1))
            .Random("w2", [2, 8, 1, 1]).Random("b2", [2]).Node("Conv", "g w2 b2", "c2").Node("Relu", "c2", "r2")
            .Random("w3", [8, 2, 1, 1]).Random("b3", [8]).Node("Conv", "r2 w3 b3", "c3").Node("Sigmoid", "c3", "s3")
            .Node("Mul", "s3 a1", "y").Output("y")).Source;
        Assert.Contains("Activation = Activation.Silu", source, StringComparison.Ordinal);
        Assert.Contains("[GlobalAveragePool2D(KeepDims = true)]", source, StringComparison.Ordinal);
    }

    /// <summary>A U-Net: down, up by a transposed convolution and by pixels, and the way across.</summary>
    [Fact]
    public void UpAndAcross() => OnnxComparison.AssertSame(new OnnxWriter(13).Input("x", 0, 3, 8, 12).Random("w1", [6, 3, 3, 3])
        .Node("Conv", "x w1", "c1", ("pads", Around)).Node("Relu", "c1", "r1")
        .Node("MaxPool", "r1", "p1", ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }))
        .Random("w2", [6, 4, 2, 2]).Random("b2", [4]).Node("ConvTranspose", "p1 w2 b2", "t", ("strides", new long[] { 2, 2 }))
        .Weights("scales", [4], 1, 1, 2, 2)
        .Node("Resize", "p1 - scales", "u", ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel"))
        .Node("Concat", "r1 t u", "k", ("axis", 1)).Random("w3", [2, 16, 1, 1]).Random("b3", [2]).Node("Conv", "k w3 b3", "c3")
        .Node("Softmax", "c3", "y", ("axis", 1)).Output("y"), 1e-4);

    /// <summary>Of such images, what Keras' Rescaling and Normalization become, before they are moved.</summary>
    [Fact]
    public void ChannelsLastAreScaled()
    {
        var source = OnnxComparison.AssertSame(new OnnxWriter().Input("x", 0, 6, 8, 3)
            .Weights("scale", [], 0.25f).Node("Mul", "x scale", "s").Weights("offset", [], -0.5f).Node("Add", "s offset", "o")
            .Weights("mean", [1, 1, 1, 3], 0.1f, -0.2f, 0.3f).Node("Sub", "o mean", "m")
            .Weights("deviation", [3], 0.5f, 2, 1).Node("Div", "m deviation", "d")
            .Node("Transpose", "d", "t", ("perm", new long[] { 0, 3, 1, 2 })).Random("w", [5, 3, 3, 3])
            .Node("Conv", "t w", "c", ("auto_pad", "SAME_UPPER")).Node("GlobalAveragePool", "c", "g").Node("Flatten", "g", "y").Output("y"),
            isChannelsLast: true).Source;
        Assert.Contains("Input(6, 8, 3)", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Permute", source, StringComparison.Ordinal);
    }

    /// <summary>A grey image needs no transpose to have its channel first, a flatten none at all.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ChannelsLastOfGreyImages(bool isConvolution)
    {
        var writer = new OnnxWriter().Input("x", 0, 6, 8, 1).Weights("scale", [], 0.25f).Node("Mul", "x scale", "s");
        if (isConvolution)
        {
            writer.Integers("first", 0, 1, 6, 8).Node("Reshape", "s first", "r").Random("w", [2, 1, 3, 3]).Node("Conv", "r w", "c")
                .Node("Flatten", "c", "f").Random("d", [48, 4]);
        }
        else
        {
            writer.Node("Flatten", "s", "f").Random("d", [48, 4]);
        }

        var source = OnnxComparison.AssertSame(writer.Node("MatMul", "f d", "y").Output("y"), isChannelsLast: true).Source;
        Assert.Contains("Input(6, 8, 1)", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Permute", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Reshape", source, StringComparison.Ordinal);
    }

    /// <summary>Sequences with the channels last are moved likewise.</summary>
    [Fact]
    public void ChannelsLastOfSequences()
    {
        var source = OnnxComparison.AssertSame(new OnnxWriter().Input("x", 0, 9, 2)
            .Node("Transpose", "x", "t", ("perm", new long[] { 0, 2, 1 })).Random("w", [3, 2, 3]).Node("Conv", "t w", "c")
            .Node("Relu", "c", "r").Node("Transpose", "r", "y", ("perm", new long[] { 0, 2, 1 })).Output("y"), isChannelsLast: true).Source;
        Assert.Contains("Input(9, 2)", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Permute", source, StringComparison.Ordinal);
    }

    /// <summary>TensorFlow's way: images with the channels last, moved before the first convolution and back behind the last.</summary>
    [Fact]
    public void ChannelsLast()
    {
        var source = OnnxComparison.AssertSame(new OnnxWriter().Input("x", 0, 6, 8, 3)
            .Node("Transpose", "x", "t", ("perm", new long[] { 0, 3, 1, 2 })).Random("w", [5, 3, 3, 3])
            .Node("Conv", "t w", "c", ("auto_pad", "SAME_UPPER"), ("strides", new long[] { 2, 2 }))
            .Node("Relu", "c", "r").Node("Transpose", "r", "y", ("perm", new long[] { 0, 2, 3, 1 })).Output("y"),
            isChannelsLast: true).Source;
        Assert.Contains("[Input(6, 8, 3)]", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Permute", source, StringComparison.Ordinal);
    }

    /// <summary>Colours as PyTorch's models take them: mean and deviation become a layer, after a scale.</summary>
    [Fact]
    public void MeanAndDeviation()
    {
        var source = OnnxComparison.AssertSame(new OnnxWriter().Input("x", 0, 3, 4, 4).Weights("scale", [], 1 / 255f)
            .Weights("mean", [1, 3, 1, 1], 0.485f, 0.456f, 0.406f).Weights("std", [3, 1, 1], 0.229f, 0.224f, 0.225f)
            .Node("Mul", "x scale", "a").Node("Sub", "a mean", "b").Node("Div", "b std", "c").Random("w", [2, 3, 1, 1])
            .Node("Conv", "c w", "y").Output("y"), 1e-4).Source;
        Assert.Contains("[Normalization(NormalizationAxis.Channel)]", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Rescaling", source, StringComparison.Ordinal);
    }

    /// <summary>ShuffleNet and CSP networks take channels apart; super-resolution puts them into pixels.</summary>
    [Fact]
    public void ChannelsApart() => OnnxComparison.AssertSame(new OnnxWriter(13).Input("x", 0, 4, 4, 6).Integers("halves", 3, 1)
        .Node("Split", "x halves", "a b", ("axis", 1)).Random("w", [12, 3, 3, 3]).Random("bias", [12])
        .Node("Conv", "a w bias", "c", ("pads", Around)).Node("DepthToSpace", "c", "d", ("blocksize", 2), ("mode", "CRD"))
        .Weights("scales", [4], 1, 1, 2, 2).Node("Resize", "b - scales", "e", ("mode", "nearest"), ("nearest_mode", "floor"),
            ("coordinate_transformation_mode", "asymmetric")).Node("Add", "d e", "f").Random("slope", [3, 1, 1])
        .Node("PRelu", "f slope", "y").Output("y"), 1e-4);

    /// <summary>A sequence: causal by explicit pads, pools, and a head over time.</summary>
    [Fact]
    public void Sequence()
    {
        var source = OnnxComparison.AssertSame(new OnnxWriter().Input("x", 0, 2, 20).Random("w1", [6, 2, 5]).Random("b1", [6])
            .Node("Conv", "x w1 b1", "c1", ("pads", new long[] { 4, 0 })).Node("LeakyRelu", "c1", "r1", ("alpha", 0.1f))
            .Node("MaxPool", "r1", "p1", ("kernel_shape", new long[] { 2 }), ("strides", new long[] { 2 })).Random("w2", [6, 1, 3])
            .Node("Conv", "p1 w2", "c2", ("group", 6), ("pads", new long[] { 1, 1 })).Node("GlobalMaxPool", "c2", "g")
            .Node("Flatten", "g", "f").Random("d", [6, 3]).Node("MatMul", "f d", "y").Output("y"), 1e-4).Source;
        Assert.Contains("[Input(20, 2)]", source, StringComparison.Ordinal);
        Assert.Contains("[DepthwiseConv1D(", source, StringComparison.Ordinal);
    }

    /// <summary>A generator: a dense layer whose units become channels first, and grow.</summary>
    [Fact]
    public void FromVectorToImage() => OnnxComparison.AssertSame(new OnnxWriter(13).Input("x", 0, 5).Random("d", [5, 48]).Random("db", [48])
        .Node("Gemm", "x d db", "g").Integers("shape", -1, 3, 4, 4).Node("Reshape", "g shape", "m").Node("Elu", "m", "e")
        .Random("w", [3, 2, 4, 4]).Node("ConvTranspose", "e w", "t", ("strides", new long[] { 2, 2 }), ("pads", Around))
        .Node("Tanh", "t", "y").Output("y"), 1e-4);

    /// <summary>Two dense layers on pixels, as mixers have them, with the normalization of each pixel.</summary>
    [Fact]
    public void DenseOnPixels() => OnnxComparison.AssertSame(new OnnxWriter().Input("x", 0, 4, 3, 3)
        .Node("Transpose", "x", "t", ("perm", new long[] { 0, 2, 3, 1 })).Random("g", [4], 1).Random("b", [4])
        .Node("LayerNormalization", "t g b", "n", ("axis", -1)).Random("w1", [4, 8]).Random("b1", [8]).Node("MatMul", "n w1", "m1")
        .Node("Add", "b1 m1", "a1").Node("Relu", "a1", "r1").Random("w2", [8, 4]).Node("MatMul", "r1 w2", "m2")
        .Node("Add", "t m2", "s").Node("Transpose", "s", "y", ("perm", new long[] { 0, 3, 1, 2 })).Output("y"), 1e-4);

    [Fact]
    public void SeveralOutputsAreInOrder()
    {
        var writer = new OnnxWriter().Input("x", 0, 2, 4, 4).Random("w", [3, 2, 1, 1]).Node("Conv", "x w", "mask").Node("Relu", "mask", "r")
            .Node("GlobalMaxPool", "r", "g").Node("Flatten", "g", "kind").Output("mask").Output("kind");
        using var folder = new CnnGen.Tests.Support.TemporaryFolder();
        var imported = NetworkImport.Read(writer.Save(folder["two.onnx"]));
        Assert.Contains("[Output(\"conv2d\")]", imported.Source, StringComparison.Ordinal);
        using var network = CompiledImport.Create(imported);
        Assert.Equal(3, network.Info.OutputSize);
    }

    private static OnnxWriter Normalized(OnnxWriter writer, string input, string output, int channels) => writer
        .Random($"{output}g", [channels], 1).Random($"{output}b", [channels]).Random($"{output}m", [channels])
        .Random($"{output}v", [channels], 1)
        .Node("BatchNormalization", $"{input} {output}g {output}b {output}m {output}v", output);
}
