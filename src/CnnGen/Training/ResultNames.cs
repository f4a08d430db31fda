namespace CnnGen.Training;

/// <summary>What results are called besides the names of metrics: Keras' names.</summary>
internal static class ResultNames
{
    public const string Loss = "loss";

    /// <summary>Goes before what was found on validation images.</summary>
    public const string Validation = "val_";

    /// <summary>Loss and metrics of the training images, then of the validation images.</summary>
    /// <param name="metrics">Names of the metrics.</param>
    public static IEnumerable<string> OfEpoch(IEnumerable<string> metrics)
    {
        string[] training = [Loss, .. metrics];
        return training.Concat(training.Select(name => Validation + name));
    }
}
