using System.Globalization;
using System.Text;
using CnnGen.Runtime;

namespace CnnGen;

/// <summary>The tables that describe a network, for readers.</summary>
internal static class NetworkSummary
{
    private static readonly string[] SummaryHeader =
        ["Layer", "Output shape", "Parameters", "Multiply-adds", "Receptive field", "Algorithm", "Bytes", "Reads"];
    private static readonly string[] ChoicesHeader =
        ["Layer", "Direction", "Algorithm", "Estimated cost, direct = 1", "Register tile, rows x vectors"];

    /// <summary>Layers, parameters and memory.</summary>
    /// <param name="network">The network.</param>
    public static string Of(NetworkInfo network)
    {
        // A stack, each of whose layers reads the one before it, has no column for that.
        var columns = network.Layers.Any(layer => layer.Reads.Count > 0) ? SummaryHeader.Length : SummaryHeader.Length - 1;
        var rows = new List<string[]> { SummaryHeader[..columns] };
        rows.AddRange(network.Layers.Select(layer => new[]
        {
            $"{layer.Name} ({layer.Kind}{(layer.Frozen ? ", frozen" : "")})",
            $"({string.Join(", ", layer.OutputShape)})",
            Number(layer.ParameterCount),
            Number(layer.MultiplyAdds),
            $"{layer.ReceptiveField.Height} x {layer.ReceptiveField.Width}",
            layer.Algorithm,
            Number(layer.OutputBytes),
            string.Join(", ", layer.Reads),
        }[..columns]));

        var text = new StringBuilder().Append(network.Name).AppendLine();
        AppendTable(text, rows, isNumber: column => column is 2 or 3 or 6);
        var trainable = network.Parameters.Where(parameter => parameter.Trainable).Sum(parameter => parameter.Count);
        var memory = network.Memory;
        return text
            .Append(CultureInfo.InvariantCulture, $"Parameters: {Number(network.ParameterCount)} ({Number(trainable)} trainable). ")
            .Append(CultureInfo.InvariantCulture, $"Multiply-adds per image: {Number(network.Layers.Sum(layer => layer.MultiplyAdds))}.")
            .AppendLine()
            .Append(CultureInfo.InvariantCulture, $"Memory: weights {Number(4L * memory.WeightFloats)} bytes, prediction"
                + $" {Number(memory.InferenceBytes(1, images: 1))} for one image ")
            .Append(CultureInfo.InvariantCulture, $"with one thread, {Number(memory.InferenceBytes(1))} for many, ")
            .Append(CultureInfo.InvariantCulture,
                $"training {Number(memory.TrainingBytes(0, 1))} and {Number(4L * memory.TrainingImageFloats)} per image of the batch.")
                    .AppendLine()
            .ToString();

        static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
    }

    /// <summary>The same, and the reasons of the planner.</summary>
    /// <param name="network">The network.</param>
    public static string WithChoices(NetworkInfo network)
    {
        var rows = new List<string[]> { ChoicesHeader };
        foreach (var layer in network.Layers)
        {
            rows.AddRange(layer.Choices.Select(choice => new[]
            {
                layer.Name,
                choice.Direction switch
                {
                    LayerDirection.Forward => "forward",
                    LayerDirection.InputGradient => "input gradient",
                    _ => "weight gradient",
                },
                choice.Algorithm,
                string.Join(", ",
                    choice.Candidates.Select(
                        candidate => string.Create(CultureInfo.InvariantCulture, $"{candidate.Algorithm} {candidate.RelativeCost:F2}"))),
                string.Join(", ", choice.Tiles.Select(tile => $"{tile.InstructionSet.ToName()} {tile.Rows}x{tile.Vectors}")),
            }));
        }

        var text = new StringBuilder(Of(network)).AppendLine();
        AppendTable(text, rows, isNumber: _ => false);
        return text.ToString();
    }

    /// <summary>Columns as wide as their widest cell, with a line below the first row.</summary>
    private static void AppendTable(StringBuilder text, List<string[]> rows, Func<int, bool> isNumber)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            text.AppendLine(
                string.Join("  ", rows[i]
                    .Select((cell, column) => isNumber(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
            if (i == 0)
                text.Append('-', widths.Sum() + 2 * (widths.Length - 1)).AppendLine();
        }
    }
}
