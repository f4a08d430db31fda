using CnnGen.Training;

namespace CnnGen.Samples.Reports;

/// <summary>A training as JSON lines: one for each epoch.</summary>
internal sealed class JsonDisplay : ITrainingCallback
{
    /// <inheritdoc/>
    public bool IsForOneProcess => true;

    public void OnEpochEnd(in EpochResult result) => JsonLines.WriteEpoch(result);
}
