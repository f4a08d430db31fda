using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>
/// Ends training at the first step in which an output or a loss is infinite or no number (NaN), and says which step that was, and the first
/// layer whose weights are; Keras' <c>TerminateOnNaN</c>. The reason is <see cref="History.StopReason"/>.
/// </summary>
/// <remarks>One object serves one training at a time.</remarks>
public sealed class TerminateOnNaN : ITrainingCallback
{
    private TrainingContext? _training;

    /// <inheritdoc/>
    public void OnTrainBegin(TrainingContext training) => _training = training;

    /// <inheritdoc/>
    public void OnBatchEnd(in BatchProgress progress)
    {
        if (progress.NonFinite == 0)
            return;
        var first = _training!.Network.Parameters.FirstOrDefault(HasNonFinite);
        var where = first is null
            ? "all weights are still numbers, so look at the images, the loss and the layers that divide or take logarithms"
            : $"the first weights that are no finite numbers after it are {first.Name}";
        _training.Stop($"Outputs or losses were not finite in batch {progress.Batch} of epoch {progress.Epoch}; {where}.");
    }

    private static bool HasNonFinite(Parameter parameter)
    {
        var values = new float[parameter.Count];
        parameter.CopyTo(values);
        return FiniteValues.IndexOfOther(values) >= 0;
    }
}
