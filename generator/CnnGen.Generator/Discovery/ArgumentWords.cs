namespace CnnGen.Generator.Discovery;

/// <summary>What arguments are called in other frameworks, and what there is for them here.</summary>
internal static class ArgumentWords
{
    /// <summary>Names that differ by more than case and underscores.</summary>
    public static readonly Dictionary<string, string> Synonyms = new()
    {
        ["stride"] = "Strides",
        ["subsample"] = "Strides",
        ["dilationrate"] = "Dilation",
        ["bias"] = "UseBias",
        ["bordermode"] = "Padding",
        ["outchannels"] = "Filters",
        ["nbfilter"] = "Filters",
        ["outfeatures"] = "Units",
        ["kernel"] = "KernelSize",
        ["p"] = "Rate",
        ["depthwiseinit"] = "DepthwiseInitializer",
        ["init"] = "KernelInitializer",
        ["activation"] = "Function",
        ["shape"] = "Height",
        ["inputshape"] = "Height",
        ["targetshape"] = "Units",
        ["dims"] = "First",
        ["alpha"] = "NegativeSlope",
    };

    /// <summary>What layers of other frameworks are told, and CnnGen knows.</summary>
    public static readonly Dictionary<string, string> Superfluous = new()
    {
        ["inchannels"] = "leave it out, because it is known from the layer before",
        ["infeatures"] = "leave it out, because it is known from the layer before",
        ["inputshape"] = "leave it out, because [Input(height, width, channels)] says it",
        ["inputdim"] = "leave it out, because [Input(height, width, channels)] says it",
        ["dataformat"] = "leave it out, because images are (height, width, channels)",
    };

    /// <summary>The order of Keras' arguments, where it is more than that of a constructor here.</summary>
    public static readonly Dictionary<string, string[]> KerasOrder = new()
    {
        ["Conv2D"] = ["filters", "kernelSize", "Strides", "Padding"],
        ["Conv1D"] = ["filters", "kernelSize", "Strides", "Padding"],
        ["DepthwiseConv1D"] = ["kernelSize", "Strides", "Padding", "DepthMultiplier"],
        ["SeparableConv1D"] = ["filters", "kernelSize", "Strides", "Padding"],
        ["MaxPool1D"] = ["poolSize", "Strides", "Padding"],
        ["AveragePool1D"] = ["poolSize", "Strides", "Padding"],
        ["DepthwiseConv2D"] = ["kernelSize", "Strides", "Padding", "DepthMultiplier"],
        ["SeparableConv2D"] = ["filters", "kernelSize", "Strides", "Padding"],
        ["Conv2DTranspose"] = ["filters", "kernelSize", "Strides", "Padding"],
        ["MaxPool2D"] = ["poolSize", "Strides", "Padding"],
        ["AveragePool2D"] = ["poolSize", "Strides", "Padding"],
        ["Relu"] = ["MaxValue", "NegativeSlope", "Threshold"],
        ["Softmax"] = ["Axis"],
        ["UnitNormalization"] = ["Axis"],
        ["LayerNormalization"] = ["Axis", "Epsilon"],
        ["GroupNormalization"] = ["Groups"],
        ["Dense"] = ["units", "activation", "UseBias", "KernelInitializer"],
    };

    /// <summary>What stands for an argument that is missing, in an example.</summary>
    public static readonly Dictionary<string, string> Examples = new()
    {
        ["filters"] = "32",
        ["units"] = "10",
        ["rate"] = "0.5",
        ["stddev"] = "0.1",
        ["height"] = "28",
        ["width"] = "28",
        ["channels"] = "1",
        ["length"] = "100",
        ["poolSize"] = "2",
        ["scale"] = "1.0 / 255",
        ["function"] = "Activation.Relu",
        ["others"] = "\"name of a layer above\"",
    };
}
