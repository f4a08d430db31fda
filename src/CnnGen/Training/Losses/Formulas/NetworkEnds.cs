namespace CnnGen.Training;

/// <summary>What losses of probabilities ask of a network's end.</summary>
internal static class NetworkEnds
{
    /// <summary>The last layer, to follow "ends in".</summary>
    public static string Describe(NetworkInfo network) =>
        $"{network.Layers[^1].Kind} '{network.Layers[^1].Name}'";

    /// <summary>
    /// What makes a network end in a softmax: "end it with ...". A softmax of one output is always 1, so that two classes need two.
    /// </summary>
    public static string SoftmaxFor(NetworkInfo network) => network.OutputShape.Count == 1
        ? $"end it with [Dense({Math.Max(2, network.OutputSize)}, Activation.Softmax)]"
        : $"give the last layer {(network.OutputChannels == 1 ? "two channels and " : "")}Activation.Softmax";

    /// <summary>Throws where there is one class, whose probability among all is 1 whatever the network gives.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">A loss of classes that exclude each other.</param>
    /// <exception cref="InvalidOperationException">There is one.</exception>
    public static void CheckSeveralClasses(INetwork network, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Info.OutputChannels > 1)
            return;
        throw new InvalidOperationException(
            $"{loss.GetType().Name} compares classes that exclude each other, but {network.Info.Name} ends in {Describe(network.Info)} with"
            + $" one, of which the loss is always 0: take {nameof(BinaryCrossentropy)} for a yes or no, or"
            + $" {SoftmaxFor(network.Info)}.");
    }

    /// <summary>
    /// Throws where the end is surely not what the loss takes: probabilities where it takes logits, or weighted sums, which have no bounds,
    /// where it takes probabilities.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="fromLogits">Whether it takes logits.</param>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public static void CheckProbabilities(INetwork network, Loss loss, bool fromLogits)
    {
        ArgumentNullException.ThrowIfNull(network);
        var (info, name) = (network.Info, loss.GetType().Name);
        if (fromLogits && info.OutputActivation is Activation.Softmax or Activation.Sigmoid)
        {
            throw new InvalidOperationException(
                $"{name} with FromLogits takes logits, but {info.Name} ends in {Describe(info)}, whose {info.OutputActivation} makes"
                + " probabilities: leave FromLogits out, or leave the activation out.");
        }

        // Only layers with weights give logits; others may have made probabilities in ways of their own.
        if (!fromLogits && info is { OutputActivation: Activation.Linear, Layers: [.., { ParameterCount: > 0 }] })
        {
            throw new InvalidOperationException(
                $"{name} takes probabilities, but {info.Name} ends in {Describe(info)}, whose outputs have no bounds: set FromLogits ="
                + " true, or give the layer an activation, Softmax for classes that exclude each other, Sigmoid for others.");
        }
    }
}
