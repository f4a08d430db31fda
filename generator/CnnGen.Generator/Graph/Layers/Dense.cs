using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>Fully connected layer with fused bias and activation; on a feature map it works on the channels of each pixel.</summary>
internal sealed record Dense(
    int Index,
    string Name,
    EquatableArray<int> Inputs,
    Shape InputShape,
    Shape OutputShape,
    bool UseBias,
    ActivationFunction Activation,
    WeightSettings Kernel)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>What is said of its bias.</summary>
    public WeightSettings Bias { get; init; } = WeightSettings.Zeros;

    protected override EquatableArray<ParameterShape> OwnParameters => ParameterShapes.WithBias(
        Kernel.Of("kernel", InputShape.Channels, OutputShape.Channels), Bias, UseBias);

    public override long MultiplyAdds => (long)InputShape.Size * OutputShape.Channels;

    public override bool SeesEverything => InputShape.IsFlat;

    public override ActivationFunction FusedActivation => Activation;

    public override Layer WithoutActivation() => this with { Activation = ActivationFunction.Linear };

    /// <summary>The convolution that it is on a feature map.</summary>
    public Conv2D OfPixels => new(
        Index, Name, Inputs, InputShape, OutputShape, new Window(1, 1, 1, 1, 0, 0), UseBias, Activation, Kernel,
        ConvAlgorithm.Auto);

    public override LayerTraits Traits => new() { Activation = Activation, HasBias = UseBias };

    /// <summary>(n) to (units), (H, W, C) to (H, W, units); of the latter, a few are meant, so it is said.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var units = layer.Positive("Units");
        var activation = layer.Enum("Activation", ActivationFunction.Linear, "Activation");
        var useBias = layer.Bool("UseBias", fallback: true, "UseBias");
        var kernel = WeightReader.Read(layer, "Kernel", WeightSettings.Kernel, rank: 2);
        var bias = Convolution.ReadBias(layer, useBias);
        var activity = WeightReader.ReadActivity(layer);
        // Of a single pixel, both are the same.
        if (layer.Input.IsFlat == false && (layer.Input.Height, layer.Input.Width) is not (1, 1))
        {
            layer.WarnOnce(DiagnosticIds.DenseOfPixels, layer.Description, layer.Input.ToString(), layer.Producer,
                units is { } count ? LayerReader.Text(count) : "units");
        }

        layer.CheckSize("a kernel of shape", "Units", layer.Input.Channels, units);
        return layer.Finish(layer.Input with { Channels = units }, "Units", (input, output) => new Dense(
            layer.Index, layer.Name, layer.Inputs, input, output, useBias, activation!.Value, kernel)
        {
            Bias = bias,
            ActivityRegularizer = activity,
        });
    }
}
