using System.Text.Encodings.Web;
using System.Text.Json;
using CnnGen.Images;
using CnnGen.Samples.Reports;
using CnnGen.Training;

namespace PretrainedSample;

/// <summary>A picture, and beside it its most probable classes as bars.</summary>
internal static class PredictionChart
{
    private const int PictureWidth = 32;
    private const int BarWidth = 20;
    private const int Gap = 3;
    private static readonly string[] Colors = ["32", "33", "36"];
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints the chart.</summary>
    /// <param name="path">The picture's file.</param>
    /// <param name="picture">The picture, of any size.</param>
    /// <param name="predictions">Its most probable classes; none where outputs are no numbers.</param>
    public static void Print(string path, ByteImage picture, IReadOnlyList<ClassPrediction> predictions)
    {
        Console.WriteLine();
        Console.WriteLine($"{Path.GetFileName(path)}, {picture.Width} x {picture.Height}");
        // A character is two pixels high.
        var height = Math.Clamp((int)Math.Round((double)PictureWidth * picture.Height / picture.Width), 2, 2 * PictureWidth);
        var shown = picture.ToRgb().ResizeBilinear(height, PictureWidth, antialias: true);
        var lines = Picture.Render(shown);
        var bars = Bars(predictions);
        var top = Math.Max(0, (lines.Count - bars.Count) / 2);
        for (var i = 0; i < Math.Max(lines.Count, bars.Count); i++)
        {
            var left = i < lines.Count ? lines[i] : new string(' ', PictureWidth);
            var right = i >= top && i - top < bars.Count ? new string(' ', Gap) + bars[i - top] : "";
            Console.WriteLine($"{left}{right}".TrimEnd());
        }
    }

    /// <summary>Prints a line: the file, and its most probable classes with their numbers, names and probabilities.</summary>
    /// <param name="path">The picture's file.</param>
    /// <param name="predictions">Its most probable classes.</param>
    public static void WriteJson(string path, IReadOnlyList<ClassPrediction> predictions) =>
        Console.WriteLine(JsonSerializer.Serialize(new { File = path, Top = predictions }, Json));

    private static List<string> Bars(IReadOnlyList<ClassPrediction> predictions)
    {
        if (predictions.Count == 0)
            return ["no class, as the outputs are no numbers (NaN)"];
        var name = predictions.Max(prediction => prediction.Name.Length);
        return
        [
            .. predictions.Select((prediction, i) =>
                $"{prediction.Name.PadRight(name)} {100 * prediction.Probability,5:F1} % {Bar(prediction.Probability, i)}"),
        ];
    }

    private static string Bar(float probability, int rank)
    {
        var length = (int)Math.Round(BarWidth * probability);
        var (full, empty) = (new string(Terminal.HasColors ? '\u2588' : '#', length), BarWidth - length);
        return Terminal.HasColors
            ? $"\u001b[{Colors[rank % Colors.Length]}m{full}\u001b[90m{new string('\u2591', empty)}\u001b[0m"
            : full + new string('.', empty);
    }
}
