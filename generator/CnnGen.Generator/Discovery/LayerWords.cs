using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Discovery;

/// <summary>What layers are called in other frameworks, and what there is for them here.</summary>
internal static class LayerWords
{
    private const string ActivationLayer = "Activation";
    private const string Activations = "{activations}";

    // Names of the same layer, arguments in the same order.
    private static readonly Dictionary<string, string> Renamed = Table(
        ("InputLayer InputShape InputSpec", "Input"),
        ("Convolution2D Convolution Conv", "Conv2D"),
        ("DepthwiseConvolution2D DepthwiseConvolution DepthwiseConv", "DepthwiseConv2D"),
        ("SeparableConvolution2D SeparableConvolution SeparableConv", "SeparableConv2D"),
        ("Convolution2DTranspose Deconvolution2D Deconvolution", "Conv2DTranspose"),
        ("Convolution1D", "Conv1D"),
        ("DepthwiseConvolution1D", "DepthwiseConv1D"),
        ("SeparableConvolution1D", "SeparableConv1D"),
        ("AvgPool1D", "AveragePool1D"),
        ("GlobalAvgPool1D", "GlobalAveragePool1D"),
        ("ZeroPad1d", "ZeroPadding1D"),
        ("MaxPooling2D MaxPooling MaxPool", "MaxPool2D"),
        ("AveragePooling2D AveragePooling AveragePool AvgPool2D AvgPool", "AveragePool2D"),
        ("GlobalAveragePooling2D GlobalAveragePooling GlobalAveragePool GlobalAvgPool2D GlobalAvgPool", "GlobalAveragePool2D"),
        ("GlobalMaxPooling2D GlobalMaxPooling", "GlobalMaxPool2D"),
        ("ZeroPad2d", "ZeroPadding2D"),
        ("UpsamplingNearest2d", "UpSampling2D"),
        ("Resize", "Resizing"),
        ("PixelShuffle", "DepthToSpace"),
        ("PixelUnshuffle", "SpaceToDepth"),
        ("FullyConnected FC InnerProduct", "Dense"),
        ("Concat Merge", "Concatenate"),
        ("Sum", "Add"),
        ("BatchNorm2d BatchNorm BatchNormalisation", "BatchNormalization"),
        ("LayerNorm LayerNormalisation", "LayerNormalization"),
        ("Rescale", "Rescaling"),
        ("Dropout2d SpatialDropout1D", "SpatialDropout2D"),
        ("Normalize Normalisation Standardize", "Normalization"));

    // Other names of activations.
    private static readonly Dictionary<string, string> Functions = Table(("Swish", "Silu"), ("HardSilu", "HardSwish"));

    // PyTorch's names of layers, which begin with the channels of the input; what is written here.
    private static readonly Dictionary<string, string> InputsFirst =
        Table(
            ("GroupNorm", "GroupNormalization(Groups = groups)"),
            ("Conv2d", "Conv2D(filters, kernelSize)"), ("ConvTranspose2d", "Conv2DTranspose(filters, kernelSize)"),
            ("Linear", "Dense(units)"));

    private static readonly Dictionary<string, string> Absent = Table(
        ("InstanceNorm2d InstanceNormalization", "[GroupNormalization(Groups = -1)] does the same"),
        ("SpectralNormalization LocalResponseNorm", "[Normalization] standardizes the input of the network"),
        ("AdaptiveMaxPool2d", "[GlobalMaxPool2D] does the same as an output size of 1"),
        ("AdaptiveAvgPool2d", "[GlobalAveragePool2D] does the same as an output size of 1"),
        ("ReflectionPad2d", "[ZeroPadding2D] pads with zeros"),
        ("Softmin HardShrink SoftShrink TanhShrink LogSigmoid Threshold GLU", Activations),
        ("ThresholdedReLU", "[Relu(Threshold = theta)] does the same"),
        ("Conv3D MaxPooling3D MaxPool3d AveragePooling3D AvgPool3d GlobalMaxPooling3D GlobalAveragePooling3D",
            "the nearest are [Conv2D] and pools over rows and columns"),
        ("LSTM GRU RNN SimpleRNN ConvLSTM2D Bidirectional",
            "the nearest is [Conv1D(filters, kernelSize, Padding = Padding.Causal, Dilation = n)], which looks back along a sequence"),
        ("Attention MultiHeadAttention",
            "the nearest is [Multiply] with a sigmoid of [GlobalAveragePool2D] and [Dense], which weighs channels"),
        ("LocallyConnected1D", "the nearest is [Conv1D], which has one kernel for all places"),
        ("LocallyConnected2D", "the nearest is [Conv2D], which has one kernel for all places"),
        ("Bilinear EinsumDense", "the nearest is [Dense]"),
        ("Embedding", "[Conv1D(units, 1, UseBias = false)] does the same to one-hot channels"),
        ("Masking", "sequences have one length, so pad or cut them before"));

