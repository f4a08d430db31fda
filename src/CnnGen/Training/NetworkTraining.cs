using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>Training and evaluation over whole data sets, for every compiled network.</summary>
public static class NetworkTraining
{
    // Keras' floor for a probability under the logarithm.
    private const double SmallestProbability = 1e-7;

    /// <summary>
    /// Trains a network with sparse categorical cross-entropy, as Keras' <c>fit</c>. The loop over batches allocates nothing.
    /// </summary>
    /// <remarks>
    /// Where images are shuffled or augmented, the next batch is made while a step runs, on a thread that ends with the call; else
    /// batches are read where they lie. What is trained on does not depend on it.
    /// </remarks>
    /// <param name="network">The network; call <see cref="INetwork.Adapt"/> first if it has a <c>[Normalization]</c>.</param>
    /// <param name="train">Training images of the network's input shape, with labels in [0, <see cref="NetworkInfo.OutputSize"/>).</param>
    /// <param name="options">Epochs, batch size, optimizer and so on.</param>
    /// <returns>Loss, accuracy and speed of each epoch.</returns>
    /// <exception cref="ArgumentException">
    /// The images or labels do not fit the network or an augmentation, there are none, or an option is out of its range.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The network does not end in softmax, or images are bytes and it does not begin with <c>[Normalization]</c> or <c>[Rescaling]</c>.
    /// </exception>
    public static History Fit(this INetwork network, ImageDataset train, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        DataChecks.CheckOptions(options);
        DataChecks.CheckData(network, train, nameof(train));
        DataChecks.CheckAugmentation(options, train);
        var validation = options.Validation;
        if (validation is not null)
            DataChecks.CheckData(network, validation, nameof(options));
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
    /// <param name="network">The network; its outputs must be probabilities.</param>
    /// <param name="test">Images of the network's input shape, with labels in [0, <see cref="NetworkInfo.OutputSize"/>).</param>
    /// <param name="batchSize">Images that are predicted at a time, at least 1; 256 when left out.</param>
    /// <exception cref="ArgumentException">
    /// The images or labels do not fit the network, there are none, or the batch size is below 1.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The images are bytes and the network does not begin with <c>[Normalization]</c> or <c>[Rescaling]</c>.
    /// </exception>
    public static EvaluationResult Evaluate(this INetwork network, ImageDataset test, int batchSize = 256)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        DataChecks.CheckData(network, test, nameof(test));
        var outputs = new float[Math.Min(batchSize, test.Count) * network.Info.OutputSize];
        return Evaluate(network, test, outputs, CancellationToken.None)!.Value;
    }

    /// <summary>The same with room for the outputs of some images, and a way out; null when it was taken.</summary>
    internal static EvaluationResult? Evaluate(INetwork network, ImageDataset test, float[] room, CancellationToken cancellation)
    {
        var classes = network.Info.OutputSize;
        var batchSize = room.Length / classes;
        var (loss, correct) = (0.0, 0);
        for (var start = 0; start < test.Count; start += batchSize)
        {
            if (cancellation.IsCancellationRequested)
                return null;
            var count = Math.Min(batchSize, test.Count - start);
            var outputs = room.AsSpan(0, count * classes);
            var (first, length) = (start * test.ImageSize, count * test.ImageSize);
            if (test.HasBytes)
                network.Predict(test.Bytes.Slice(first, length), outputs);
            else
                network.Predict(test.Floats.Slice(first, length), outputs);

            for (var image = 0; image < count; image++)
            {
                var output = outputs.Slice(image * classes, classes);
                var label = test.Labels[start + image];
                loss -= Math.Log(Math.Max(output[label], SmallestProbability));
                if (MostProbable(output) == label)
                    correct++;
            }
        }
        return new EvaluationResult(loss / test.Count, (double)correct / test.Count, test.Count);
    }

    /// <summary>The index of the largest value, the first of them where several are equal.</summary>
    /// <param name="probabilities">The output of one image.</param>
    public static int MostProbable(ReadOnlySpan<float> probabilities)
    {
        var best = 0;
        for (var k = 1; k < probabilities.Length; k++)
            if (probabilities[k] > probabilities[best])
                best = k;
        return best;
    }
}
