using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>Fully connected layer with fused bias and activation.</summary>
internal sealed record Dense(
    int Index,
    string Name,
    EquatableArray<int> Inputs,
    Shape InputShape,
    Shape OutputShape,
    bool UseBias,
    ActivationFunction Activation,
    Initializer KernelInitializer)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    protected override EquatableArray<ParameterShape> OwnParameters => ParameterShapes.KernelAndBias(
        "kernel", [InputShape.Size, OutputShape.Channels], KernelInitializer, UseBias);

    public override long MultiplyAdds => (long)InputShape.Size * OutputShape.Channels;

    public override bool SeesEverything => true;

    public override ActivationFunction FusedActivation => Activation;

    public override Layer WithoutActivation() => this with { Activation = ActivationFunction.Linear };

    /// <summary>(n) to (units).</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var units = layer.Positive("Units");
        var activation = layer.Enum("Activation", ActivationFunction.Linear, "Activation");
        var useBias = layer.Bool("UseBias", fallback: true, "UseBias");
        var initializer = layer.Enum("KernelInitializer", Initializer.GlorotUniform, "KernelInitializer");
        if (layer.Input.IsFlat == false)
            layer.Report(DiagnosticIds.NeedsFlatInput, null, layer.Description, layer.Input.ToString(), layer.Producer);
        else
            layer.CheckSize("a kernel of shape", "Units", layer.Input.Channels, units);
        return layer.Finish(PartialShape.Flat(units), "Units", (input, output) => new Dense(
            layer.Index, layer.Name, layer.Inputs, input, output, useBias, activation!.Value, initializer!.Value));
    }
}
