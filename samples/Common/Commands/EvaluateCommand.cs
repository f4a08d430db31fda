using System.CommandLine;
using CnnGen.Training;
using CnnGen.Samples.Reports;

namespace CnnGen.Samples.Commands;

/// <summary><c>evaluate</c>: what a saved network does on the test images.</summary>
internal static class EvaluateCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="options">Its options.</param>
    public static Command Create(TrainingSample sample, SampleOptions options)
    {
        var command = new Command("evaluate", "Evaluates a saved network on the test images.")
        {
            options.Data, options.Model, options.LossName, options.MetricNames, options.Threads, options.Json,
        };
        foreach (var option in sample.ReportOptions)
            command.Add(option);
        command.SetAction(result => ExitCode.Of(() => Run(sample, options, result)));
        return command;
    }

    private static int Run(TrainingSample sample, SampleOptions options, ParseResult result)
    {
        var isJson = result.GetValue(options.Json);
        var goal = options.CreateGoal(result);
        using var network = SampleNetwork.Load(sample, result.GetValue(options.Model)!, result.GetValue(options.Threads));
        var data = DataSource.Load(sample, result.GetValue(options.Data), isJson);
        var report = sample.CreateReport(data, result);
        var test = sample.WithTargetsOf(data.Test, goal.Loss, network.Info.OutputSize);
        var score = network.Evaluate(test, loss: goal.Loss, metrics: [.. goal.Metrics, .. report.Metrics]);
        if (isJson)
        {
            JsonLines.WriteTest(score, goal, report.Figures, network);
        }
        else
        {
            Console.WriteLine($"Test set of {data.Test.Count:N0} images: {Score.Describe(score, goal, report.Figures)}");
            report.Print(network, hasPictures: false);
        }

        report.Save(network);
        return ExitCode.Success;
    }
}
