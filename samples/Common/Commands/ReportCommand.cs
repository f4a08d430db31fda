using System.CommandLine;
using System.Text;
using CnnGen.Formats;
using CnnGen.Import;
using CnnGen.Samples.Reports;
using CnnGen.Samples.Reports.Html;
using CnnGen.Training;
using Spectre.Console;

namespace CnnGen.Samples.Commands;

/// <summary><c>report</c>: all that is to be seen of a saved network, as one HTML file.</summary>
internal static class ReportCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="options">Its options.</param>
    public static System.CommandLine.Command Create(TrainingSample sample, SampleOptions options)
    {
        var output = new Option<string>("--out")
        {
            HelpName = "FILE",
            Description = "Where to write the report.",
            DefaultValueFactory = _ => "report.html",
        };
        var command = new System.CommandLine.Command(
            "report", "Writes what a saved network does, and what it looks like inside, as one HTML file.")
        {
            options.Data, options.Model, output, options.LossName, options.MetricNames, options.Threads, options.Json,
        };
        command.SetAction(result => ExitCode.Of(() => Run(sample, options, result, result.GetValue(output)!)));
        return command;
    }

    private static int Run(TrainingSample sample, SampleOptions options, ParseResult result, string path)
    {
        if (sample is not ClassificationSample)
        {
            throw new UsageException(
                "report is of networks that tell classes apart, and this one gives no classes. The command 'evaluate' tells how it does.");
        }

        var model = result.GetValue(options.Model)!;
        CheckOutput(sample, model, path);
        var isJson = result.GetValue(options.Json);
        var goal = options.CreateGoal(result);
        using var network = SampleNetwork.Load(sample, model, result.GetValue(options.Threads));
        var data = DataSource.Load(sample, result.GetValue(options.Data), isJson);
        var matrix = new ConfusionMatrix();
        var (score, page) = ShowSteps(isJson, tell =>
        {
            tell("Evaluating on the test images");
            var test = sample.WithTargetsOf(data.Test, goal.Loss, network.Info.OutputSize);
            var found = network.Evaluate(test, loss: goal.Loss, metrics: [.. goal.Metrics, matrix]);
            return (found, new RunReport(network, model, data, goal, found, matrix).Write(tell));
        });
        var bytes = Encoding.UTF8.GetBytes(page);
        ReplacedFile.Write(path, stream => stream.Write(bytes));
        if (isJson)
        {
            JsonLines.Write(json =>
            {
                json.WriteString("report", path);
                json.WriteNumber("bytes", bytes.Length);
                JsonLines.WriteNumber(json, "test_loss", score.Loss);
                foreach (var metric in goal.Metrics)
                    JsonLines.WriteNumber(json, $"test_{metric.Name}", score.Metrics[metric.Name]);
                json.WriteString("weights_sha256", WeightsHash.Of(network));
            });
        }
        else
        {
            Console.WriteLine($"Test set of {data.Test.Count:N0} images: {Score.Describe(score, goal, new Dictionary<string, double>())}");
            Console.WriteLine($"Wrote {path}, {bytes.Length:N0} bytes; open it in a browser.");
        }

        return ExitCode.Success;
    }

    /// <summary>Makes the folder of the report, and makes sure that it can be written there and replaces nothing of the network.</summary>
    private static void CheckOutput(TrainingSample sample, string model, string path)
    {
        if (path.Length == 0)
            throw new UsageException("--out must name a file, but is empty.");
        string[] taken = [model, .. sample.FilesBeside(model), TrainSettings.HistoryOf(model)];
        if (taken.Any(each => string.Equals(Path.GetFullPath(each), Path.GetFullPath(path), StringComparison.OrdinalIgnoreCase)))
            throw new UsageException($"--out {path}: that is a file of the network; take another name.");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        SafetensorsFile.CheckWritable(path);
    }

    /// <summary>Does what takes some time, and tells in a terminal what is being done.</summary>
    private static T ShowSteps<T>(bool isJson, Func<Action<string>, T> work) => Terminal.HasColors && !isJson
        ? AnsiConsole.Status().Start("", context => work(step => context.Status(step)))
        : work(_ => { });
}
