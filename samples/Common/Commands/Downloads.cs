using CnnGen.Data;
using CnnGen.Samples.Reports;
using Spectre.Console;

namespace CnnGen.Samples.Commands;

/// <summary>Downloads, with bars in a terminal, else a line on the error output for each file that has come.</summary>
internal static class Downloads
{
    /// <summary>Does something that may download.</summary>
    /// <param name="load">Does it, and tells how far it is.</param>
    /// <param name="isJson">Whether the standard output is for JSON only.</param>
    public static T Show<T>(Func<Action<DownloadProgress>, T> load, bool isJson = false) =>
        Terminal.HasColors && !isJson ? ShowBars(load) : load(progress =>
        {
            if (progress.BytesDone == progress.BytesTotal)
                Output.WriteError($"Downloaded {progress.File}, {progress.BytesDone:N0} bytes");
        });

    private static T ShowBars<T>(Func<Action<DownloadProgress>, T> load) => AnsiConsole.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(),
            new RemainingTimeColumn())
        .Start(context =>
        {
            var tasks = new Dictionary<string, ProgressTask>();
            return load(progress =>
            {
                if (!tasks.TryGetValue(progress.File, out var task))
                    tasks[progress.File] = task = context.AddTask(progress.File);
                task.MaxValue = progress.BytesTotal ?? Math.Max(1, progress.BytesDone);
                task.Value = progress.BytesDone;
            });
        });
}
