using System.CommandLine;
using CnnGen;
using CnnGen.Data;
using CnnGen.Training;

namespace TinyAot.Training;

/// <summary>
/// Makes the weights that the executable carries. Data, seed and settings are fixed, so they are the same bytes on every machine; the
/// settings were chosen by accuracy on the validation images, the test images are only counted.
/// </summary>
internal static class Program
{
    private const int Seed = 1;
    private const int Epochs = 30;
    private const int BatchSize = 64;
    private const int ValidationImages = 5_000;
    private const double LearningRate = 0.002;
    private const double WeightDecay = 0.1;

    private static int Main(string[] args)
    {
        var output = new Option<string>("--out") { Description = "Where the weights go.", DefaultValueFactory = _ => "tiny.safetensors" };
        var threads = new Option<int>(
            "--threads")
        { Description = "Threads that share the work.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var root =
            new RootCommand("Trains the network of samples/TinyAot on the full Fashion-MNIST and saves it in float16.") { output, threads };
        root.SetAction(result => Run(result.GetValue(output)!, result.GetValue(threads)));
        return root.Parse(args).Invoke();
    }

    private static void Run(string path, int threads)
    {
        var data = FashionMnist.Load();
        var count = data.Train.Count - ValidationImages;
        var (train, validation) = (data.Train.Slice(0, count), data.Train.Slice(count, ValidationImages));
        using var network = new TinyCnn(Seed) { Threads = threads };
        network.Adapt(train);
        network.Fit(train, new FitOptions
        {
            Epochs = Epochs,
            BatchSize = BatchSize,
            Optimizer = new Adam(LearningRate)
            {
                WeightDecay = WeightDecay,
                Schedule = new PolynomialDecay(LearningRate, (long)Epochs * ((count + BatchSize - 1) / BatchSize), 0)
            },
            Seed = Seed,
            Validation = validation,
            Augmentation =
                [new RandomFlip(FlipMode.Horizontal), new RandomTranslation(1.0 / 14, 1.0 / 14) { FillMode = FillMode.Constant }],
            Callbacks = [new EpochLines()],
        });

        Report("float32", network, validation, data.Test);
        network.Save(path, WeightFormat.Float16);
        network.Load(path);
        Report("float16", network, validation, data.Test);
        Console.WriteLine($"{path}: {new FileInfo(path).Length:N0} bytes");
    }

    private static void Report(string format, TinyCnn network, ImageDataset validation, ImageDataset test) =>
        Console.WriteLine($"weights in {format}: accuracy {network.Evaluate(validation).Accuracy:F4} on {validation.Count:N0} validation"
            + $" images, {network.Evaluate(test).Accuracy:F4} on {test.Count:N0} test images");

    /// <summary>One line an epoch.</summary>
    private sealed class EpochLines : ITrainingCallback
    {
        public void OnEpochEnd(in EpochResult epoch) => Console.WriteLine(
            $"{epoch.Epoch,2} of {Epochs}: loss {epoch.Loss:F4}, accuracy {epoch.Accuracy:F4}, validation loss {epoch.ValidationLoss:F4},"
                + $" accuracy {epoch.ValidationAccuracy:F4}, {epoch.Seconds:F1} s");
    }
}
