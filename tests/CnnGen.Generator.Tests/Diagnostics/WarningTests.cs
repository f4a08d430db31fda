using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>What is legal and surely not meant: beside the examples of the pages, where it is said and where not.</summary>
public class WarningTests
{
    [Theory]
    // Softmax and activations twice: alone, fused, by their names.
    [InlineData("[Flatten] [Dense(3)] [Softmax] [Activation(Activation.Softmax)]", "CNN070")]
    [InlineData("[Conv2D(3, 1, Activation = Activation.Relu)] [Relu]", "CNN071")]
    [InlineData("[Conv2D(3, 1)] [Activation(Activation.Tanh)] [Activation(Activation.Tanh)]", "CNN071")]
    [InlineData("[Conv2D(3, 1, Activation = Activation.Relu)] [Relu(MaxValue = 6)]", "")]
    [InlineData("[Conv2D(3, 1, Activation = Activation.Relu)] [Activation(Activation.Tanh)]", "")]
    [InlineData("[Conv2D(3, 1, Activation = Activation.Relu)] [MaxPool2D(2)] [Relu]", "")]
    [InlineData("[Activation(Activation.Linear)] [Activation(Activation.Linear)]", "")]
    // Softmax of what sigmoid gave, and over a single value.
    [InlineData("[Flatten] [Dense(3, Activation.Sigmoid)] [Softmax]", "CNN070")]
    [InlineData("[Flatten] [Dense(3, Activation.Softmax)] [LogSoftmax]", "CNN070")]
    [InlineData("[Flatten] [Dense(3, Activation.Softmax)] [Activation(Activation.Sigmoid)]", "")]
    [InlineData("[Flatten] [Dense(1, Activation.Softmax)]", "CNN078")]
    [InlineData("[Flatten] [Dense(1)] [Softmax]", "CNN078")]
    [InlineData("[Flatten] [Dense(1)] [LogSoftmax]", "CNN078")]
    [InlineData("[Conv2D(1, 1, Activation = Activation.Softmax)]", "CNN078")]
    [InlineData("[Conv2D(1, 1)] [Softmax(Axes = [1, 2])]", "")]
    [InlineData("[Flatten] [Dense(1, Activation.Sigmoid)]", "")]
    // Keras' order of size and strides.
    [InlineData("[MaxPooling2D(3, 2)]", "CNN079")]
    [InlineData("[AveragePooling2D(3, 1)]", "CNN079")]
    [InlineData("[Conv2D(3, 3, 2)]", "CNN079")]
    [InlineData("[Conv2D(3, 3, 2, Padding = Padding.Same)]", "CNN079")]
    [InlineData("[Conv2DTranspose(3, 3, 2)]", "CNN079")]
    [InlineData("[DepthwiseConv2D(3, 1)]", "CNN079")]
    [InlineData("[Conv2D(3, 3, 1, Padding = Padding.Same)]", "")]
    [InlineData("[Conv2D(3, 2, 3)]", "")]
    [InlineData("[Conv2D(3, kernelHeight: 3, kernelWidth: 2)]", "")]
    [InlineData("[MaxPool2D(3, 2, StrideHeight = 3, StrideWidth = 2)]", "")]
    [InlineData("[MaxPool2D(1, 2)] [Conv2D(3, 3, 1)]", "")]
    [InlineData("[MaxPool2D(2, 2)]", "")]
    // Dropout with nothing behind it that learns.
    [InlineData("[Flatten] [Dense(3)] [Dropout(0.5)] [Softmax]", "CNN072")]
    [InlineData("[Conv2D(3, 1)] [SpatialDropout2D(0.5)] [GlobalAveragePool2D]", "CNN072")]
    [InlineData("[Flatten] [Dropout(0.5)] [Dense(3)]", "")]
    [InlineData("[Conv2D(3, 1)] [Dropout(0.5)] [BatchNormalization]", "")]
    [InlineData("[MaxPool2D(2)] [Dropout(0.5)]", "")]
    [InlineData("[Conv2D(3, 1)] [Dropout(0.5, Name = \"d\")] [Conv2D(3, 1, From = \"conv2d\")] [Add(\"d\")]", "CNN072")]
    // A bias that is subtracted again.
    [InlineData("[Flatten] [Dense(3)] [BatchNormalization]", "CNN073")]
    [InlineData("[DepthwiseConv2D(3)] [BatchNormalization]", "CNN073")]
    [InlineData("[LayerDefaults(UseBias = false)] [Conv2D(3, 1)] [BatchNormalization]", "")]
    [InlineData("[Conv2D(3, 1, Activation = Activation.Relu)] [BatchNormalization]", "")]
    [InlineData("[Conv2D(3, 1)] [BatchNormalization(Frozen = true)]", "")]
    [InlineData("[Conv2D(3, 1)] [BatchNormalization] [Add(\"conv2d\")]", "")]
    [InlineData("[Conv2D(3, 1)] [BatchNormalization] [Output(\"conv2d\")]", "")]
    // Steps over the window.
    [InlineData("[MaxPool2D(2, Strides = 3)]", "CNN074")]
    [InlineData("[Conv2D(3, 1, 3, Strides = 2)]", "CNN074")]
    [InlineData("[Conv2D(3, 1, Strides = 2)]", "")]
    [InlineData("[AveragePool2D(1, Strides = 3)]", "")]
    [InlineData("[MaxPool2D(6, Strides = 9)]", "")]
    [InlineData("[Conv2DTranspose(3, 2, Strides = 3)]", "")]
    // A rest in which no window fits.
    [InlineData("[Conv2D(3, 2, Strides = 2)] [MaxPool2D(2)]", "CNN075")]
    [InlineData("[Conv2D(3, 3, Padding = Padding.Same, Strides = 2)]", "")]
    [InlineData("[ZeroPadding2D(1, 0)] [Conv2D(3, 3, Strides = 2)]", "")]
    [InlineData("[GlobalMaxPool2D]", "")]
    // Defaults that nobody takes.
    [InlineData("[LayerDefaults(KernelSize = 3, Activation = Activation.Relu)] [Flatten] [Dense(3)]", "CNN076")]
    [InlineData("[LayerDefaults(Padding = Padding.Causal)] [Conv2D(3, 1)]", "CNN076")]
    [InlineData("[LayerDefaults(KernelSize = 3, UseBias = false)] [Conv2D(3, 1, UseBias = true)]", "CNN076 CNN076")]
    [InlineData("[LayerDefaults(KernelSize = 3)] [Conv2D(3)]", "")]
    public async Task AreSaidWhereTheyAreMeant(string layers, string ids)
    {
        var compilation = Compiler.Create($"[Input(6, 6, 3)] {layers} public sealed partial class Net;");
        var said = await Compiler.AnalyzeAsync(compilation, suggestions: true);
        Assert.Equal(ids, string.Join(' ', said.Select(diagnostic => diagnostic.Id)));
    }

