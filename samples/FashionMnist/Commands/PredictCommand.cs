using System.CommandLine;
using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Training;
using FashionSample.Reports;

namespace FashionSample.Commands;

/// <summary><c>predict FILE...</c>: what a saved network sees in pictures.</summary>
internal static class PredictCommand
{
    private const int Shown = 3;

    public static Command Create()
    {
        var command = new Command("predict", "Tells what is in pictures (light on dark, as in the data set).")
        {
            CommonOptions.Files, CommonOptions.Model, CommonOptions.Threads, CommonOptions.Invert, CommonOptions.Json,
        };
        command.SetAction(result => ExitCode.Of(() => Run(result)));
        return command;
    }

    private static int Run(ParseResult result)
    {
        using var network = SampleNetwork.Load(result.GetValue(CommonOptions.Model)!, result.GetValue(CommonOptions.Threads));
        var probabilities = new float[network.Info.OutputSize];
        var exitCode = ExitCode.Success;
        foreach (var path in result.GetValue(CommonOptions.Files)!)
        {
            // One bad file does not keep the others from being looked at.
            exitCode = Math.Max(exitCode, ExitCode.Of(() =>
            {
                var image = Prepare(path, network.Info.InputShape, result.GetValue(CommonOptions.Invert));
                network.Predict(image.Pixels, probabilities);
                if (result.GetValue(CommonOptions.Json))
                    JsonLines.WritePrediction(path, probabilities);
                else
                    Print(path, image, probabilities);
                return ExitCode.Success;
            }));
        }

        return exitCode;
    }

    private static ByteImage Prepare(string path, IReadOnlyList<int> shape, bool isInverted)
    {
        var image = ImageFile.Read(path).ToGrey();
        return (isInverted ? image.Invert() : image).ResizeNearest(shape[0], shape[1]);
    }

    private static void Print(string path, ByteImage image, float[] probabilities)
    {
        foreach (var line in Picture.Render(image.Pixels, image.Height, image.Width, Terminal.HasColors))
            Console.WriteLine(line);
        if (NetworkTraining.MostProbable(probabilities) < 0)
        {
            Console.WriteLine($"{path}: no class, as the outputs are no numbers (NaN)");
            return;
        }

        var best = probabilities.Select((p, i) => (Probability: p, Name: FashionMnist.ClassNames[i])).OrderByDescending(c => c.Probability)
            .Take(Shown);
        Console.WriteLine($"{path}: {string.Join(", ", best.Select(c => $"{c.Name} {100 * c.Probability:F1} %"))}");
    }
}
