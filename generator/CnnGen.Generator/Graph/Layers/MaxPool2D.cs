namespace CnnGen.Generator.Graph.Layers;

/// <summary>Maximum over a sliding window.</summary>
internal sealed record MaxPool2D(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, Window Window)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override Window? ReceptiveWindow => Window;
}
