using System.CommandLine;
using CnnGen.Formats;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Quick;

/// <summary>
/// <c>reference</c>: writes the weights of the network, the images that it is measured on and what it predicts for them, so that other
/// tools can be measured on the same and show that they compute the same.
/// </summary>
internal static class ReferenceCommand
{
    /// <summary>The file of the weights, by Keras' names.</summary>
    public const string WeightsFile = "weights.safetensors";

    /// <summary>The file of <c>images</c> (32, 28, 28, 1), <c>labels</c> (32), as floats, and <c>probabilities</c> (32, 10).</summary>
    public const string BatchFile = "batch.safetensors";

    // Enough for probabilities from near 0 to above a half: those of fresh weights are all near a tenth, whatever a reader gets wrong.
    private const int Steps = 20;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var folder = new Option<DirectoryInfo>("--folder")
        {
            HelpName = "FOLDER",
            Description = "Where to write; made where it is missing.",
            Required = true,
        };
        var command =
            new Command("reference", $"Writes {WeightsFile} and {BatchFile}: weights, images and predictions for other tools.") { folder };
        command.SetAction(result => Write(result.GetValue(folder)!));
        return command;
    }

    private static void Write(DirectoryInfo folder)
    {
        using var subject = new Subject(InstructionSets.Best);
        for (var step = 0; step < Steps; step++)
            subject.Train();
        subject.Predict(Subject.BatchSize);
        var info = subject.Network.Info;
        var labels = Array.ConvertAll(subject.Labels.ToArray(), label => (float)label);
        folder.Create();
        subject.Network.Save(Path.Combine(folder.FullName, WeightsFile));
        SafetensorsFile.Write(
            Path.Combine(folder.FullName, BatchFile),
            [
                new("images", [Subject.BatchSize, .. info.InputShape], subject.Images),
                new("labels", [Subject.BatchSize], labels),
                new("probabilities", [Subject.BatchSize, info.OutputSize], subject.Outputs),
            ]);
    }
}
