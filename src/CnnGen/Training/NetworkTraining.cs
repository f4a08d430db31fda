using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>Training and evaluation over whole data sets, for every compiled network.</summary>
public static class NetworkTraining
{
    /// <summary>
    /// Trains a network with sparse categorical cross-entropy, as Keras' <c>fit</c>. The loop over batches allocates nothing.
    /// </summary>
    /// <remarks>
    /// Where images are shuffled or augmented, the next batch is made while a step runs, on a thread that ends with the call; else
    /// batches are read where they lie. What is trained on does not depend on it.
    /// <para>
    /// What is done is never lost. An exception that ends training, of a step, a validation, an augmentation or a callback, leaves the
    /// weights as the last step made them, is told to every <see cref="ITrainingCallback.OnTrainEnd"/> with all epochs so far, and comes
    /// out as it is; <see cref="History.Of"/> gives the epochs to whoever catches it.
    /// </para>
    /// </remarks>
    /// <param name="network">The network; call <see cref="INetwork.Adapt"/> first if it has a <c>[Normalization]</c>.</param>
    /// <param name="train">Training images of the network's input shape, with labels in [0, <see cref="NetworkInfo.OutputSize"/>).</param>
    /// <param name="options">Epochs, batch size, optimizer and so on; Keras' defaults, one epoch of batches of 32, when left out.</param>
    /// <returns>Loss, accuracy and speed of each epoch.</returns>
    /// <exception cref="ArgumentException">
    /// The images or labels do not fit the network or an augmentation, there are none, or an option is out of its range.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The network does not end in softmax, or images are bytes and it does not begin with <c>[Normalization]</c> or <c>[Rescaling]</c>.
    /// </exception>
    public static History Fit(this INetwork network, ImageDataset train, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(train);
        options ??= new FitOptions();
        DataChecks.CheckOptions(options);
        DataChecks.CheckData(network, train, "training set", nameof(train));
        DataChecks.CheckAugmentation(options, train);
        var validation = options.Validation;
        if (validation is not null)
            DataChecks.CheckData(network, validation, "validation set", nameof(options));
        if (options.ValidationSplit > 0)
        {
            var kept = (int)Math.Floor(train.Count * (1 - options.ValidationSplit));
            if (kept == 0 || kept == train.Count)
                throw new ArgumentException(
                    FormattableString.Invariant($"ValidationSplit is {options.ValidationSplit}, which leaves {kept} of {train.Count}")
                    + $" images to train on and {train.Count - kept} to evaluate on; both must have some.",
                    nameof(options));
            (train, validation) = (train.Slice(0, kept), train.Slice(kept, train.Count - kept));
        }
        using var trainer = new Trainer(network, train, validation, options);
        return trainer.Run();
    }

    /// <summary>Loss and accuracy of a network on a data set. Neither depends on the batch size.</summary>
    /// <param name="network">The network; it ends in softmax.</param>
    /// <param name="test">Images of the network's input shape, with labels in [0, <see cref="NetworkInfo.OutputSize"/>).</param>
    /// <param name="batchSize">Images that are predicted at a time, at least 1; 256 when left out. Fewer where their outputs take much
    /// room.</param>
    /// <exception cref="ArgumentException">
    /// The images or labels do not fit the network, there are none, or the batch size is below 1.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The network does not end in softmax, or the images are bytes and it does not begin with <c>[Normalization]</c> or
    /// <c>[Rescaling]</c>.
    /// </exception>
    public static EvaluationResult Evaluate(this INetwork network, ImageDataset test, int batchSize = Evaluator.DefaultBatchSize)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        DataChecks.CheckData(network, test, "data set", nameof(test));
        return new Evaluator(network, test, batchSize).Run(CancellationToken.None)!.Value;
    }

    /// <summary>
    /// The index of the largest value, the first of them where several are equal: the class that a network takes an image for. -1, which is
    /// no class, where a value is no number (NaN): of such outputs none is the most probable. Infinities compare as numbers.
    /// </summary>
    /// <param name="probabilities">The output of one image.</param>
    /// <returns>The index, or -1 where a value is NaN or there is none.</returns>
    public static int MostProbable(ReadOnlySpan<float> probabilities)
    {
        var best = -1;
        for (var k = 0; k < probabilities.Length; k++)
        {
            var value = probabilities[k];
            if (float.IsNaN(value))
                return -1;
            if (best < 0 || value > probabilities[best])
                best = k;
        }

        return best;
    }
}
