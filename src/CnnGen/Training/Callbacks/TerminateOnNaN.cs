using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>
/// Ends training at the first step in which an output or a loss is infinite or no number (NaN), and says which step that was, and where
/// numbers ended: in the images, in the weights of which layer, or on the way through the layers; Keras' <c>TerminateOnNaN</c>. The reason
/// is <see cref="History.StopReason"/>.
/// </summary>
/// <remarks>
/// Images and weights are looked at in that step alone, as they were before it changed the weights. One object serves one training at a
/// time.
/// </remarks>
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
        var network = _training!.Network;
        var where = (network as INonFiniteCause)?.NonFiniteCause ?? AfterTheStep(network);
        _training.Stop(FormattableString.Invariant(
            $"Outputs or losses were not finite in batch {progress.Batch} of epoch {progress.Epoch}; {where}."));
    }

    /// <summary>What can be seen of a network that does not say what was before: nearly all weights may be no numbers by now.</summary>
    private static string AfterTheStep(INetwork network) => network.Parameters.FirstOrDefault(HasNonFinite) is { } first
        ? $"the first weights that are not finite after it are {first.Name}"
        : "all weights are finite after it";

    private static bool HasNonFinite(Parameter parameter)
    {
        var values = new float[parameter.Count];
        parameter.CopyTo(values);
        return FiniteValues.IndexOfOther(values) >= 0;
    }
}
