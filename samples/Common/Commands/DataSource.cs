using CnnGen.Data;
using CnnGen.Samples.Reports;
using Spectre.Console;

namespace CnnGen.Samples.Commands;

/// <summary>Loads the data, showing a download where there is one, and says where it came from.</summary>
internal static class DataSource
{
    /// <summary>Loads training and test images.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="folder">The folder the user named, or null.</param>
    /// <param name="isJson">Whether the standard output is for JSON only.</param>
    public static SampleData Load(TrainingSample sample, string? folder, bool isJson)
    {
        var data = Terminal.HasColors && !isJson ? LoadWithBars(sample, folder) : LoadWithLines(sample, folder);
        var message = $"{data.Name}: {data.Source}";
        if (isJson)
            Output.WriteError(message);
        else
            Output.WriteLine(message);
        return data;
    }

    private static SampleData LoadWithBars(TrainingSample sample, string? folder) => AnsiConsole.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(),
            new RemainingTimeColumn())
        .Start(context =>
        {
            var tasks = new Dictionary<string, ProgressTask>();
            return sample.LoadData(folder, progress =>
            {
                if (!tasks.TryGetValue(progress.File, out var task))
                    tasks[progress.File] = task = context.AddTask(progress.File);
                task.MaxValue = progress.BytesTotal ?? Math.Max(1, progress.BytesDone);
                task.Value = progress.BytesDone;
            });
        });

    private static SampleData LoadWithLines(TrainingSample sample, string? folder) => sample.LoadData(folder, progress =>
    {
        if (progress.BytesDone == progress.BytesTotal)
            Output.WriteError($"Downloaded {progress.File}, {progress.BytesDone:N0} bytes");
    });
}
