using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Description;

/// <summary>The table of a network's layers, for its description at run time and for the documentation of its class.</summary>
internal static class LayerTable
{
    /// <summary>One row per declared layer, the input included.</summary>
    public static IEnumerable<LayerRow> Rows(Plan plan)
    {
        var fields = ReceptiveField.Of(plan.Declared);
        foreach (var layer in plan.Declared.Layers)
        {
            var computed = plan.PlanOf(layer);
            var place = computed?.Places.Training;
            yield return new LayerRow(
                layer,
                layer.Parameters.Sum(parameter => parameter.Count),
                fields[layer.Index],
                computed?.Algorithm ?? (IsLoaded(plan, layer) ? "in the input" : "in the layer before"),
                place is null || place.IsAlias ? 0 : 4L * place.Tensor.Floats,
                ReadsBesides(plan.Declared, layer),
                [.. ChoiceTable.Rows(plan, computed)]);
        }
    }

    /// <summary>The names of what a layer reads; none where that is the layer before it alone.</summary>
    private static string[] ReadsBesides(Network network, Layer layer) => layer.Inputs.All(input => input == layer.Index - 1)
        && layer.Inputs.Count < 2
            ? []
            : [.. layer.Inputs.Select(input => network.Layers[input].Name)];

    /// <summary>Whether it happens while an image is loaded: nothing before it is computed but the input.</summary>
    private static bool IsLoaded(Plan plan, Layer layer) => layer.Inputs.All(
        input => input == 0 || (plan.PlanOf(plan.Declared.Layers[input]) is null && IsLoaded(plan, plan.Declared.Layers[input])));

    /// <summary>Writes the layers as a table into the documentation of the class, as its summary unless the user wrote one.</summary>
    public static void WriteDocumentation(CodeWriter code, Plan plan)
    {
        var element = plan.Declared.Type.HasDocumentation ? "remarks" : "summary";
        code.Line($"/// <{element}>");
        code.Line($"/// A convolutional network, {plan.Declared.InputShape} to {plan.Declared.Output.OutputShape}, compiled by CnnGen:"
            + $" {Totals(plan)}.");
        code.Line("/// <code>");
        foreach (var line in Lines(plan))
            code.Line($"/// {line.Replace("<", "&lt;").Replace(">", "&gt;")}");
        code.Line("/// </code>");
        code.Line($"/// </{element}>");
    }

    /// <summary>Parameters and multiply-adds of all layers together.</summary>
    public static string Totals(Plan plan)
    {
        var rows = Rows(plan).ToList();
        return $"{CodeWriter.Count(rows.Sum(row => row.ParameterCount))} parameters,"
            + $" {CodeWriter.Count(rows.Sum(row => row.Layer.MultiplyAdds))} multiply-adds per image";
    }

    /// <summary>The table as text: a line of headings, then one per layer.</summary>
    public static IEnumerable<string> Lines(Plan plan)
    {
        var cells = Rows(plan).Select(row => new[]
        {
            row.Layer.Name,
            row.IsFrozen ? $"{row.Layer.Kind}, frozen" : row.Layer.Kind,
            row.Layer.Inputs.Count == 0 ? "" : $"{row.Layer.InputShape} -> {row.Layer.OutputShape}",
            CodeWriter.Count(row.ParameterCount),
            CodeWriter.Count(row.Layer.MultiplyAdds),
            row.Algorithm,
            string.Join(", ", row.Reads),
        }).ToList();
        // A stack has nothing to say there.
        cells.Insert(0,
            ["layer", "kind", "shapes", "parameters", "multiply-adds", "algorithm", cells.Exists(row => row[6].Length > 0) ? "reads" : ""]);
        var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length)).ToArray();
        return cells.Select(row =>
            string.Join("  ", row.Select((cell, column) => column is 3 or 4 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])))
                .TrimEnd());
    }
}

/// <summary>One layer as the table shows it.</summary>
internal sealed record LayerRow(
    Layer Layer, int ParameterCount, ReceptiveField Field, string Algorithm, long OutputBytes, string[] Reads, string[] Choices)
{
    /// <summary>Whether it has weights that training leaves as they are.</summary>
    public bool IsFrozen => Layer.IsFrozen && ParameterCount > 0;
}
