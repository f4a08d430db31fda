using System.Text.Json;
using CnnGen.Import.Graph;
using static CnnGen.Import.Keras.KerasOptions;
using static CnnGen.Import.Writing.CSharp;

namespace CnnGen.Import.Keras;

/// <summary>The one table of Keras' layers, by their class.</summary>
internal static class KerasRules
{
    private const float Epsilon = 1e-3f;

    // Methods, whose names are those of types, too.
    private static readonly Action<KerasLayer> Activation = KerasOptions.Activation;
    private static readonly Action<KerasLayer> Padding = KerasOptions.Padding;
    private static readonly Action<KerasLayer> UseBias = Bool("use_bias", "UseBias", true);
    private static readonly Action<KerasLayer> KeepDims = Bool("keepdims", "KeepDims", false);
    private static readonly Action<KerasLayer> KernelWeights = Weights("kernel", "bias", "activity");
    private static readonly Action<KerasLayer> DepthwiseWeights = Weights("depthwise", "bias", "activity");
    private static readonly Action<KerasLayer> SeparableWeights = Weights("depthwise", "pointwise", "bias", "activity");
    private static readonly Action<KerasLayer> DepthMultiplier = Int("depth_multiplier", "DepthMultiplier", 1);
    private static readonly Action<KerasLayer> Groups = Int("groups", "Groups", 1);
    private static readonly Action<KerasLayer> OneGroup = Only("groups", 1);
    private static readonly Action<KerasLayer> Center = Bool("center", "Center", true);
    private static readonly Action<KerasLayer> Scale = Bool("scale", "Scale", true);
    private static readonly Action<KerasLayer> GammaBeta = Weights("gamma", "beta");

