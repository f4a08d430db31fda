namespace CnnGen.Generator.Graph.Layers;

/// <summary>The identity, whose outputs add to the loss.</summary>
internal sealed record ActivityRegularization(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, RegularizerInfo Regularizer)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override LayerTraits Traits => new() { IsOfTraining = true, IsIdentity = true };

    /// <summary>The shape stays; the factors are at least 0.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var (l1, l2) = (layer.NotNegativeNumber("L1", fallback: 0), layer.NotNegativeNumber("L2", fallback: 0));
        return layer.Finish(layer.Input, null, (input, output) => new ActivityRegularization(
            layer.Index, layer.Name, layer.Inputs, input, output, new(l1!.Value, l2!.Value)));
    }
}
