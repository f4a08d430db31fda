using System.Globalization;
using System.Text;

namespace CnnGen;

public abstract unsafe partial class CompiledNetwork
{
    private static readonly string[] SummaryHeader = ["Layer", "Output shape", "Parameters", "Multiply-adds", "Receptive field", "Algorithm", "Bytes"];

    /// <inheritdoc/>
    public string Summary()
    {
        var rows = new List<string[]> { SummaryHeader };
        rows.AddRange(Info.Layers.Select(layer => new[]
        {
            $"{layer.Name} ({layer.Kind})",
            $"({string.Join(", ", layer.OutputShape)})",
            Number(layer.ParameterCount),
            Number(layer.MultiplyAdds),
            $"{layer.ReceptiveField.Height} x {layer.ReceptiveField.Width}",
            layer.Algorithm,
            Number(layer.OutputBytes),
        }));

        var widths = Enumerable.Range(0, SummaryHeader.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder().Append(Info.Name).AppendLine();
        for (var i = 0; i < rows.Count; i++)
        {
            text.AppendLine(string.Join("  ", rows[i].Select((cell, column) => IsNumber(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
            if (i == 0)
                text.Append('-', widths.Sum() + 2 * (widths.Length - 1)).AppendLine();
        }

        var trainable = Info.Parameters.Where(parameter => parameter.Trainable).Sum(parameter => parameter.Count);
        var memory = Info.Memory;
        return text
            .Append(CultureInfo.InvariantCulture, $"Parameters: {Number(Info.ParameterCount)} ({Number(trainable)} trainable). ")
            .Append(CultureInfo.InvariantCulture, $"Multiply-adds per image: {Number(Info.Layers.Sum(layer => layer.MultiplyAdds))}.").AppendLine()
            .Append(CultureInfo.InvariantCulture, $"Memory: weights {Number(4L * memory.WeightFloats)} bytes, prediction {Number(memory.InferenceBytes(1))} with one thread, ")
            .Append(CultureInfo.InvariantCulture, $"training {Number(memory.TrainingBytes(0, 1))} and {Number(4L * memory.TrainingImageFloats)} per image of the batch.").AppendLine()
            .ToString();

        static bool IsNumber(int column) => column is 2 or 3 or 6;
        static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
    }
}
