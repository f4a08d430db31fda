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
    public override Window? ReceptiveWindow => Window;

    public override ActivationFunction FusedActivation => Activation;

    /// <summary>The kernel's rows and columns, the layer's own or those of the defaults; reports where there are none.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="example">How it would be written with a size of 3.</param>
    protected static (int? Height, int? Width) KernelSize(LayerReader layer, string example)
    {
        var height = layer.Positive("KernelHeight", LayerDefaults.KernelSize, fallback: null);
        var width = layer.Positive("KernelWidth", LayerDefaults.KernelSize, fallback: null);
        if (!layer.States("KernelHeight") && !layer.Defaults.TryGet(LayerDefaults.KernelSize, out _))
        {
            var fit = layer.DefaultsComeLater
                ? $"write [{example}], or move [LayerDefaults] above it, which applies to the layers after it only, and give it"
                    + " KernelSize = 3"
                : $"write [{example}], or [LayerDefaults(KernelSize = 3)] above it";
            layer.Report(DiagnosticIds.NoKernelSize, null, layer.Description, fit);
        }

        return (height, width);
    }
}
