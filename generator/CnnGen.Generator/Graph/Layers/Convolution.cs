using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>What convolutions share: a kernel that slides over a feature map, with fused bias and activation.</summary>
internal abstract record Convolution(
    int Index,
    string Name,
    EquatableArray<int> Inputs,
    Shape InputShape,
    Shape OutputShape,
    Window Window,
    bool UseBias,
    ActivationFunction Activation)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>What its kernel is called among the parameters of <see cref="Layer.Owner"/>.</summary>
    public string KernelName { get; init; } = "kernel";

    /// <summary>What is said of its bias.</summary>
    public WeightSettings Bias { get; init; } = WeightSettings.Zeros;

    public override Window? ReceptiveWindow => Window;

    public override ActivationFunction FusedActivation => Activation;

    public override LayerTraits Traits => new() { Activation = Activation, HasBias = UseBias, Window = Window };

    /// <summary>What an attribute says of its bias, where it has one.</summary>
    public static WeightSettings ReadBias(LayerReader layer, bool useBias) =>
        WeightReader.Read(layer, "Bias", WeightSettings.Zeros, rank: 1, useBias, "UseBias");

    /// <summary>The kernel's rows and columns, the layer's own or those of the defaults; reports where there are none.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="example">How it would be written with a size of 3.</param>
    protected static (int? Height, int? Width) KernelSize(LayerReader layer, string example)
    {
        var height = layer.Positive("KernelHeight", LayerDefaults.KernelSize, fallback: null);
        var width = layer.Positive("KernelWidth", LayerDefaults.KernelSize, fallback: null);
        CheckKernelSize(layer, "KernelHeight", example);
        return (height, width);
    }

    /// <summary>The same of a kernel that slides along a sequence.</summary>
    public static int? KernelLength(LayerReader layer, string example)
    {
        var size = layer.Positive("KernelSize", LayerDefaults.KernelSize, fallback: null);
        CheckKernelSize(layer, "KernelSize", example);
        return size;
    }

    /// <summary>
    /// Several kernels per channel read a copy of the channel each, and the copies must be addressable, padding included.
    /// </summary>
    public static bool CheckRepeatedInput(LayerReader layer, Window window, int rows, int columns, int multiplier)
    {
        var height = Math.Max(layer.Input.Height!.Value, ((rows - 1L) * window.StrideHeight) + window.CoveredHeight);
        var width = Math.Max(layer.Input.Width!.Value, ((columns - 1L) * window.StrideWidth) + window.CoveredWidth);
        var channels = layer.Input.Channels is { } known ? (long)known * multiplier : 1;
        return layer.CheckSize(
            "repeated channels of shape", "DepthMultiplier", $"{height}, {width}, {channels}", Sizes.Product(height, width, channels));
    }

    private static void CheckKernelSize(LayerReader layer, string argument, string example)
    {
        if (layer.States(argument) || layer.Defaults.TryGet(LayerDefaults.KernelSize, out _))
            return;
        var fit = layer.DefaultsComeLater
            ? $"write [{example}], or move [LayerDefaults] above it, which applies to the layers after it only, and give it KernelSize = 3"
            : $"write [{example}], or [LayerDefaults(KernelSize = 3)] above it";
        layer.Report(DiagnosticIds.NoKernelSize, null, layer.Description, fit);
    }
}