    // Layers that are something else here, or nothing.
    private static readonly Dictionary<string, string> Instead = Table(
        ("Conv1DTranspose Convolution1DTranspose",
            "write [Conv2DTranspose(filters, 1, kernelSize, StrideWidth = strides)], which does the same to a sequence"),
        ("Identity", "leave it out, because it gives what it is given"),
        ("Lambda", "write its computation as layers such as [Rescaling], [Activation], [Add] or [Multiply]"),
        ("Upsample", "write [UpSampling2D(size)], or [Resizing(height, width)] for a size of the output"),
        ("RepeatVector", "write [Reshape(1, 1, units)] and [UpSampling1D(n)] behind it"),
        ("Unflatten", "write [Reshape(height, width, channels)]"),
        ("Sequential", "its layers stand on the class itself, one below the other, behind [Input(height, width, channels)]"),
        ("TimeDistributed", "write the layer alone: [Dense] works on each step of a sequence"));

    // Keras' layers that are something else here.
    private static readonly HashSet<string> Augmentations =
    [
        .. ("CutMix MixUp RandomBrightness RandomContrast RandomCrop RandomErasing RandomFlip RandomGrayscale RandomHue RandomRotation"
            + " RandomSaturation RandomTranslation RandomZoom").Split(' ').Select(Words.Normalize),
    ];

    /// <summary>The words that mean a layer of this name, for tests.</summary>
    public static IEnumerable<string> AllRenamed => Renamed.Keys.Concat(InputsFirst.Keys).Concat(Functions.Keys);

    /// <summary>The words for which there is no layer, for tests.</summary>
    public static IEnumerable<string> AllAbsent => Absent.Keys.Concat(Instead.Keys);

    /// <summary>The words for augmentations, for tests.</summary>
    public static IEnumerable<string> AllAugmentations => Augmentations;

    private static List<string> Kinds => [.. LayerRule.Table.Keys.Where(kind => kind != "Input")];

    /// <summary>What to write for a name that no attribute has; null where it means nothing here.</summary>
    /// <param name="name">As written, without the suffix of attributes.</param>
    /// <param name="positional">How many arguments without a name it has.</param>
    public static LayerWord? Find(string name, int positional)
    {
        var word = Words.Normalize(name);
        if (InputsFirst.TryGetValue(word, out var usage))
        {
            return positional > usage.Split(',').Length
                ? new($"what comes in is known from the layer before, so write [{usage}] without it", Kind: null)
                : new(Advice: null, usage.Split('(')[0]);
        }

        if (Kinds.FirstOrDefault(kind => Words.Normalize(kind) == word) is { } same)
            return new(Advice: null, same);
        if (FunctionOf(word) is { } function)
            return new(Advice: null, ActivationLayer) { Function = function };
        if (Absent.TryGetValue(word, out var advice))
        {
            advice = advice.Replace(Activations, $"activations are {LayerReader.Choice(Enum.GetNames(typeof(ActivationFunction)))}");
            return new($"not there yet; {advice}", Kind: null);
        }

        if (Instead.TryGetValue(word, out var instead))
            return new(instead, Kind: null);

        if (Augmentations.Contains(word))
            return new($"it augments training images; write Augmentation = [new {name}(...)] in FitOptions", Kind: null);

        var kind = Renamed.TryGetValue(word, out var renamed) ? renamed : Words.Nearest(name, [.. Kinds, "Input", LayerDefaults.Kind]);
        return kind is null ? null : new(Advice: null, kind);
    }

    private static string? FunctionOf(string word) => Functions.TryGetValue(word, out var function)
        ? function
        : Enum.GetNames(typeof(ActivationFunction)).FirstOrDefault(name => Words.Normalize(name) == word);

    private static Dictionary<string, string> Table(params (string Names, string Value)[] rows) =>
        rows.SelectMany(row => row.Names.Split(' ').Select(name => (Name: Words.Normalize(name), row.Value)))
            .ToDictionary(pair => pair.Name, pair => pair.Value);
}

/// <summary>What there is for the name of a layer, in other words or as another layer.</summary>
/// <param name="Advice">What to know, where another name is not all.</param>
/// <param name="Kind">The layer that is meant, with the same arguments.</param>
internal sealed record LayerWord(string? Advice, string? Kind)
{
    /// <summary>The activation that the name itself says.</summary>
    public string? Function { get; init; }
}
