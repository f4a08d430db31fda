namespace CnnGen.Generator.Graph.Layers;

/// <summary>The logarithm of softmax over one axis or several together, as a layer of its own.</summary>
internal sealed record LogSoftmax(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, EquatableArray<int> Axes)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override Window? ReceptiveWindow => LayerAxes.WindowOf(InputShape, Axes);

    public override LayerTraits Traits => Axes.Equals(LayerAxes.Last)
        ? new() { Activation = ActivationFunction.LogSoftmax, IsActivation = true }
        : default;

    /// <summary>The shape stays.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var axes = LayerAxes.Read(layer);
        return layer.Finish(
            layer.Input, null, (input, output) => new LogSoftmax(layer.Index, layer.Name, layer.Inputs, input, output, axes));
    }
}
