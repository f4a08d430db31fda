using CnnGen.Import.Graph;

namespace CnnGen.Import.Onnx.Operators;

/// <summary>What is known of the signs of what layers give.</summary>
internal static class Signs
{
    private static readonly string[] NeverNegative =
    [
        "Activation.Relu", "Activation.Relu6", "Activation.Sigmoid", "Activation.HardSigmoid", "Activation.Softmax", "Activation.Softplus",
        "Activation.Exponential",
    ];

    // What keeps the sign of all that it reads.
    private static readonly string[] Keeping =
    [
        "MaxPool2D", "MaxPool1D", "AveragePool2D", "AveragePool1D", "ZeroPadding2D", "ZeroPadding1D", "Cropping2D", "Cropping1D", "Add",
        "Multiply", "Maximum", "Average", "Concatenate", "Dropout", "Permute", "Reshape", "UpSampling2D",
    ];

    /// <summary>Whether a layer gives no negative number, whatever the network reads.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="layers">All layers.</param>
    public static bool IsNeverNegative(ImportedLayer layer, OnnxLayers layers)
    {
        // Layers read only what was added before them, so this ends.
        if (layer["Activation"] is { } fused)
            return NeverNegative.Contains(fused);
        if (layer.Kind == "Activation")
            return NeverNegative.Contains(layer.Arguments[0].Value);
        return layer.Kind == "Relu" ? layer["NegativeSlope"] is null : layer.Kind == "Softmax"
            || (Keeping.Contains(layer.Kind)
                && layer.Inputs.All(input => IsNeverNegative(layers.All.First(each => each.FileName == input), layers)));
    }
}
