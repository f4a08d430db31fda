using CnnGen.Tests.Support;
using CnnGen.Tool;
using Xunit;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>Small networks that have every layer together, in the places and forms that decide what is written of them.</summary>
internal static class ExportedNetworks
{
    private const string Same = "Padding = Padding.Same";

    private static readonly string[] Functions = Enum.GetNames<Activation>();

    /// <summary>Name, input and layers of each.</summary>
    public static IReadOnlyDictionary<string, (string Input, string Layers)> Table { get; } = new Dictionary<string, (string, string)>
    {
        ["Convolved"] = ("9, 8, 3", $"""
            [Conv2D(8, 3, Strides = 2, {Same}, Activation = Activation.Relu)] [Conv2D(6, 2, 3, StrideWidth = 2, UseBias = false)]
            [Conv2D(4, 3, Dilation = 2, Groups = 2, {Same})]
            """),
        ["Depthwise"] = ("9, 8, 3", $"""
            [DepthwiseConv2D(3, Strides = 2, {Same}, Activation = Activation.Relu6)] [DepthwiseConv2D(2, DepthMultiplier = 2)]
            [SeparableConv2D(5, 3, DepthMultiplier = 2, {Same}, Activation = Activation.Tanh)]
            [SeparableConv2D(4, 2, Dilation = 2, UseBias = false)]
            """),
        ["Transposed"] = ("3, 4, 2", $"""
            [Conv2DTranspose(4, 3, Strides = 2, {Same}, Activation = Activation.Relu)] [Conv2DTranspose(3, 2, Strides = 3)]
            [Conv2DTranspose(2, 3, 4, Strides = 2, OutputPadding = 1)] [Conv2DTranspose(2, 3, Strides = 2, OutputPadding = 0, {Same})]
            """),
        ["Pooled"] = ("11, 10, 4", $"""
            [MaxPool2D(3, Strides = 2, {Same})] [AveragePool2D(3, 2, Strides = 1, {Same})] [MaxPool2D(2, Strides = 1)]
            [AveragePool2D(2)]
            """),
        ["PooledDepth"] = ("4, 5, 6", "[DepthMaxPool(2)] [Conv2D(4, 2)] [DepthMaxPool(4)]"),
        ["GlobalAverage"] = ("5, 6, 3", "[GlobalAveragePool2D] [Dense(4)]"),
        ["GlobalMaximum"] = ("5, 6, 3", "[GlobalMaxPool2D(KeepDims = true)] [Conv2D(4, 1)]"),
        ["GlobalEnd"] = ("5, 6, 3", "[Conv2D(4, 3)] [GlobalMaxPool2D]"),
        ["Flattened"] = ("6, 5, 2", """
            [Conv2D(3, 3)] [Flatten] [Dropout(0.5)] [Activation(Activation.Relu)] [Dense(7, Activation.Relu)] [Dense(4, Activation.Softmax)]
            """),
        ["FlattenedEnd"] = ("6, 5, 2", "[Conv2D(3, 3)] [Flatten]"),
        ["FlattenedThings"] = ("6, 5, 2", """
            [Conv2D(3, 3)] [Flatten(Name = "flat")] [BatchNormalization] [PRelu] [LayerNormalization] [Add("flat")] [Softmax]
            """),
        ["DenseOfPixels"] = ("4, 5, 3", """
            [Dense(6, Activation.Relu)] [Dense(4, UseBias = false)] [Conv2D(4, 3)] [Dense(5, Activation.Softmax)]
            """),
        ["Functions"] = ("3, 4, 3", $"""
            [Conv2D(3, 1, Name = "x")]
            {string.Join('\n', Functions.Select(name => $"[Activation(Activation.{name}, From = \"x\", Name = \"{name}\")]"))}
            [Concatenate({string.Join(", ", Functions.SkipLast(1).Select(name => $"\"{name}\""))})]
            """),
        ["Relus"] = ("3, 4, 3", """
            [Conv2D(3, 1, Name = "x")] [Relu(From = "x", Name = "a")] [Relu(MaxValue = 0.5, From = "x", Name = "b")]
            [LeakyRelu(From = "x", Name = "f")]
            [LeakyRelu(0.01, From = "x", Name = "g")] [Elu(0.5, From = "x", Name = "h")]
            [PRelu(SharedAxes = [1, 2], From = "x", Name = "i")] [PRelu(From = "x")] [Concatenate("a", "b", "f", "g", "h", "i")]
            """),
        ["BentElsewhere"] = ("3, 4, 3", """
            [Relu(NegativeSlope = 0.1, MaxValue = 1, Name = "a")] [Relu(Threshold = 0.25, From = "input", Name = "b")]
            [Relu(Threshold = 0.25, NegativeSlope = 0.5, MaxValue = 0.75, From = "input")] [Concatenate("a", "b")]
            """),
        ["Softmaxes"] = ("3, 4, 5", """
            [Conv2D(4, 1, Activation = Activation.LogSoftmax)] [Softmax(Axis = 1)] [Softmax(Axis = 2)] [Softmax(Axis = -1)]
            [Softmax(Axes = [1, 2])] [LogSoftmax(Axes = [1, 3])] [LogSoftmax(Axes = [2, 3])] [Softmax(Axes = [1, 2, 3])]
            """),
        ["Rescaled"] = ("4, 5, 3", "[Rescaling(0.5, -0.25)] [Normalization] [Conv2D(2, 3)]"),
        ["RescaledChannels"] = ("4, 5, 3", "[Normalization(NormalizationAxis.Channel)] [Rescaling(2)] [Conv2D(2, 3)]"),
        ["Batches"] = ("4, 5, 3", """
            [BatchNormalization] [Conv2D(4, 1, UseBias = false)] [BatchNormalization(Scale = false, Epsilon = 1e-5)]
            [Activation(Activation.Relu)] [BatchNormalization(Center = false)] [Flatten] [Dense(3)] [BatchNormalization]
            """),
        ["LayersNormalized"] = ("4, 5, 3", """
            [LayerNormalization] [Conv2D(3, 1)] [LayerNormalization(Epsilon = 1e-5, Center = false)] [Flatten] [Dense(4)]
            [LayerNormalization(Scale = false)]
            """),
        ["LayersOfAxes"] = ("4, 5, 3", """
            [LayerNormalization(Axes = [1, 2])] [LayerNormalization(Axes = [3, 1], Scale = false)] [LayerNormalization(Axis = 1)]
            [LayerNormalization(Axes = [2, 3])] [LayerNormalization(Axes = [1, 2, 3])]
            """),
        ["GroupsNormalized"] = ("4, 5, 4", """
            [Conv2D(6, 1)] [GroupNormalization(Groups = 2)] [GroupNormalization(Groups = -1, Scale = false)]
            [GroupNormalization(Groups = 3, Center = false, Epsilon = 1e-5)] [Flatten] [Dense(8)] [GroupNormalization(Groups = 2)]
            """),
        ["Units"] = ("4, 5, 3", "[UnitNormalization] [Conv2D(3, 1)] [UnitNormalization(Axes = [1, 2])] [UnitNormalization(Axis = 2)]"),
        ["Merged"] = ("4, 5, 3", """
            [Conv2D(3, 1, Name = "a")] [Conv2D(3, 1, Name = "b")] [Conv2D(3, 1, Name = "c")] [Add("a", "b")] [Subtract("a")]
            [Multiply("b", "c")] [Average("a", "input")] [Maximum("b", "c")] [Minimum("c")] [Add("input")]
            """),
        ["Spread"] = ("4, 5, 3", """
            [Conv2D(3, 1, Name = "map")] [GlobalAveragePool2D(Name = "vector")] [Conv2D(1, 1, From = "map", Name = "mask")]
            [Multiply("map")] [Multiply("vector")] [Add("vector", "map", Name = "all")]
            [Cropping2D(1, 2, 0, 0, Name = "row", From = "map")]
            [Cropping2D(0, 0, 2, 2, Name = "column", From = "map")] [Add("row")] [Subtract("vector")] [Add("all")]
            """),
        ["Joined"] = ("4, 5, 3", """
            [Conv2D(2, 1, Name = "a")] [Flatten(Name = "flat")] [Dense(3, Name = "units")] [Concatenate("input", From = "a")]
            [Conv2D(2, 3)] [Flatten] [Concatenate("flat", "units")]
            """),
        ["Excited"] = ("6, 6, 3", """
            [Conv2D(8, 3, Activation = Activation.Silu, Name = "wide")] [GlobalAveragePool2D] [Dense(2, Activation.Relu)]
            [Dense(8, Activation.Sigmoid)] [Multiply("wide")] [GlobalAveragePool2D(KeepDims = true)]
            [Conv2D(3, 1, Activation = Activation.Silu)]
            """),
        ["Padded"] = ("5, 6, 2", """
            [ZeroPadding2D(1, 0, 2, 1)] [Conv2D(3, 3)] [Cropping2D(1, 0, 0, 2)] [ZeroPadding2D(2)] [CenterCrop(4, 3)] [MaxPool2D(2)]
            """),
        // Zeros win maxima over negative numbers, and count in averages.
        ["PaddedPools"] = (
            "5, 6, 2", "[ZeroPadding2D(1)] [MaxPool2D(3, Strides = 2)] [Dropout(0.1)] [ZeroPadding2D(1)] [AveragePool2D(2)]"),
        ["Shaped"] = ("4, 6, 2", """
            [Conv2D(3, 1)] [Reshape(6, 3, 4)] [Conv2D(2, 1)] [Reshape(36)] [Dense(12)] [Reshape(2, 2, 3)] [Conv2D(2, 2)] [Reshape(1, 1, 2)]
            """),
        ["Permuted"] = ("4, 6, 2", """
            [Conv2D(3, 1)] [Permute(2, 1, 3)] [Conv2D(4, 2)] [Permute(3, 1, 2)] [Permute(3, 1, 2)] [Flatten] [Dense(3)]
            """),
        ["PermutedAndNot"] = ("4, 4, 2", """
            [Conv2D(3, 1, Name = "a")] [LayerNormalization(Name = "b")] [Permute(2, 1, 3, From = "a")] [LayerNormalization] [Add("b", "a")]
            """),
        ["PermutedEnd"] = ("4, 6, 2", "[Conv2D(3, 1)] [Permute(3, 1, 2)]"),
        ["Blocks"] = ("4, 6, 4", "[DepthToSpace(2)] [Conv2D(2, 1)] [SpaceToDepth(4)] [Conv2D(3, 1)]"),
        ["Sampled"] = ("4, 3, 2", """
            [UpSampling2D(2, 3)] [UpSampling2D(2, Interpolation = Interpolation.Bilinear)] [Resizing(7, 10)]
            [Resizing(14, 15, Interpolation = Interpolation.Nearest)] [Resizing(7, 5, Interpolation = Interpolation.Nearest)]
            [Resizing(11, 3, Interpolation = Interpolation.Nearest)]
            """),
        ["Silent"] = ("4, 5, 3", """
            [GaussianNoise(0.1)] [Conv2D(3, 1)] [SpatialDropout2D(0.2)] [AlphaDropout(0.1)] [GaussianDropout(0.3)]
            [ActivityRegularization(L2 = 0.1)] [Dropout(0.5)]
            """),
        ["Sequenced"] = ("20, 3", $"""
            [Conv1D(4, 3, Padding = Padding.Causal, Dilation = 2, Activation = Activation.Relu)]
            [DepthwiseConv1D(3, DepthMultiplier = 2, {Same})]
            [SeparableConv1D(6, 3, Strides = 2)] [BatchNormalization] [MaxPool1D(2, Strides = 1, {Same})] [ZeroPadding1D(1, 2)]
            [AveragePool1D(2)] [Cropping1D(0, 1)] [Softmax(Axis = 1)] [LayerNormalization] [Dense(4)] [PRelu]
            """),
        ["SequencedToVector"] = ("12, 3", $"""
            [Conv1D(4, 3, Groups = 1, {Same}, Name = "a")] [Conv2D(4, 3, {Same})] [Add("a")] [GlobalMaxPool1D(KeepDims = true)]
            [Multiply("a")] [Flatten] [Dense(5, Activation.Softmax)]
            """),
        ["SequencedSampled"] = ("5, 3", "[Conv1D(2, 3)] [UpSampling1D(3)]"),
        ["SequencedAverage"] = ("12, 3", "[Normalization(NormalizationAxis.Channel)] [GlobalAveragePool1D] [Dense(2)]"),
        ["SequencedToMap"] = ("6, 4", "[Conv1D(4, 3)] [ZeroPadding2D(1)] [Conv2D(3, 3)] [GlobalAveragePool2D(KeepDims = true)]"),
        ["SequencedPermuted"] = ("6, 4", "[Conv1D(4, 3)] [Permute(2, 1, 3)] [Conv2D(3, 1)] [Flatten] [Dense(3)]"),
    };

    /// <summary>All of them as C#.</summary>
    public static string Source { get; } = "using CnnGen;\n" + string.Concat(
        Table.Select(each => $"[Input({each.Value.Input})]\n{each.Value.Layers}\npublic sealed partial class {each.Key};\n\n"));
}

/// <summary>The tests that share them.</summary>
[CollectionDefinition(Name)]
public sealed class ExportedCollection : ICollectionFixture<ExportedCases>
{
    /// <summary>Its name.</summary>
    public const string Name = "networks written as ONNX";
}

/// <summary>Networks that are compiled once, with weights, inputs and outputs.</summary>
public sealed class ExportedCases : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Compiles them.</summary>
    public ExportedCases()
    {
        var types = NetworkCompilation.Compile(ExportedNetworks.Source, "Exported.cs").ToDictionary(type => type.Name);
        All = [.. NetworkCompilation.Graphs(ExportedNetworks.Source, "Exported.cs")
            .Select(graph => new ExportedCase(graph, NetworkCompilation.NewNetwork(types[graph.Type.Name]), _folder))];
    }

    internal IReadOnlyList<ExportedCase> All { get; }

    public void Dispose()
    {
        foreach (var each in All)
            each.Network.Dispose();
        _folder.Dispose();
    }
}
