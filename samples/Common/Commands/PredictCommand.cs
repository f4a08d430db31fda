using System.CommandLine;
using CnnGen.Images;

namespace CnnGen.Samples.Commands;

/// <summary><c>predict FILE...</c>: what a saved network makes of pictures.</summary>
internal static class PredictCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="options">Its options.</param>
    public static Command Create(TrainingSample sample, SampleOptions options)
    {
        var command = new Command("predict", $"{sample.PredictDescription} ({sample.PictureDescription}).")
        {
            options.Files, options.Model, options.Threads, options.Invert, options.Json,
        };
        foreach (var option in sample.PredictOptions)
            command.Add(option);
        command.SetAction(result => ExitCode.Of(() => Run(sample, options, result)));
        return command;
    }

    private static int Run(TrainingSample sample, SampleOptions options, ParseResult result)
    {
        var model = result.GetValue(options.Model)!;
        using var network = SampleNetwork.Load(sample, model, result.GetValue(options.Threads));
        var report = sample.CreatePredictions(network, model, result.GetValue(options.Json), result);
        var exitCode = ExitCode.Success;
        foreach (var path in result.GetValue(options.Files)!)
        {
            // One bad file does not keep the others from being looked at.
            exitCode = Math.Max(exitCode, ExitCode.Of(() =>
            {
                report.Show(path, Prepare(sample, path, network.Info.InputShape, result.GetValue(options.Invert)));
                return ExitCode.Success;
            }));
        }

        report.End();
        return exitCode;
    }

    private static ByteImage Prepare(TrainingSample sample, string path, IReadOnlyList<int> shape, bool isInverted)
    {
        var image = sample.WithItsChannels(ImageFile.Read(path));
        return (isInverted ? image.Invert() : image).ResizeNearest(shape[0], shape[1]);
    }
}
