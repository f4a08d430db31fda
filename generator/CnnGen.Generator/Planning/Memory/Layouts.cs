using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Memory;

/// <summary>How each layer's output and its gradient lie in memory.</summary>
internal sealed class Layouts
{
    private readonly Network _network;
    private readonly LayerNeeds[] _layers;
    private readonly bool[] _needsGradient;

    /// <param name="network">The network that is computed.</param>
    /// <param name="layers">What its layers need, in order.</param>
    public Layouts(Network network, IEnumerable<LayerNeeds> layers)
    {
        (_network, _layers) = (network, [.. layers]);
        _needsGradient = new bool[_layers.Length];
        foreach (var needs in _layers)
        {
            _needsGradient[needs.Layer.Index] =
                network.IsInspection || needs.IsTrainable || needs.Layer.Inputs.Any(input => _needsGradient[input]);
        }
    }

    /// <summary>All layers, in order.</summary>
    public IReadOnlyList<LayerNeeds> Layers => _layers;

    /// <summary>The layers that read a layer's output.</summary>
    public IEnumerable<LayerNeeds> ConsumersOf(int layer) => _network.ConsumersOf(layer).Select(consumer => _layers[consumer.Index]);

    /// <summary>
    /// Whether the gradient of a layer's output is needed: by its own weights or by those of a layer before it, or by who looks inside.
    /// </summary>
    public bool NeedsGradient(int layer) => _needsGradient[layer];

    /// <summary>
    /// The layer behind one that computes it when it stores its output; null where there is none. In training that is only where nobody
    /// needs a gradient: else what lies between is kept for the way back, and statistics are those of the batch.
    /// </summary>
    public LayerNeeds? Fused(LayerNeeds needs, bool isTraining) => needs.FusedConsumer(this) is { } behind
        && !(isTraining && (NeedsGradient(behind.Layer.Index) || _layers[behind.Layer.Inputs[0]].EndsSegment))
            ? behind
            : null;

    /// <summary>Whether the layer before one computes it when it stores its output.</summary>
    public bool IsFused(LayerNeeds needs, bool isTraining) => Fused(_layers[needs.Layer.Inputs[0]], isTraining) == needs;

    /// <summary>The layout of a layer's output: with the border that its consumers' windows reach into.</summary>
    public Tensor Output(int layer) => new(
        _network.Layers[layer].OutputShape,
        _layers[layer].LiesLikeInput ? Output(_network.Layers[layer].Inputs[0]).Border : WantedBorder(layer));

    /// <summary>The border that the windows of those who read a layer reach into.</summary>
    public Border WantedBorder(int layer) => ConsumersOf(layer).Select(consumer => consumer.InputBorder(this))
        .Aggregate(default(Border), (a, b) => a.Union(b));

    /// <summary>Those who stand for the readers of a layer that has several, and need a gradient; none where it has one.</summary>
    public IReadOnlyList<LayerNeeds> Branches(int layer) =>
        [.. ConsumersOf(layer).Where(consumer => consumer.IsBranch && _needsGradient[consumer.Layer.Index])];

    /// <summary>
    /// The layout of the gradient of a layer's output: with the border that the layer's own input and weight gradients reach into.
    /// </summary>
    public Tensor Gradient(int layer) => new(_network.Layers[layer].OutputShape, _layers[layer].GradientBorder(this));
}