    [Theory]
    [InlineData("[Conv1D(4, 2, Strides = 3)]", "Conv1D(4, 2) 'conv1d' moves a window of 2 in steps of 3, and never looks at")]
    [InlineData("[MaxPool1D(2)]", "MaxPool1D(2) 'max_pooling1d' gets (9, 3) from Input(9, 3), and never looks at its last step")]
    [InlineData("[ZeroPadding1D(1)] [MaxPool1D(2)]", null)]
    [InlineData("[Conv1D(4, 1)] [BatchNormalization]", "Conv1D(4, 1) 'conv1d' has a bias that does nothing")]
    [InlineData("[Conv1D(4, 1, Activation = Activation.Relu)] [Relu]", "Relu 're_lu' applies relu to what Conv1D(4, 1) 'conv1d'")]
    public async Task AreSaidOfSequencesToo(string layers, string? message)
    {
        var compilation = Compiler.Create($"[Input(9, 3)] {layers} public sealed partial class Net;");
        var said = (await Compiler.AnalyzeAsync(compilation, suggestions: true)).Select(diagnostic => diagnostic.GetMessage());
        if (message is null)
            Assert.Empty(said);
        else
            Assert.StartsWith(message, Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABlockThatIsUsedManyTimesIsWarnedOfOnceAndANetworkIsMadeAllTheSame()
    {
        var compilation = Compiler.Create(
            """
            [Input(8, 8, 4)]
            [Block(typeof(Step), Repeat = 3)]
            [GlobalAveragePool2D]
            public sealed partial class Net
            {
                [BlockInput]
                [LayerDefaults(KernelSize = 3)]
                [Conv2D(4, 1)]
                [BatchNormalization]
                public static class Step;
            }
            """);
        var diagnostics = await Compiler.AnalyzeAsync(compilation, suggestions: true);
        Assert.Equal(["CNN076", "CNN073"], diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.All(diagnostics, diagnostic => Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity));
        Assert.NotEmpty(Compiler.Generate(compilation).Result.GeneratedTrees);
    }

    [Theory]
    [InlineData("Filters = 4", "")]
    [InlineData("Filters = 4, Units = 7", "Units = 7")]
    [InlineData("Filters = 4, Rate = 0.5, Strides = 2, Frozen = true, Repeat = 2", "Rate = 0.5|Strides = 2")]
    // Passed on, in an expression, to a block inside, which reads it.
    [InlineData("Filters = 4, Expansion = 2, KernelSize = 3", "KernelSize = 3")]
    public async Task ValuesThatABlockDoesNotReadAreSaidAtTheArgument(string given, string unread)
    {
        var inside = given.Contains("Expansion", StringComparison.Ordinal)
            ? "[Block(typeof(Inner), Filters = Block.Filters * Block.Expansion)]"
            : "";
        var compilation = Compiler.Create(
            $$"""
            [Input(8, 8, 4)]
            [Block(typeof(Outer), {{given}})]
            [GlobalAveragePool2D]
            public sealed partial class Net
            {
                const int Wide = Block.Filters * 2;
                [BlockInput]
                [Conv2D(Wide, 1)]
                {{inside}}
                [Conv2D(4, 1)]
                public static class Outer;

                [BlockInput]
                [Conv2D(Block.Filters, 1)]
                public static class Inner;
            }
            """);
        var diagnostics = await Compiler.AnalyzeAsync(compilation);
        Assert.All(diagnostics, diagnostic => Assert.Equal("CNN077", diagnostic.Id));
        Assert.Equal(unread, string.Join('|', diagnostics.Select(
            diagnostic => $"{diagnostic.Location.SourceTree!.GetRoot().FindNode(diagnostic.Location.SourceSpan)}")));
        Assert.NotEmpty(Compiler.Generate(compilation).Result.GeneratedTrees);
    }

    [Fact]
    public async Task ABlockThatIsNotUnderstoodMayReadAnything()
    {
        var compilation = Compiler.Create(
            """
            [Input(8, 8, 4)] [Block(typeof(Step), Filters = 4, Units = 3)] [GlobalAveragePool2D] public sealed partial class Net;
            [BlockInput] [Conv2D(Block.Filters, Block.Units << 1)] public static class Step;
            """);
        Assert.Equal(["CNN063"], (await Compiler.AnalyzeAsync(compilation)).Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public async Task ANetworkWithErrorsHasNoWarnings()
    {
        var compilation = Compiler.Create(
            "[Input(8, 8, 1)] [LayerDefaults(KernelSize = 3)] [Conv2D(4, 1)] [BatchNormalization] [Conv2D(0)] partial class Net;");
        Assert.Equal(["CNN020"], (await Compiler.AnalyzeAsync(compilation, suggestions: true)).Select(diagnostic => diagnostic.Id));
    }
}