    /// <summary>Layers that are read by options alone. Input and models are read by <see cref="KerasModel"/>.</summary>
    public static IReadOnlyDictionary<string, KerasRule> Table { get; } = new Dictionary<string, KerasRule>
    {
        ["Conv2D"] = new("Conv2D", Int("filters"), Window("kernel_size"), Strides(), Padding, Dilation, Groups, Activation, UseBias,
            KernelWeights, DataFormat)
        { Weights = ["kernel", "bias"] },
        ["DepthwiseConv2D"] = new("DepthwiseConv2D", Window("kernel_size"), DepthMultiplier, Strides(), Padding, Dilation, Activation,
            UseBias, DepthwiseWeights, OneGroup, DataFormat)
        { Weights = ["kernel|depthwise_kernel", "bias"] },
        ["SeparableConv2D"] = new("SeparableConv2D", Int("filters"), Window("kernel_size"), DepthMultiplier, Strides(), Padding, Dilation,
            Activation, UseBias, SeparableWeights, OneGroup, DataFormat)
        { Weights = ["depthwise_kernel", "pointwise_kernel", "bias"] },
        ["Conv2DTranspose"] = new("Conv2DTranspose", Int("filters"), Window("kernel_size"), Strides(), Padding, OutputPadding, Undilated,
            Activation, UseBias, KernelWeights, OneGroup, DataFormat)
        { Weights = ["kernel", "bias"] },
        ["Conv1D"] = new("Conv1D", Int("filters"), Length("kernel_size"), Stride(), Padding, Dilation1D, Groups, Activation, UseBias,
            KernelWeights, DataFormat)
        { Weights = ["kernel", "bias"] },
        ["DepthwiseConv1D"] = new("DepthwiseConv1D", Length("kernel_size"), DepthMultiplier, Stride(), Padding, Dilation1D, Activation,
            UseBias, DepthwiseWeights, OneGroup, DataFormat)
        { Weights = ["kernel|depthwise_kernel", "bias"] },
        ["SeparableConv1D"] = new("SeparableConv1D", Int("filters"), Length("kernel_size"), DepthMultiplier, Stride(), Padding, Dilation1D,
            Activation, UseBias, SeparableWeights, OneGroup, DataFormat)
        { Weights = ["depthwise_kernel", "pointwise_kernel", "bias"] },
        ["Dense"] = new("Dense", AsInFile, Int("units"), Activation, UseBias, KernelWeights) { Weights = ["kernel", "bias"] },

        ["MaxPooling2D"] = new("MaxPool2D", Window("pool_size", 2), Strides("pool_size"), Padding, DataFormat),
        ["AveragePooling2D"] = new("AveragePool2D", Window("pool_size", 2), Strides("pool_size"), Padding, DataFormat),
        ["GlobalAveragePooling2D"] = new("GlobalAveragePool2D", KeepDims, DataFormat) { Axes = Pooled },
        ["GlobalMaxPooling2D"] = new("GlobalMaxPool2D", KeepDims, DataFormat) { Axes = Pooled },
        ["MaxPooling1D"] = new("MaxPool1D", Length("pool_size", 2), Stride("pool_size"), Padding, DataFormat),
        ["AveragePooling1D"] = new("AveragePool1D", Length("pool_size", 2), Stride("pool_size"), Padding, DataFormat),
        ["GlobalAveragePooling1D"] = new("GlobalAveragePool1D", KeepDims, DataFormat) { Axes = Pooled },
        ["GlobalMaxPooling1D"] = new("GlobalMaxPool1D", KeepDims, DataFormat) { Axes = Pooled },

        ["BatchNormalization"] = new("BatchNormalization", ChannelAxis, Float("momentum", "Momentum", 0.99f),
            Float("epsilon", "Epsilon", Epsilon), Center, Scale, GammaBeta)
        { Weights = ["gamma", "beta", "moving_mean", "moving_variance"] },
        ["LayerNormalization"] = new("LayerNormalization", AsInFile, Axes, Float("epsilon", "Epsilon", Epsilon), Center, Scale, GammaBeta)
        { Weights = ["gamma", "beta"] },
        ["GroupNormalization"] = new("GroupNormalization", Int("groups", "Groups", 32), ChannelAxis,
            Float("epsilon", "Epsilon", Epsilon), Center, Scale, GammaBeta)
        { Weights = ["gamma", "beta"] },
        ["UnitNormalization"] = new("UnitNormalization", AsInFile, Axes),
        ["Normalization"] = new("Normalization", Normalization) { Weights = ["mean", "variance"] },
        ["Rescaling"] = new("Rescaling", Float("scale"), Float("offset", 0)),

        ["Activation"] = new("Activation", Function),
        ["ReLU"] = new("Relu", MaxValue, Float("negative_slope", "NegativeSlope", 0), Float("threshold", "Threshold", 0)),
        ["LeakyReLU"] = new("LeakyRelu", NegativeSlope),
        ["PReLU"] = new("PRelu", AsInFile, SharedAxes, Weights("alpha")) { Weights = ["alpha"] },
        ["ELU"] = new("Elu", Float("alpha", 1)),
        ["Softmax"] = new("Softmax", AsInFile, Axes),

        ["Dropout"] = new("Dropout", Float("rate")),
        ["SpatialDropout2D"] = new("SpatialDropout2D", Float("rate"), DataFormat),
        ["AlphaDropout"] = new("AlphaDropout", Float("rate")),
        ["GaussianDropout"] = new("GaussianDropout", Float("rate")),
        ["GaussianNoise"] = new("GaussianNoise", Float("stddev")),
        ["ActivityRegularization"] = new("ActivityRegularization", Float("l1", "L1", 0), Float("l2", "L2", 0)),

        ["Add"] = new("Add"),
        ["Subtract"] = new("Subtract"),
        ["Multiply"] = new("Multiply"),
        ["Average"] = new("Average"),
        ["Maximum"] = new("Maximum"),
        ["Minimum"] = new("Minimum"),
        ["Concatenate"] = new("Concatenate", ChannelAxis),

        ["Flatten"] = new("Flatten", DataFormat) { Axes = _ => 1 },
        ["Reshape"] = new("Reshape", AsInFile, TargetShape) { Axes = layer => layer.Config["target_shape"].GetArrayLength() },
        ["Permute"] = new("Permute", AsInFile, Dimensions),
        ["ZeroPadding2D"] = new("ZeroPadding2D", Sides("padding", 1), DataFormat),
        ["Cropping2D"] = new("Cropping2D", Sides("cropping", 0), DataFormat),
        ["UpSampling2D"] = new("UpSampling2D", Window("size", 2), Interpolation("nearest"), DataFormat),
        ["Resizing"] = new("Resizing", Int("height"), Int("width"), Interpolation("bilinear"), Unpadded, DataFormat),
        ["CenterCrop"] = new("CenterCrop", Int("height"), Int("width"), DataFormat),
        ["ZeroPadding1D"] = new("ZeroPadding1D", Ends("padding", 1), DataFormat),
        ["Cropping1D"] = new("Cropping1D", Ends("cropping", 1), DataFormat),
        ["UpSampling1D"] = new("UpSampling1D", Length("size", 2)),
    };

    private static void Function(KerasLayer layer)
    {
        var function = KerasActivations.Read(layer, "activation");
        // Those are over the last axis.
        if (function is CnnGen.Activation.Softmax or CnnGen.Activation.LogSoftmax)
            AsInFile(layer);
        layer.Layer.Add($"Activation.{function}");
    }

    private static void Undilated(KerasLayer layer)
    {
        if (layer.Config.Ints("dilation_rate", 2, 1) is not [1, 1])
            layer.Config.Report("dilation_rate", "1", layer.Config["dilation_rate"]);
    }

    private static void OutputPadding(KerasLayer layer)
    {
        if (!layer.Config.Has("output_padding"))
            return;
        var sides = layer.Config.Ints("output_padding", 2);
        if (sides[0] == sides[1])
            layer.Layer.Set("OutputPadding", Text(sides[0]));
        else
            layer.Config.Report("output_padding", "the same in rows and columns", layer.Config["output_padding"]);
    }

