namespace CnnGen.Generator.Graph.Layers;

/// <summary>Convolution with fused bias and activation.</summary>
internal sealed record Conv2D(
    int Index,
    string Name,
    EquatableArray<int> Inputs,
    Shape InputShape,
    Shape OutputShape,
    Window Window,
    bool UseBias,
    ActivationFunction Activation,
    Initializer KernelInitializer)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override EquatableArray<ParameterShape> Parameters => ParameterShapes.KernelAndBias(
        [Window.Height, Window.Width, InputShape.Channels, OutputShape.Channels], KernelInitializer, UseBias);

    public override long MultiplyAdds => (long)OutputShape.Size * Window.Height * Window.Width * InputShape.Channels;

    public override Window? ReceptiveWindow => Window;
}
