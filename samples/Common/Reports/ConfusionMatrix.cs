using System.Text;
using CnnGen.Data;
using CnnGen.Training;

namespace CnnGen.Samples.Reports;

/// <summary>Which class is taken for which: a row per true class, a column per predicted one.</summary>
internal static class ConfusionMatrix
{
    private const int NameWidth = 11;
    private const int CellWidth = 6;
    private const int Chunk = 1000;

    /// <summary>
    /// Predicts all images and writes the matrix as text, at most 80 columns wide; six more where outputs are no numbers.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="images">The images.</param>
    /// <param name="classNames">The names of the classes, by label.</param>
    public static string Of(INetwork network, ImageDataset images, IReadOnlyList<string> classNames) =>
        Format(Count(network, images), classNames);

    private static int[,] Count(INetwork network, ImageDataset images)
    {
        var classes = network.Info.OutputSize;
        // The last column is for images whose outputs are no numbers, and so no class.
        var counts = new int[classes, classes + 1];
        var probabilities = new float[Chunk * classes];
        for (var first = 0; first < images.Count; first += Chunk)
        {
            var chunk = images.Slice(first, Math.Min(Chunk, images.Count - first));
            var outputs = probabilities.AsSpan(0, chunk.Count * classes);
            network.Predict(chunk.Bytes, outputs);
            for (var i = 0; i < chunk.Count; i++)
            {
                var predicted = NetworkTraining.MostProbable(outputs.Slice(i * classes, classes));
                counts[chunk.Labels[i], predicted < 0 ? classes : predicted]++;
            }
        }

        return counts;
    }

    private static string Format(int[,] counts, IReadOnlyList<string> classNames)
    {
        var classes = counts.GetLength(0);
        var text =
            new StringBuilder("Confusion matrix: rows are the truth, columns the prediction; at the end the share found (recall).\n\n");
        text.Append(' ', NameWidth);
        var columns = Enumerable.Range(0, classes).Any(actual => counts[actual, classes] > 0) ? classes + 1 : classes;
        for (var predicted = 0; predicted < columns; predicted++)
            text.Append((predicted < classes ? Short(classNames[predicted]) : "NaN").PadLeft(CellWidth));
        text.AppendLine();
        for (var actual = 0; actual < classes; actual++)
        {
            text.Append(classNames[actual].PadRight(NameWidth));
            var total = 0;
            for (var predicted = 0; predicted < columns; predicted++)
            {
                var count = counts[actual, predicted];
                total += count;
                text.Append((count == 0 ? "." : $"{count}").PadLeft(CellWidth));
            }

            text.AppendLine(total == 0 ? "" : $"{100.0 * counts[actual, actual] / total,CellWidth:F1} %");
        }

        return text.ToString();
    }

    private static string Short(string name) => name.Length < CellWidth ? name : name[..(CellWidth - 1)];
}
