using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using CnnGen.Tool;
using CnnGen.Tool.Onnx;
using CnnGen.Training;
using Google.Protobuf;
using Xunit;

namespace CnnGen.Import.Tests;

/// <summary>Networks that others have published become blocks as a person would write them, and answer what they answer without.</summary>
public sealed class BlockTests
{
    /// <summary>Its strided convolutions are padded by a layer of their own in Keras, and are another block for it.</summary>
    [SkippableFact]
    public void MobileNetIsSeparableConvolutions()
    {
        var path = Fixtures.Path("models/mobilenet_v1_0.25_224_imagenet.h5");
        var imported = NetworkImport.Read(path, new ImportOptions { ClassName = "MobileNet" });
        Assert.EndsWith("""
            .safetensors</c>.</summary>
            [Input(224, 224, 3)]
            [LayerDefaults(Padding = Padding.Same)]
            [Conv2D(8, 3, Strides = 2, UseBias = false, Name = "conv1")] [BatchNormalization(Name = "conv1_bn")]
            [Relu(MaxValue = 6, Name = "conv1_relu")]
            [Block(typeof(Separable), Filters = 16)]
            [Block(typeof(StridedSeparable), Filters = 32)]
            [Block(typeof(Separable), Filters = 32)]
            [Block(typeof(StridedSeparable), Filters = 64)]
            [Block(typeof(Separable), Filters = 64)]
            [Block(typeof(StridedSeparable), Filters = 128)]
            [Block(typeof(Separable), Filters = 128, Repeat = 5)]
            [Block(typeof(StridedSeparable), Filters = 256)]
            [Block(typeof(Separable), Filters = 256)]
            [GlobalAveragePool2D(KeepDims = true)] [Dropout(0.001)]
            [Conv2D(1000, 1, Name = "conv_preds")] [Reshape(1000)] [Activation(Activation.Softmax, Name = "predictions")]
            public sealed partial class MobileNet
            {
                /// <summary>A depthwise convolution, which looks around, and one of 1 x 1, which mixes channels.</summary>
                [BlockInput]
                [LayerDefaults(Padding = Padding.Same, UseBias = false)]
                [DepthwiseConv2D(3)] [BatchNormalization] [Relu(MaxValue = 6)]
                [Conv2D(Block.Filters, 1)] [BatchNormalization] [Relu(MaxValue = 6)]
                public static class Separable;

                /// <summary>A depthwise convolution with strides, and one of 1 x 1, which mixes channels.</summary>
                [BlockInput]
                [LayerDefaults(UseBias = false)]
                [ZeroPadding2D(0, 1, 0, 1)]
                [DepthwiseConv2D(3, Strides = 2)] [BatchNormalization] [Relu(MaxValue = 6)]
                [Conv2D(Block.Filters, 1, Padding = Padding.Same)] [BatchNormalization] [Relu(MaxValue = 6)]
                public static class StridedSeparable;
            }

            """, imported.Source, StringComparison.Ordinal);
        var names = imported.Weights.Select(weight => weight.Name).ToList();
        Assert.Contains("separable.depthwise_conv2d/kernel", names);
        Assert.Contains("strided_separable_3.conv2d/kernel", names);
        // The fifth of those that are repeated.
        Assert.Contains("separable_7.batch_normalization_1/moving_variance", names);
    }

    /// <summary>Every model, with blocks and without: the same weights in the same order, and the same bits.</summary>
    [SkippableTheory]
    [InlineData("mobilenet_v1_0.25_224_imagenet.h5", true)]
    [InlineData("resnet8_cifar10.h5", true)]
    [InlineData("fer2013_mini_XCEPTION.102-0.66.hdf5", true)]
    [InlineData("fashion_mnist_model.keras", false)]
    [InlineData("mnist-onnx/model.onnx", false)]
    public void AnswersAreTheSame(string file, bool hasBlocks)
    {
        var path = Fixtures.Path($"models/{file}");
        ImportedNetwork with = NetworkImport.Read(path), without = NetworkImport.Read(path, new ImportOptions { HasBlocks = false });
        Assert.Equal(hasBlocks, with.Source.Contains("[Block(", StringComparison.Ordinal));
        Assert.DoesNotContain("[Block", without.Source, StringComparison.Ordinal);
        using var blocks = CompiledImport.Create(with);
        using var plain = CompiledImport.Create(without);
        Assert.Equal(plain.Parameters.Select(Values), blocks.Parameters.Select(Values));
        var random = new Random(5);
        float[] image = [.. Enumerable.Range(0, plain.Info.InputSize).Select(_ => random.NextSingle())];
        Assert.Equal(plain.Predict(image), blocks.Predict(image));
    }

