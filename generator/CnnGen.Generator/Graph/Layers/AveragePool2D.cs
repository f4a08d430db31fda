namespace CnnGen.Generator.Graph.Layers;

/// <summary>Mean over a sliding window, padding not counted.</summary>
internal sealed record AveragePool2D(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, Window Window)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override Window? ReceptiveWindow => Window;
}
