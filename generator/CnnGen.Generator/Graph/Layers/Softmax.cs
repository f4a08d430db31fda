namespace CnnGen.Generator.Graph.Layers;

/// <summary>Softmax over one axis or several together, as a layer of its own.</summary>
internal sealed record Softmax(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, EquatableArray<int> Axes)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override bool IsSoftmax => OutputShape.IsFlat;

    public override Window? ReceptiveWindow => LayerAxes.WindowOf(InputShape, Axes);

    /// <summary>Over other axes than the last it is no second softmax of what went through one.</summary>
    public override LayerTraits Traits => Axes.Equals(LayerAxes.Last)
        ? new() { Activation = ActivationFunction.Softmax, IsActivation = true }
        : default;

    /// <summary>The shape stays.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var axes = LayerAxes.Read(layer);
        return layer.Finish(
            layer.Input, null, (input, output) => new Softmax(layer.Index, layer.Name, layer.Inputs, input, output, axes));
    }
}
