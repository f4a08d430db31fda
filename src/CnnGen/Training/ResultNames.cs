namespace CnnGen.Training;

/// <summary>What results are called besides the names of metrics, Keras' names, and the columns of a file of them.</summary>
internal static class ResultNames
{
    public const string Loss = "loss";

    /// <summary>Goes before what was found on validation images.</summary>
    public const string Validation = "val_";

    public const string Epoch = "epoch";

    public const string Seconds = "seconds";

    public const string ImagesPerSecond = "images_per_second";

    public const string NonFinite = "non_finite";

    // Of each epoch, whatever the metrics.
    private static readonly string[] Measured = [Seconds, ImagesPerSecond, NonFinite];

    /// <summary>Loss and metrics of the training images, then of the validation images.</summary>
    /// <param name="metrics">Names of the metrics.</param>
    public static IEnumerable<string> OfEpoch(IEnumerable<string> metrics)
    {
        string[] training = [Loss, .. metrics];
        return training.Concat(training.Select(name => Validation + name));
    }

    /// <summary>The columns of a file of epochs.</summary>
    /// <param name="results">Those of <see cref="OfEpoch"/>.</param>
    public static IEnumerable<string> Columns(IEnumerable<string> results) =>
        [Epoch, .. results, .. Measured, Validation + NonFinite];

    /// <summary>
    /// A name that two columns would have; null where there is none. Each is taken with its form for validation images, so that a reader
    /// of <c>val_seconds</c> is not misled.
    /// </summary>
    /// <param name="metrics">Names of the metrics.</param>
    public static string? Twice(IEnumerable<string> metrics) =>
        OfEpoch([Epoch, .. Measured, .. metrics]).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
}
