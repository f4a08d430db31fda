using CnnGen.Data;
using FashionSample.Reports;
using Spectre.Console;

namespace FashionSample.Commands;

/// <summary>Loads the data, showing a download where there is one, and says where it came from.</summary>
internal static class DataSource
{
    /// <summary>Loads training and test images.</summary>
    /// <param name="folder">The folder the user named, or null.</param>
    /// <param name="isJson">Whether the standard output is for JSON only.</param>
    public static FashionMnistData Load(string? folder, bool isJson)
    {
        var options = new FashionMnistOptions { Folder = folder, SubsetFolder = Path.Combine(AppContext.BaseDirectory, "data") };
        var data = Terminal.HasColors && !isJson ? LoadWithBars(options) : LoadWithLines(options);
        var message = $"Fashion-MNIST: {data.Source}";
        if (isJson)
            Output.WriteError(message);
        else
            Output.WriteLine(message);
        return data;
    }

    private static FashionMnistData LoadWithBars(FashionMnistOptions options) => AnsiConsole.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(),
            new RemainingTimeColumn())
        .Start(context =>
        {
            var tasks = new Dictionary<string, ProgressTask>();
            return FashionMnist.Load(options with
            {
                Progress = progress =>
                {
                    if (!tasks.TryGetValue(progress.File, out var task))
                        tasks[progress.File] = task = context.AddTask(progress.File);
                    task.MaxValue = progress.BytesTotal ?? Math.Max(1, progress.BytesDone);
                    task.Value = progress.BytesDone;
                },
            });
        });

    private static FashionMnistData LoadWithLines(FashionMnistOptions options) => FashionMnist.Load(options with
    {
        Progress = progress =>
        {
            if (progress.BytesDone == progress.BytesTotal)
                Output.WriteError($"Downloaded {progress.File}, {progress.BytesDone:N0} bytes");
        },
    });
}
