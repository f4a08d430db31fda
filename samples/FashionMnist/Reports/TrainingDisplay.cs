using CnnGen;
using CnnGen.Data;
using CnnGen.Training;
using Spectre.Console;

namespace FashionSample.Reports;

/// <summary>Shows a training while it runs: a bar on a terminal, plain lines elsewhere, JSON lines when asked for.</summary>
internal static class TrainingDisplay
{
    /// <summary>Trains a network and shows it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="train">The training images.</param>
    /// <param name="isJson">Whether to write JSON lines.</param>
    /// <param name="options">How to train; the callback is added here.</param>
    public static History Fit(INetwork network, ImageDataset train, bool isJson, FitOptions options)
    {
        if (isJson)
            return network.Fit(train, options with { Callbacks = [new JsonDisplay()] });
        if (!Terminal.HasColors)
            return network.Fit(train, options with { Callbacks = [new LineDisplay(options.Epochs, Console.Out)] });
        return AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .Start(context => network.Fit(train, options with { Callbacks = [new BarDisplay(options.Epochs, context)] }));
    }

    /// <summary>A finished epoch as a line.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="epochs">How many there will be.</param>
    public static string Describe(in EpochResult epoch, int epochs)
    {
        var validation = epoch.ValidationLoss is { } loss ? $", val_loss {loss:F4}, val_accuracy {epoch.ValidationAccuracy:F4}" : "";
        return $"epoch {epoch.Epoch}/{epochs}: loss {epoch.Loss:F4}, accuracy {epoch.Accuracy:F4}{validation}, {epoch.Seconds:F1} s, {epoch.ImagesPerSecond:N0} images/s";
    }

    /// <summary>A point within an epoch, short enough for a bar beside it.</summary>
    /// <param name="progress">Where training stands.</param>
    public static string Describe(in BatchProgress progress) =>
        $"epoch {progress.Epoch}/{progress.Epochs}  loss {progress.Loss:F4}  accuracy {progress.Accuracy:F4}  "
        + $"{progress.ImagesPerSecond:N0} images/s  {Format(progress.TimeLeft)} left";

    private static string Format(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{(int)time.TotalMinutes}:{time:ss}";

    private sealed class JsonDisplay : ITrainingCallback
    {
        public void OnEpochEnd(in EpochResult epoch) => JsonLines.WriteEpoch(epoch);
    }
}
