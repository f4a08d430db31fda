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
    public override EquatableArray<ParameterShape> Parameters => ParameterShapes.KernelAndBias(
        [InputShape.Size, OutputShape.Channels], KernelInitializer, UseBias);

    public override long MultiplyAdds => (long)InputShape.Size * OutputShape.Channels;

    public override bool SeesEverything => true;
}