    /// <summary>Keras 2 calls it alpha.</summary>
    private static void NegativeSlope(KerasLayer layer) =>
        Float(layer.Config["alpha"].ValueKind == JsonValueKind.Undefined ? "negative_slope" : "alpha", 0.3f)(layer);

    private static void MaxValue(KerasLayer layer)
    {
        if (layer.Config.Has("max_value"))
            layer.Layer.Set("MaxValue", Text(layer.Config.Float("max_value")));
    }

    private static void SharedAxes(KerasLayer layer)
    {
        if (layer.Config["shared_axes"] is { ValueKind: JsonValueKind.Array } axes)
            layer.Layer.Set("SharedAxes", $"[{string.Join(", ", layer.Config.Ints("shared_axes", axes.GetArrayLength()))}]");
    }

    /// <summary>One mean for each channel, or one for each element; given in the configuration, they are weights all the same.</summary>
    private static void Normalization(KerasLayer layer)
    {
        if (layer.Config.Bool("invert", false))
            layer.Config.Report("invert is true, but must be false");
        var axis = layer.Config["axis"];
        var one = axis.ValueKind == JsonValueKind.Array && axis.GetArrayLength() == 1 ? axis[0] : axis;
        var isFirst = layer.Layer.IsChannelsFirst;
        if (one.ValueKind == JsonValueKind.Number && (isFirst ? one.GetDouble() is 1 or -3 : one.GetDouble() is -1 or 3))
            layer.Layer.Add("NormalizationAxis.Channel");
        else if (isFirst)
            layer.Config.Report("axis", "1, the channels", axis);
        else if (axis.ValueKind != JsonValueKind.Array || axis.GetArrayLength() != 3)
            layer.Config.Report("axis", "-1, or [1, 2, 3]", axis);
        foreach (var role in (string[])["mean", "variance"])
        {
            if (layer.Config[role] is { ValueKind: JsonValueKind.Array or JsonValueKind.Number } values)
                layer.Layer.Tensors.Add(Constant(role, values));
        }
    }

    private static ImportedTensor Constant(string role, JsonElement values)
    {
        var (numbers, shape) = (new List<float>(), new List<int>());
        for (var inner = values; inner.ValueKind == JsonValueKind.Array && inner.GetArrayLength() > 0; inner = inner[0])
            shape.Add(inner.GetArrayLength());
        Add(values);
        // Keras broadcasts: axes of 1 in front say nothing.
        while (shape.Count is not (0 or 1 or 3))
            shape.RemoveAt(0);
        return new(role, shape.Count == 0 ? [1] : shape, [.. numbers]);

        void Add(JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Array)
            {
                foreach (var inner in value.EnumerateArray())
                    Add(inner);
            }
            else if (value.ValueKind == JsonValueKind.Number)
            {
                numbers.Add((float)value.GetDouble());
            }
        }
    }

    private static int Pooled(KerasLayer layer) => layer.Layer["KeepDims"] is null ? 1 : layer.Axes;

    /// <summary>A vector, or a map; a sequence is a map of one row.</summary>
    private static void TargetShape(KerasLayer layer)
    {
        var shape = layer.Config["target_shape"];
        if (shape.ValueKind != JsonValueKind.Array || shape.GetArrayLength() is < 1 or > 3)
            throw new InvalidDataException("target_shape must have 1, 2 or 3 extents");
        var extents = layer.Config.Ints("target_shape", shape.GetArrayLength());
        AddEach(layer, extents is [var length, var channels] ? [1, length, channels] : extents);
    }

    private static void Dimensions(KerasLayer layer)
    {
        var axes = layer.Config.Ints("dims", layer.Axes);
        AddEach(layer, axes is [var length, var channels] ? [1, length + 1, channels + 1] : axes);
    }

    /// <summary>What fills the sides matters only where something is padded, which is refused as an option that is not known.</summary>
    private static void Unpadded(KerasLayer layer) => _ = (layer.Config["fill_mode"], layer.Config["fill_value"]);

    private static Action<KerasLayer> Interpolation(string otherwise) => layer =>
    {
        var interpolation = layer.Config.Word("interpolation", otherwise);
        if (interpolation is not ("nearest" or "bilinear"))
            layer.Config.Report($"interpolation is {interpolation}, but must be nearest or bilinear");
        else if (interpolation != otherwise)
            layer.Layer.Set("Interpolation", interpolation == "nearest" ? "Interpolation.Nearest" : "Interpolation.Bilinear");
    };

    private static Action<KerasLayer> Ends(string key, int otherwise) => layer =>
    {
        int[] ends = layer.Config.Ints(key, 2, otherwise);
        AddEach(layer, [.. ends.Distinct()]);
    };
}
