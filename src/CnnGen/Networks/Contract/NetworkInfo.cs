namespace CnnGen;

/// <summary>What is known of a network at build time.</summary>
/// <param name="Name">The class.</param>
/// <param name="InputShape">(height, width, channels).</param>
/// <param name="OutputShape">(units), or (height, width, channels).</param>
/// <param name="Layers">The layers in order.</param>
/// <param name="Parameters">Where weights and state lie.</param>
/// <param name="Memory">The memory plan.</param>
/// <param name="AcceptsBytes">Whether the network begins with <c>[Normalization]</c> or <c>[Rescaling]</c>, and so takes pixels as
/// bytes.</param>
/// <param name="Normalization">Its normalization, if it has one.</param>
public sealed record NetworkInfo(
    string Name,
    IReadOnlyList<int> InputShape,
    IReadOnlyList<int> OutputShape,
    IReadOnlyList<LayerInfo> Layers,
    IReadOnlyList<ParameterInfo> Parameters,
    MemoryPlan Memory,
    bool AcceptsBytes,
    NormalizationInfo? Normalization)
{
    /// <summary>The outputs that <c>[Output]</c> declares besides the last layer, in their order.</summary>
    public IReadOnlyList<OutputInfo> FurtherOutputs { get; init; } = [];

    /// <summary>Values of one input image.</summary>
    public int InputSize { get; } = InputShape.Aggregate(1, (a, b) => checked(a * b));

    /// <summary>Values of one output of the last layer.</summary>
    public int OutputSize { get; } = OutputShape.Aggregate(1, (a, b) => checked(a * b));

    /// <summary>Weights and state together, as Keras counts them.</summary>
    public int ParameterCount { get; } = Parameters.Sum(p => p.Count);
}