    /// <summary>
    /// The networks of papers, written as ONNX, where every layer stands by itself, come back as blocks, with the layers and weights of
    /// the samples in their order; where the samples have blocks in blocks, these are written out.
    /// </summary>
    [Theory]
    [InlineData("ResNet50", """
        [Block(typeof(Projection), Filters = 64)]
        [Block(typeof(Bottleneck), Filters = 64, Repeat = 2)]
        [Block(typeof(Projection), Filters = 128, Strides = 2)]
        [Block(typeof(Bottleneck), Filters = 128, Repeat = 3)]
        [Block(typeof(Projection), Filters = 256, Strides = 2)]
        [Block(typeof(Bottleneck), Filters = 256, Repeat = 5)]
        [Block(typeof(Projection), Filters = 512, Strides = 2)]
        [Block(typeof(Bottleneck), Filters = 512, Repeat = 2)]
        """)]
    [InlineData("DenseNet121", """
        [Block(typeof(Growth), Repeat = 6)]
        [Block(typeof(Growth), Repeat = 12)]
        [Block(typeof(Growth), Repeat = 24)]
        [Block(typeof(Growth), Repeat = 16)]
        """)]
    [InlineData("MobileNetV2", """
        [Block(typeof(InvertedBottleneck), Filters = 24, Strides = 2)]
        [Block(typeof(InvertedResidual), Filters = 24)]
        [Block(typeof(InvertedBottleneck), Filters = 32, Strides = 2)]
        [Block(typeof(InvertedResidual), Filters = 32, Repeat = 2)]
        [Block(typeof(InvertedBottleneck), Filters = 64, Strides = 2)]
        [Block(typeof(InvertedResidual), Filters = 64, Repeat = 3)]
        [Block(typeof(InvertedBottleneck), Filters = 96)]
        [Block(typeof(InvertedResidual), Filters = 96, Repeat = 2)]
        [Block(typeof(InvertedBottleneck), Filters = 160, Strides = 2)]
        [Block(typeof(InvertedResidual), Filters = 160, Repeat = 2)]
        [Block(typeof(InvertedBottleneck), Filters = 320)]
        """)]
    [InlineData("EfficientNetB0", """
        [Block(typeof(InvertedBottleneck), Filters = 24, KernelSize = 3, Strides = 2)]
        [Block(typeof(InvertedResidual), Filters = 24, KernelSize = 3)]
        [Block(typeof(InvertedBottleneck), Filters = 40, KernelSize = 5, Strides = 2)]
        [Block(typeof(InvertedResidual), Filters = 40, KernelSize = 5)]
        [Block(typeof(InvertedBottleneck), Filters = 80, KernelSize = 3, Strides = 2)]
        [Block(typeof(InvertedResidual), Filters = 80, KernelSize = 3, Repeat = 2)]
        [Block(typeof(InvertedBottleneck), Filters = 112, KernelSize = 5)]
        [Block(typeof(InvertedResidual), Filters = 112, KernelSize = 5, Repeat = 2)]
        [Block(typeof(InvertedBottleneck), Filters = 192, KernelSize = 5, Strides = 2)]
        [Block(typeof(InvertedResidual), Filters = 192, KernelSize = 5, Repeat = 3)]
        [Block(typeof(InvertedBottleneck), Filters = 320, KernelSize = 3)]
        """)]
    public void ArchitecturesAreWhatTheirSamplesAre(string name, string uses)
    {
        var path = Path.Combine(Fixtures.RepositoryRoot(), "samples", "Architectures", $"{name}.cs");
        // ONNX has no normalization of pixels that is read as a layer.
        var code = File.ReadAllText(path).Replace("[Normalization(NormalizationAxis.Channel)]\n", "", StringComparison.Ordinal);
        var graph = NetworkCompilation.Graph(code, path, name);
        var weights = graph.Layers.SelectMany(layer => layer.Parameters.Select(parameter => (layer, parameter))).ToDictionary(
            each => $"{each.layer.Owner}/{each.parameter.Name}", each => new float[each.parameter.Count]);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.onnx"], OnnxExport.Write(graph, weights).ToByteArray());
        var imported = NetworkImport.Read(folder["a.onnx"], new ImportOptions { ClassName = name });
        Assert.Equal(uses.Split('\n'), imported.Source.Split('\n').Where(line => line.StartsWith("[Block(", StringComparison.Ordinal)));
        // What the generator makes of it has the layers and the weights of the sample.
        var again = NetworkCompilation.Graph(imported.Source, $"{name}.cs", name);
        Assert.Equal(imported.Weights.Select(weight => weight.Name),
            again.Layers.SelectMany(layer => layer.Parameters.Select(parameter => $"{layer.Owner}/{parameter.Name}")));
        Assert.Equal(weights.Values.Select(each => each.Length),
            again.Layers.SelectMany(layer => layer.Parameters.Select(parameter => parameter.Count)));
    }

    private static float[] Values(Parameter parameter)
    {
        var values = new float[parameter.Count];
        parameter.CopyTo(values);
        return values;
    }
}
