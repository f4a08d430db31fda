namespace CnnGen.Training;

/// <summary>
/// -log(p), p being the probability that a softmax at the end of the network gives the true class; Keras'
/// <c>SparseCategoricalCrossentropy</c>. Targets are classes.
/// </summary>
/// <remarks>
/// With the softmax of a compiled network it is one: computed from the logits as log(sum(exp(x - max))) - (x[class] - max), so that a sure
/// and wrong answer has its true loss, which may be in the hundreds, and the gradient of the logits is p - onehot(class), without a second
/// pass.
/// </remarks>
public sealed class SparseCategoricalCrossentropy : Loss
{
    internal static readonly SparseCategoricalCrossentropy Default = new();

    /// <inheritdoc/>
    public override TargetKind TargetKind => TargetKind.Classes;

    internal override bool FusesWithSoftmax => true;

    /// <summary>
    /// The loss from probabilities alone, where logits are not known: -log(p), p being at least the smallest positive float (a loss of at
    /// most 103.3); the gradient is -1 / p at the class, and 0 elsewhere.
    /// </summary>
    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients)
    {
        var label = targets.Classes[0];
        var probability = outputs[label] < float.Epsilon ? float.Epsilon : outputs[label];
        gradients.Clear();
        gradients[label] = -1 / probability;
#pragma warning disable RS0030 // Of networks that are not compiled ones: their losses are told, and enter nothing that is trained.
        return -Math.Log(probability);
#pragma warning restore RS0030
    }

    /// <inheritdoc/>
    public override void CheckNetwork(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network is INetworkEnd { EndsInSoftmax: false })
        {
            throw new InvalidOperationException(
                $"Sparse categorical cross-entropy needs a softmax at the end, but {network.Info.Name} ends in {Describe(network.Info)}."
                + $" End it with [Dense({network.Info.OutputSize}, Activation.Softmax)], or choose another loss, such as"
                + " MeanSquaredError.");
        }
    }

    internal override IReadOnlyList<Metric> DefaultMetrics() => [new SparseCategoricalAccuracy()];
}
