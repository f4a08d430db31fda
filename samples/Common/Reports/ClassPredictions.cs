using CnnGen.Images;
using CnnGen.Training;

namespace CnnGen.Samples.Reports;

/// <summary>The most probable classes of pictures.</summary>
/// <param name="network">The network.</param>
/// <param name="classNames">The names of the classes, by label.</param>
/// <param name="isJson">Whether JSON lines are wanted.</param>
internal sealed class ClassPredictions(INetwork network, IReadOnlyList<string> classNames, bool isJson) : PredictionReport
{
    private const int Shown = 3;

    private readonly float[] _probabilities = new float[network.Info.OutputSize];

    public override void Show(string path, ByteImage image)
    {
        network.Predict(image.Pixels, _probabilities);
        if (isJson)
            JsonLines.WritePrediction(path, _probabilities, classNames);
        else
            Print(path, image);
    }

    private void Print(string path, ByteImage image)
    {
        foreach (var line in Picture.Render(image))
            Console.WriteLine(line);
        var best = NetworkTraining.DecodePredictions(_probabilities, classNames, Shown);
        var answer = best.Count == 0
            ? "no class, as the outputs are no numbers (NaN)"
            : string.Join(", ", best.Select(c => $"{c.Name} {100 * c.Probability:F1} %"));
        Console.WriteLine($"{path}: {answer}");
    }
}
