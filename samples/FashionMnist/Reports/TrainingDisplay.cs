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
    /// <param name="epochs">How many epochs there will be.</param>
    /// <param name="options">The options with a callback.</param>
    public static History Fit(INetwork network, ImageDataset train, bool isJson, int epochs, Func<ITrainingCallback, FitOptions> options)
    {
        if (isJson)
            return network.Fit(train, options(new JsonDisplay()));
        var pace = new Pace(epochs, train.Count);
        if (!Terminal.HasColors)
            return network.Fit(train, options(new LineDisplay(pace, Console.Out)));
        return AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .Start(context => network.Fit(train, options(new BarDisplay(pace, context))));
    }

    /// <summary>An epoch as a line.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="epochs">How many there will be.</param>
    public static string Describe(EpochResult epoch, int epochs)
    {
        var validation = epoch.ValidationLoss is { } loss ? $", val_loss {loss:F4}, val_accuracy {epoch.ValidationAccuracy:F4}" : "";
        return $"epoch {epoch.Epoch}/{epochs}: loss {epoch.Loss:F4}, accuracy {epoch.Accuracy:F4}{validation}, {epoch.Seconds:F1} s, {epoch.ImagesPerSecond:N0} images/s";
    }

    private sealed class JsonDisplay : ITrainingCallback
    {
        public void OnEpochEnd(EpochResult epoch) => JsonLines.WriteEpoch(epoch);
    }
}
