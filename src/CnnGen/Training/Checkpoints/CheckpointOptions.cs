namespace CnnGen.Training;

/// <summary>
/// Where and how often <see cref="NetworkTraining.Fit"/> writes down all that it needs to go on: weights, what the optimizer remembers, the
/// place in the epoch, metrics, callbacks, history. A training that is killed and resumed ends with the same bits as one that was not.
/// </summary>
/// <remarks>
/// A file <c>checkpoint-000001234.safetensors</c>, with the number of steps, holds the weights, which any reader of the format gets, and
/// the rest beside them. It is written under another name, flushed to the disk and renamed, so that a reader never sees half of one.
/// </remarks>
/// <param name="folder">The folder, one for each training; it is made where it is not there.</param>
public sealed class CheckpointOptions(string folder)
{
    private readonly int? _everySteps;
    private readonly int _everyEpochs = 1;
    private readonly int _keep = 2;

    /// <summary>The folder.</summary>
    public string Folder { get; } =
        string.IsNullOrEmpty(folder) ? throw new ArgumentException("A folder needs a name.", nameof(folder)) : folder;

    /// <summary>Steps from one checkpoint to the next, at least 1; none within an epoch when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? EverySteps
    {
        get => _everySteps;
        init => _everySteps = value is { } steps ? SettingRange.AtLeast(steps, 1, nameof(EverySteps)) : null;
    }

    /// <summary>Epochs from one checkpoint to the next, at least 1; 1 when left out. The end of training has one, too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int EveryEpochs
    {
        get => _everyEpochs;
        init => _everyEpochs = SettingRange.AtLeast(value, 1, nameof(EveryEpochs));
    }

    /// <summary>How many are kept, the last ones, at least 1; 2 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Keep
    {
        get => _keep;
        init => _keep = SettingRange.AtLeast(value, 1, nameof(Keep));
    }

    /// <summary>
    /// Whether training goes on from the last checkpoint that is whole, and begins where there is none; false when left out, and the
    /// folder must then hold none, so that two trainings never mix.
    /// </summary>
    public bool Resume { get; init; }
}
