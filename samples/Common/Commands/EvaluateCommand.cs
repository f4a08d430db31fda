using System.CommandLine;
using CnnGen.Training;
using CnnGen.Samples.Reports;

namespace CnnGen.Samples.Commands;

/// <summary><c>evaluate</c>: loss, accuracy and confusion matrix of a saved network on the test images.</summary>
internal static class EvaluateCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="options">Its options.</param>
    public static Command Create(ClassificationSample sample, SampleOptions options)
    {
        var command = new Command("evaluate", "Evaluates a saved network on the test images.")
        {
            options.Data, options.Model, options.Threads, options.Json,
        };
        command.SetAction(result => ExitCode.Of(() => Run(sample, options, result)));
        return command;
    }

    private static int Run(ClassificationSample sample, SampleOptions options, ParseResult result)
    {
        var isJson = result.GetValue(options.Json);
        using var network = SampleNetwork.Load(sample, result.GetValue(options.Model)!, result.GetValue(options.Threads));
        var data = DataSource.Load(sample, result.GetValue(options.Data), isJson);
        if (isJson)
        {
            JsonLines.WriteTest(network.Evaluate(data.Test), network);
            return ExitCode.Success;
        }

        var matrix = new ConfusionMatrix();
        var score = network.Evaluate(data.Test, metrics: [new Accuracy(), matrix]);
        Console.WriteLine($"Test set of {data.Test.Count:N0} images: {Score.Describe(score)}");
        Console.WriteLine();
        Console.Write(ConfusionTable.Of(matrix, data.ClassNames));
        return ExitCode.Success;
    }
}
