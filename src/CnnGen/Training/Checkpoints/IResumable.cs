namespace CnnGen.Training;

/// <summary>
/// A metric or callback that remembers something between steps. With it a training that goes on from a checkpoint goes on as if it had
/// never been interrupted; what does not implement it remembers nothing, or begins anew.
/// </summary>
public interface IResumable
{
    /// <summary>Writes down all that it remembers.</summary>
    /// <param name="state">Empty, and its own.</param>
    void SaveState(TrainingState state);

    /// <summary>
    /// Remembers what was written down. It comes after <see cref="Metric.Reset"/> or <see cref="ITrainingCallback.OnTrainBegin"/>.
    /// </summary>
    /// <param name="state">What <see cref="SaveState"/> wrote.</param>
    void RestoreState(TrainingState state);
}
