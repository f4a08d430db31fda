namespace CnnGen.Generator.Graph.Layers;

/// <summary>
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, with statistics along some axes: by default of each pixel's channels.
/// </summary>
internal sealed record LayerNormalization(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, double Epsilon, bool Center, bool Scale)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public EquatableArray<int> Axes { get; init; } = LayerAxes.Last;

    public override Window? ReceptiveWindow => LayerAxes.WindowOf(InputShape, Axes);

    /// <summary>What is said of gamma.</summary>
    public WeightSettings Gamma { get; init; } = WeightSettings.Ones;

    /// <summary>What is said of beta.</summary>
    public WeightSettings Beta { get; init; } = WeightSettings.Zeros;

    /// <summary>As in Keras: the extents of the axes as they are listed.</summary>
    protected override EquatableArray<ParameterShape> OwnParameters =>
        ParameterShapes.GammaAndBeta([.. LayerAxes.ExtentsOf(InputShape, Axes)], Scale ? Gamma : null, Center ? Beta : null);

    /// <summary>The shape stays; epsilon is at least 0.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var epsilon = layer.NotNegativeNumber("Epsilon", 1e-3);
        var (center, scale) = (layer.Bool("Center", fallback: true), layer.Bool("Scale", fallback: true));
        var axes = LayerAxes.Read(layer);
        var (gamma, beta) = ParameterShapes.ReadGammaAndBeta(layer, scale, center, axes.Count);
        return layer.Finish(layer.Input, null, (input, output) => new LayerNormalization(
            layer.Index, layer.Name, layer.Inputs, input, output, epsilon!.Value, center, scale)
        {
            Axes = axes,
            Gamma = gamma,
            Beta = beta,
        });
    }
}
