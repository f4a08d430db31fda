using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>The axes of a feature map in another order.</summary>
/// <param name="Order">The axis of the input that becomes the rows, the columns and the channels; rows are 1.</param>
internal sealed record Permute(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, EquatableArray<int> Order)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override LayerView View => LayerView.All(InputShape);

    /// <summary>(H, W, C) with its extents in that order.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        if (!layer.CheckFeatureMap()
            || (layer.Positive("First"), layer.Positive("Second"), layer.Positive("Third")) is not ({ } first, { } second, { } third))
        {
            return new(PartialShape.Unknown, null);
        }

        int[] order = [first, second, third];
        if (!order.OrderBy(axis => axis).SequenceEqual([1, 2, 3]))
        {
            layer.Report(DiagnosticIds.OutOfRange, "First", layer.Description, "the order of the axes",
                string.Join(", ", order.Select(axis => LayerReader.Text(axis))), "1, 2 and 3, each once");
            return new(PartialShape.Unknown, null);
        }

        int?[] extents = [layer.Input.Height, layer.Input.Width, layer.Input.Channels];
        return layer.Finish(PartialShape.Map(extents[first - 1], extents[second - 1], extents[third - 1]), null, (input, output) =>
            new Permute(layer.Index, layer.Name, layer.Inputs, input, output, new(order)));
    }
}
