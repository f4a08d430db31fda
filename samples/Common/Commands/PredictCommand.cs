using System.CommandLine;
using CnnGen.Images;
using CnnGen.Training;
using CnnGen.Samples.Reports;

namespace CnnGen.Samples.Commands;

/// <summary><c>predict FILE...</c>: what a saved network sees in pictures.</summary>
internal static class PredictCommand
{
    private const int Shown = 3;

    /// <summary>Makes the command.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="options">Its options.</param>
    public static Command Create(ClassificationSample sample, SampleOptions options)
    {
        var command = new Command("predict", $"Tells what is in pictures ({sample.PictureDescription}).")
        {
            options.Files, options.Model, options.Threads, options.Invert, options.Json,
        };
        command.SetAction(result => ExitCode.Of(() => Run(sample, options, result)));
        return command;
    }

    private static int Run(ClassificationSample sample, SampleOptions options, ParseResult result)
    {
        var model = result.GetValue(options.Model)!;
        using var network = SampleNetwork.Load(sample, model, result.GetValue(options.Threads));
        var classNames = ClassFile.Read(model, network.Info.OutputSize);
        var probabilities = new float[network.Info.OutputSize];
        var exitCode = ExitCode.Success;
        foreach (var path in result.GetValue(options.Files)!)
        {
            // One bad file does not keep the others from being looked at.
            exitCode = Math.Max(exitCode, ExitCode.Of(() =>
            {
                var image = Prepare(sample, path, network.Info.InputShape, result.GetValue(options.Invert));
                network.Predict(image.Pixels, probabilities);
                if (result.GetValue(options.Json))
                    JsonLines.WritePrediction(path, probabilities, classNames);
                else
                    Print(path, image, probabilities, classNames);
                return ExitCode.Success;
            }));
        }

        return exitCode;
    }

    private static ByteImage Prepare(ClassificationSample sample, string path, IReadOnlyList<int> shape, bool isInverted)
    {
        var image = sample.WithItsChannels(ImageFile.Read(path));
        return (isInverted ? image.Invert() : image).ResizeNearest(shape[0], shape[1]);
    }

    private static void Print(string path, ByteImage image, float[] probabilities, IReadOnlyList<string> classNames)
    {
        foreach (var line in Picture.Render(image, Terminal.HasColors))
            Console.WriteLine(line);
        if (NetworkTraining.MostProbable(probabilities) < 0)
        {
            Console.WriteLine($"{path}: no class, as the outputs are no numbers (NaN)");
            return;
        }

        var best = probabilities.Select((p, i) => (Probability: p, Name: classNames[i]))
            .OrderByDescending(c => c.Probability).Take(Shown);
        Console.WriteLine($"{path}: {string.Join(", ", best.Select(c => $"{c.Name} {100 * c.Probability:F1} %"))}");
    }
}
