using CnnGen.Generator;

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

    /// <summary>
    /// The activation that makes the outputs, of the last layer or that it is; <see cref="Activation.Linear"/> where there is none; null
    /// where nobody knows, of networks that are no compiled ones.
    /// </summary>
    public Activation? OutputActivation { get; init; }

    /// <summary>Values of one input image.</summary>
    public int InputSize { get; } = InputShape.Aggregate(1, (a, b) => checked(a * b));

    /// <summary>Values of one output of the last layer.</summary>
    public int OutputSize { get; } = OutputShape.Aggregate(1, (a, b) => checked(a * b));

    /// <summary>
    /// Values of one position of the output: the channels of a map, or all values where there is one position.
    /// </summary>
    internal int OutputChannels { get; } = OutputShape[^1];

    /// <summary>Positions of the output: the pixels of a map, the steps of a sequence; 1 of a vector.</summary>
    internal int OutputPositions => OutputSize / OutputChannels;

    /// <summary>Weights and state together, as Keras counts them.</summary>
    public int ParameterCount { get; } = Parameters.Sum(p => p.Count);

    /// <summary>A layer's index among <see cref="Layers"/>.</summary>
    /// <param name="layer">Its name.</param>
    /// <exception cref="ArgumentException">There is no such layer; the message names those that are called nearly so.</exception>
    public int IndexOfLayer(string layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        for (var i = 0; i < Layers.Count; i++)
        {
            if (Layers[i].Name == layer)
                return i;
        }

        const int shown = 3;
        var nearest = Words.ByDistance(layer, Layers.Select(each => each.Name)).Take(shown).Select(name => $"'{name}'");
        throw new ArgumentException(
            $"{Name} has no layer '{layer}'. Of its {Layers.Count} layers, those with the nearest names are"
            + $" {string.Join(", ", nearest)}.", nameof(layer));
    }
}
