namespace CnnGen.Generator.Graph.Layers;

/// <summary>Mean of each channel over all pixels.</summary>
internal sealed record GlobalAveragePool2D(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override bool SeesEverything => true;
}
