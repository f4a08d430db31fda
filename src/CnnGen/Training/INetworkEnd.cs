namespace CnnGen.Training;

/// <summary>
/// What compiled networks know of their last layer, of further outputs, and of what is added to the loss; of other networks nobody does.
/// </summary>
internal interface INetworkEnd
{
    /// <summary>Whether it is a softmax over classes.</summary>
    bool EndsInSoftmax { get; }

    /// <summary>Whether training with a loss begins the way back with gradients of logits, past the last layer's activation.</summary>
    /// <param name="loss">The loss.</param>
    bool TakesLogitsGradients(Loss loss);

    /// <summary>The same of the loss of a further output, and the activation that makes that.</summary>
    /// <param name="output">The number of the output.</param>
    /// <param name="loss">The loss.</param>
    bool TakesLogitsGradients(int output, Loss loss);

    /// <summary>Whether outputs of its layers add to the loss: activity regularization.</summary>
    bool PenalizesActivities { get; }

    /// <summary>What its regularized weights, as they are, add to the mean loss of any images; 0 where there are none.</summary>
    double Penalty { get; }

    /// <summary>
    /// Predicts images, the same bits as <see cref="INetwork.Predict(ReadOnlySpan{float}, Span{float})"/>, and computes what it alone can:
    /// the loss of each as training does, with the softmax at the end, and what the outputs of its layers cost.
    /// </summary>
    /// <param name="floats">n images of <see cref="NetworkInfo.InputSize"/> values; empty where they are bytes.</param>
    /// <param name="bytes">The images, where they are bytes.</param>
    /// <param name="labels">n classes, each in [0, <see cref="NetworkInfo.OutputSize"/>); empty where no losses are wanted.</param>
    /// <param name="outputs">Room for n outputs of <see cref="NetworkInfo.OutputSize"/> values.</param>
    /// <param name="losses">Room for n losses; empty where they are not wanted.</param>
    /// <param name="penalties">Receives what the outputs of layers cost, of n images; empty where that is not wanted.</param>
    /// <param name="further">Receives the further outputs of n images; null where they are not wanted.</param>
    void PredictWithLosses(
        ReadOnlySpan<float> floats, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> labels, Span<float> outputs, Span<float> losses,
        Span<double> penalties, OutputRooms? further = null);
}
