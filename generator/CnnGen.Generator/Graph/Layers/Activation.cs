namespace CnnGen.Generator.Graph.Layers;

/// <summary>An activation as a layer of its own.</summary>
internal sealed record Activation(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, ActivationFunction Function)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override bool IsSoftmax => Function == ActivationFunction.Softmax && OutputShape.IsFlat;

    public override ActivationFunction Probabilities =>
        Function is ActivationFunction.Softmax or ActivationFunction.Sigmoid ? Function : ActivationFunction.Linear;

    public override LayerTraits Traits => new() { Activation = Function, IsActivation = true };

    /// <summary>The shape stays.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var function = layer.RequiredEnum<ActivationFunction>("Function");
        return layer.Finish(layer.Input, null, (input, output) => new Activation(
            layer.Index, layer.Name, layer.Inputs, input, output, function!.Value));
    }
}
