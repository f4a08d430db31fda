using System.CommandLine;
using System.Diagnostics;
using CnnGen;
using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Samples.Commands;
using CnnGen.Samples.Reports;
using CnnGen.Training;

namespace PretrainedSample;

/// <summary><c>transfer</c>: MobileNet learns new classes from a few pictures of each.</summary>
internal static class TransferCommand
{
    private const int BatchSize = 16;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var weights = new WeightOptions();
        var data = new Option<DirectoryInfo>("--data")
        {
            HelpName = "DIR",
            Description = "Folder with 'train' and 'test', in each a folder of pictures for each of eight classes. Default: the drawings"
                + " that ship.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "pictures")),
        };
        var scratch = new Option<bool>("--from-scratch") { Description = "Begin with random weights, to compare." };
        var epochs = SampleOptions.AtLeastOne(
            "--epochs", "Epochs for the head, as many for all of it, and five times as many from scratch.", _ => 20);
        var command = new Command("transfer", "MobileNet without its top learns new classes: first a new head, then all of it.")
        {
            weights.File, weights.Mirror, data, scratch, epochs,
        };
        command.SetAction(result => ExitCode.Of(() =>
        {
            var (isScratch, why) = (result.GetValue(scratch), "");
            var path = isScratch ? null : weights.Find(result, out why);
            if (path is null && !isScratch)
                Output.WriteLine($"MobileNet's weights cannot be had: {why}. Training begins with random ones, as with --from-scratch.");
            Run(result.GetRequiredValue(data).FullName, path, result.GetValue(epochs));
            return ExitCode.Success;
        }));
        return command;
    }

    private static void Run(string folder, string? weights, int epochs)
    {
        var train = new ImageFolder(Path.Combine(folder, "train"), 96, 96);
        var test = new ImageFolder(Path.Combine(folder, "test"), 96, 96, train.ClassNames);
        if (train.ClassNames.Count != NewHead.OutputSize)
        {
            throw new InvalidDataException(
                $"{folder}: expected folders of {NewHead.OutputSize} classes in 'train', but there are {train.ClassNames.Count}.");
        }

        Output.WriteLine($"{train.Count} pictures to learn from, {test.Count} to test with, {train.ClassNames.Count} classes: "
            + string.Join(", ", train.ClassNames));
        var (learn, check) = (train.ToDataset(), test.ToDataset());
        using var whole = new WholeNetwork(seed: 1);
        if (weights is null)
        {
            // Statistics of normalizations, which begin with 1, need a thousand steps to become those of the data.
            Train("from random weights, all of it", whole, learn, check, new Adam(0.003), 5 * epochs);
            return;
        }

        using var head = new NewHead(seed: 1);
        using (var file = File.OpenRead(weights))
            MobileNetWeights.Load(head, file, weights, skipMismatch: true);
        Train("new head on frozen layers", head, learn, check, new Adam(0.01), epochs);
        // The same layers: head.Save and whole.Load would do it, by a file.
        foreach (var (from, to) in head.Parameters.Zip(whole.Parameters))
        {
            var values = new float[from.Count];
            from.CopyTo(values);
            to.CopyFrom(values);
        }

        Train("then all of it", whole, learn, check, new Adam(0.001), epochs);
    }

    private static void Train(string what, INetwork network, ImageDataset train, ImageDataset test, Optimizer optimizer, int epochs)
    {
        var watch = Stopwatch.StartNew();
        optimizer.Schedule = new PolynomialDecay(optimizer.LearningRate, (long)epochs * ((train.Count + BatchSize - 1) / BatchSize), 0);
        var history = network.Fit(train, new FitOptions
        {
            Epochs = epochs,
            BatchSize = BatchSize,
            Optimizer = optimizer,
            Augmentation = [new RandomFlip(FlipMode.Horizontal), new RandomTranslation(0.1, 0.1), new RandomRotation(0.05)],
            Seed = 1,
        });
        var seconds = watch.Elapsed.TotalSeconds;
        var score = network.Evaluate(test);
        Output.WriteLine($"{what}: {epochs} epochs in {seconds:F1} s, loss {history.Epochs[^1].Loss:F3}, accuracy on test pictures"
            + $" {score.Accuracy:F4}");
    }
}
