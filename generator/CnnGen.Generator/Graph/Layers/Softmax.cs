namespace CnnGen.Generator.Graph.Layers;

/// <summary>Softmax over the last axis, as a layer of its own.</summary>
internal sealed record Softmax(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override bool IsSoftmax => OutputShape.IsFlat;

    public override LayerTraits Traits => new() { Activation = ActivationFunction.Softmax, IsActivation = true };

    /// <summary>The shape stays.</summary>
    public static LayerOutcome Infer(LayerReader layer) => layer.Finish(
        layer.Input, null, (input, output) => new Softmax(layer.Index, layer.Name, layer.Inputs, input, output));
}
