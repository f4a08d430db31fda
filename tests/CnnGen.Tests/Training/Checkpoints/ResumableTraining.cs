using System.Globalization;
using CnnGen.Data;
using CnnGen.Tests.Networks;
using CnnGen.Training;

namespace CnnGen.Tests.Training.Checkpoints;

/// <summary>Everything that remembers something: normalisation over the batch, noise of two kinds, a network's own statistics.</summary>
[Input(6, 6, 1)]
[Normalization]
[Conv2D(8, 3, UseBias = false)]
[BatchNormalization]
[Relu]
[SpatialDropout2D(0.2)]
[Flatten]
[Dropout(0.3)]
[Dense(4, Activation.Softmax)]
public sealed partial class Remembering;

/// <summary>A training that remembers much, small enough to be done again and again.</summary>
internal static class ResumableTraining
{
    public const int Epochs = 6;

    // The last batch of an epoch is a short one.
    public const int Batches = 5;
    private const int Images = 37;

    public static ImageDataset Data { get; } = MakeData();

    public static Remembering NewNetwork(int threads = 1)
    {
        var network = new Remembering(seed: 5) { Threads = threads };
        network.Adapt(Data);
        return network;
    }

    /// <summary>Options of the training; fresh objects each time, as in a new process.</summary>
    public static FitOptions Options(Optimizer? optimizer = null, CheckpointOptions? checkpoint = null) => new()
    {
        Epochs = Epochs,
        BatchSize = 8,
        Seed = 3,
        Optimizer = optimizer ?? new Nadam(0.01),
        Augmentation = [new RandomTranslation(0.2, 0.2), new RandomFlip()],
        Validation = Data.Slice(0, 11),
        Metrics = [new SparseCategoricalAccuracy(), new F1Score(), new MeanIoU(), new TopKAccuracy { K = 2 }, new ConfusionMatrix()],
        Checkpoint = checkpoint,
    };

    /// <summary>Weights and all results, but for the time that it took.</summary>
    public static string Describe(INetwork network, History history) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Bits.HashOfWeights(network)} {history.Epochs.Count} {history.FirstNonFiniteStep}\n")
        + string.Join('\n', history.Names.Select(name => $"{name} {string.Join(' ', history[name].Select(Exact))}"));

    private static string Exact(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "none";

    private static ImageDataset MakeData()
    {
        var random = new Random(7);
        var bytes = new byte[Images * Remembering.InputSize];
        random.NextBytes(bytes);
        var labels = Enumerable.Range(0, Images).Select(image => bytes[image * Remembering.InputSize] / 64).ToArray();
        return new ImageDataset(bytes, labels, 6, 6, 1);
    }
}
