namespace CnnGen.Import.Writing;

/// <summary>What attributes of layers have in common, as far as it matters for how they are written.</summary>
internal static class Kinds
{
    /// <summary>Convolutions, which take a kernel size, strides and padding.</summary>
    public static readonly string[] Convolutions =
        ["Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose", "Conv1D", "DepthwiseConv1D", "SeparableConv1D"];

    /// <summary>Layers with a kernel, behind which stand their normalization and activation.</summary>
    public static readonly string[] HaveKernels = [.. Convolutions, "Dense"];

    /// <summary>Layers that read several others.</summary>
    public static readonly string[] Merges = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"];

    /// <summary>Merges of which, with two inputs, it does not matter which comes first.</summary>
    public static readonly string[] Symmetric = ["Add", "Multiply", "Average", "Maximum", "Minimum"];

    /// <summary>Layers that begin a line.</summary>
    public static readonly string[] BeginLines =
    [
        "Input", .. HaveKernels, "Flatten", "GlobalAveragePool2D", "GlobalMaxPool2D", "GlobalAveragePool1D", "GlobalMaxPool1D",
        .. Merges, "Block", "LayerDefaults",
    ];

    /// <summary>Layers that belong to the one before.</summary>
    public static readonly string[] Activations = ["Activation", "Relu", "LeakyRelu", "PRelu", "Elu", "Softmax"];

    /// <summary>Layers whose one argument is a rate.</summary>
    public static readonly string[] Dropouts = ["Dropout", "SpatialDropout2D", "AlphaDropout", "GaussianDropout"];

    /// <summary>Whether a convolution has one kernel for each channel, and no number of filters.</summary>
    /// <param name="kind">The kind.</param>
    public static bool IsDepthwise(string kind) => kind.StartsWith("Depthwise", StringComparison.Ordinal);
}
