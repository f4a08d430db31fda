using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, with statistics of each group of channels over an image.</summary>
internal sealed record GroupNormalization(
    int Index,
    string Name,
    EquatableArray<int> Inputs,
    Shape InputShape,
    Shape OutputShape,
    int Groups,
    double Epsilon,
    bool Center,
    bool Scale)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override bool SeesEverything => true;

    /// <summary>What is said of gamma.</summary>
    public WeightSettings Gamma { get; init; } = WeightSettings.Ones;

    /// <summary>What is said of beta.</summary>
    public WeightSettings Beta { get; init; } = WeightSettings.Zeros;

    protected override EquatableArray<ParameterShape> OwnParameters =>
        ParameterShapes.GammaAndBeta([InputShape.Channels], Scale ? Gamma : null, Center ? Beta : null);

    /// <summary>The shape stays; the groups divide the channels, or are -1 for as many.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var epsilon = layer.NotNegativeNumber("Epsilon", 1e-3);
        var (center, scale) = (layer.Bool("Center", fallback: true), layer.Bool("Scale", fallback: true));
        var groups = layer.Integer("Groups", 32);
        if (layer.Input.Channels is { } channels && groups != -1 && (groups < 1 || channels % groups != 0))
        {
            layer.Report(
                DiagnosticIds.OutOfRange, "Groups", layer.Description, "Groups", LayerReader.Text(groups),
                $"a divisor of the {LayerReader.Text(channels)} channels of {layer.Input} from {layer.Producer}, or -1 for as many groups");
        }

        var (gamma, beta) = ParameterShapes.ReadGammaAndBeta(layer, scale, center, rank: 1);
        return layer.Finish(layer.Input, null, (input, output) => new GroupNormalization(
            layer.Index, layer.Name, layer.Inputs, input, output, groups == -1 ? input.Channels : groups, epsilon!.Value, center, scale)
        {
            Gamma = gamma,
            Beta = beta,
        });
    }
}
