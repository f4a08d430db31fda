using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, by channel, with statistics of the batch in training.</summary>
internal sealed record BatchNormalization(
    int Index,
    string Name,
    EquatableArray<int> Inputs,
    Shape InputShape,
    Shape OutputShape,
    double Momentum,
    double Epsilon,
    bool Center,
    bool Scale)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>An activation behind it that it applies itself; only lowering gives it one.</summary>
    public ActivationFunction Activation { get; init; }

    public override ActivationFunction FusedActivation => Activation;

    /// <summary>What is said of gamma.</summary>
    public WeightSettings Gamma { get; init; } = WeightSettings.Ones;

    /// <summary>What is said of beta.</summary>
    public WeightSettings Beta { get; init; } = WeightSettings.Zeros;

    protected override EquatableArray<ParameterShape> OwnParameters
    {
        get
        {
            EquatableArray<int> shape = new([InputShape.Channels]);
            return new(ParameterShapes.GammaAndBeta([InputShape.Channels], Scale ? Gamma : null, Center ? Beta : null).Concat(
            [
                new("moving_mean", shape, new ConstantValue(0)) { IsState = true },
                new("moving_variance", shape, new ConstantValue(1)) { IsState = true, IsVariance = true },
            ]));
        }
    }

    public override LayerTraits Traits => new() { SubtractsMeans = true };

    /// <summary>The shape stays; the momentum is in [0, 1], epsilon at least 0.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var momentum = layer.InRange("Momentum", 0.99, number => number is >= 0 and <= 1, "from 0 to 1");
        var epsilon = layer.InRange("Epsilon", 1e-3, number => number is >= 0 and <= float.MaxValue, "at least 0, and finite");
        var (center, scale) = (layer.Bool("Center", fallback: true), layer.Bool("Scale", fallback: true));
        var (gamma, beta) = ParameterShapes.ReadGammaAndBeta(layer, scale, center, rank: 1);
        return layer.Finish(layer.Input, null, (input, output) => new BatchNormalization(
            layer.Index, layer.Name, layer.Inputs, input, output, momentum!.Value, epsilon!.Value, center, scale)
        {
            Gamma = gamma,
            Beta = beta,
        });
    }
}
