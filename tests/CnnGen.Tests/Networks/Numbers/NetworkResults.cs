using CnnGen.Training;

namespace CnnGen.Tests.Networks;

/// <summary>What a network makes of a subject's data, to compare to the bit.</summary>
internal static class NetworkResults
{
    /// <summary>Images of each training step.</summary>
    private static readonly int[] BatchSizes = [5, 2, 7];

    /// <summary>How many steps <see cref="Train"/> takes.</summary>
    public static int Steps => BatchSizes.Length;

    /// <summary>Prediction, training form, and the gradient of each trainable parameter, by name.</summary>
    public static List<(string What, float[] Values)> Of(INetwork network, Subject subject)
    {
        var predicted = new float[subject.Images.Length / network.Info.InputSize * network.Info.OutputSize];
        network.Predict(subject.Images, predicted);
        var forwarded = new float[predicted.Length];
        network.Forward(subject.Images, forwarded);
        network.Backward(subject.Probes);
        return
        [
            ("prediction", predicted), ("training form", forwarded),
            .. network.Parameters.Where(p => p.Trainable).Select(p => ($"gradient of {p.Name}", Bits.Gradient(p))),
        ];
    }

    /// <summary>A few steps, with batches of different sizes.</summary>
    public static void Train(INetwork network, Subject subject)
    {
        var optimizer = new Nadam(0.01);
        foreach (int size in BatchSizes)
        {
            int[] labels = [.. Enumerable.Range(0, size).Select(i => i * 3 % network.Info.OutputSize)];
            network.TrainBatch(subject.Images.AsSpan(0, size * network.Info.InputSize), labels, optimizer);
        }
    }
}
