namespace CnnGen.Generator.Graph.Layers;

/// <summary>A layer of sequences, which are maps of one row: it is computed as one of maps.</summary>
/// <param name="OfMap">That layer.</param>
internal abstract record SequenceLayer(Layer OfMap)
    : Layer(OfMap.Index, OfMap.Name, OfMap.Inputs, OfMap.InputShape, OfMap.OutputShape)
{
    public override RegularizerInfo? ActivityRegularizer { get; init; } = OfMap.ActivityRegularizer;

    /// <summary>Those of the map's layer, whose kernels have an extent for the row.</summary>
    protected override EquatableArray<ParameterShape> OwnParameters => new(OfMap.Parameters.Select(parameter =>
        parameter.Shape.Count == 4 ? parameter with { Shape = new(parameter.Shape.Skip(1)) } : parameter));

    public override long MultiplyAdds => OfMap.MultiplyAdds;

    public override Window? ReceptiveWindow => OfMap.ReceptiveWindow;

    public override bool SeesEverything => OfMap.SeesEverything;

    public override LayerView View => OfMap.View;

    public override LayerTraits Traits => OfMap.Traits;
}
