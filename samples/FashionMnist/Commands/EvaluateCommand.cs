using System.CommandLine;
using CnnGen.Training;
using FashionSample.Reports;

namespace FashionSample.Commands;

/// <summary><c>evaluate</c>: loss, accuracy and confusion matrix of a saved network on the test images.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var command = new Command("evaluate", "Evaluates a saved network on the test images.")
        {
            CommonOptions.Data, CommonOptions.Model, CommonOptions.Threads, CommonOptions.Json,
        };
        command.SetAction(result => ExitCode.Of(() => Run(result)));
        return command;
    }

    private static int Run(ParseResult result)
    {
        var isJson = result.GetValue(CommonOptions.Json);
        using var network = SampleNetwork.Load(result.GetValue(CommonOptions.Model)!, result.GetValue(CommonOptions.Threads));
        var data = DataSource.Load(result.GetValue(CommonOptions.Data), isJson);
        var score = network.Evaluate(data.Test);
        if (isJson)
        {
            JsonLines.WriteTest(score, network);
            return ExitCode.Success;
        }

        Console.WriteLine($"Test set of {data.Test.Count:N0} images: {Score.Describe(score)}");
        Console.WriteLine();
        Console.Write(ConfusionMatrix.Of(network, data.Test));
        return ExitCode.Success;
    }
}
