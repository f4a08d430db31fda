namespace CnnGen.Training;

/// <summary>Writes the epochs that are done to a checkpoint, and reads them from one.</summary>
internal static class HistoryState
{
    private const string Section = "history";

    /// <summary>Writes them down.</summary>
    /// <param name="state">Where to.</param>
    /// <param name="epochs">The epochs.</param>
    /// <param name="firstNonFinite">The first step that was not finite.</param>
    public static void Save(TrainingState state, IReadOnlyList<EpochResult> epochs, TrainingStep? firstNonFinite)
    {
        var section = state.Section(Section);
        section.Set("epochs", epochs.Count);
        section.Set("first_non_finite", [firstNonFinite?.Epoch ?? 0L, firstNonFinite?.Batch ?? 0L]);
        for (var i = 0; i < epochs.Count; i++)
        {
            var (epoch, each) = (epochs[i], section.Section($"{i}"));
            each.Set("counts", [epoch.Epoch, epoch.Images, epoch.NonFinite, epoch.ValidationNonFinite ?? -1L]);
            each.Set("speed", [epoch.Seconds, epoch.ImagesPerSecond]);
            each.Set("training", [epoch.Loss, .. epoch.Metrics.Select(metric => metric.Value)]);
            if (epoch is { ValidationLoss: { } loss, ValidationMetrics: { } metrics })
                each.Set("validation", [loss, .. metrics.Select(metric => metric.Value)]);
        }
    }

    /// <summary>How many there are.</summary>
    /// <param name="state">What <see cref="Save"/> wrote.</param>
    public static int EpochsOf(TrainingState state) => (int)state.Section(Section).GetInt64("epochs");

    /// <summary>Reads them.</summary>
    /// <param name="state">What <see cref="Save"/> wrote.</param>
    /// <param name="metrics">The names of the metrics, which are those of then.</param>
    public static (List<EpochResult> Epochs, TrainingStep? FirstNonFinite) Restore(TrainingState state, string[] metrics)
    {
        var section = state.Section(Section);
        var step = section.GetInt64s("first_non_finite");
        List<EpochResult> epochs = [];
        for (var i = 0; i < EpochsOf(state); i++)
        {
            var each = section.Section($"{i}");
            var (counts, speed, training) = (each.GetInt64s("counts"), each.GetDoubles("speed"), each.GetDoubles("training"));
            var validation = each.Contains("validation") ? each.GetDoubles("validation") : null;
            epochs.Add(new EpochResult(
                (int)counts[0],
                (int)counts[1],
                training[0],
                new MetricValues(metrics, training[1..]),
                validation?[0],
                validation is null ? null : new MetricValues(metrics, validation[1..]),
                speed[0],
                speed[1],
                (int)counts[2],
                counts[3] < 0 ? null : (int)counts[3]));
        }

        return (epochs, step[0] == 0 ? null : new TrainingStep((int)step[0], (int)step[1]));
    }
}
