using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph;

/// <summary>
/// Axes as users count them: from 1 on, since 0 is the batch, and from -1 back. Rules keep them as those of a map: 1 for rows, 2 for
/// columns, 3 for channels.
/// </summary>
internal static class LayerAxes
{
    /// <summary>The channels of a map or of a sequence, the units of a vector.</summary>
    public static EquatableArray<int> Last { get; } = new([3]);

    /// <summary>How many axes a shape has.</summary>
    public static int Count(PartialShape shape) => shape.IsFlat == true ? 1 : shape.IsSequence ? 2 : 3;

    /// <summary>Those that <c>Axis</c> or <c>Axes</c> name, in their order; the last where neither does.</summary>
    public static EquatableArray<int> Read(LayerReader layer)
    {
        var listed = layer.ListOf("Axes").ToList();
        if (listed.Count == 0)
            return new([OfMap(layer, "Axis", layer.Integer("Axis", -1))]);
        if (layer.States("Axis"))
        {
            layer.Report(
                DiagnosticIds.OutOfRange, "Axis", layer.Description, "Axis", LayerReader.Text(layer.Integer("Axis", -1)),
                "left out where Axes lists them");
        }

        var axes = new List<int>();
        foreach (var argument in listed)
        {
            if (argument.Value is not int written)
                continue;
            var axis = OfMap(layer, argument.Name, written);
            if (axes.Contains(axis))
            {
                layer.Report(
                    DiagnosticIds.OutOfRange, argument.Name, layer.Description, "an axis", LayerReader.Text(written),
                    "another than those listed before it");
            }

            axes.Add(axis);
        }

        return new(axes);
    }

    /// <summary>The window by which outputs look at inputs; null where only channels of a pixel meet.</summary>
    public static Window? WindowOf(Shape shape, EquatableArray<int> axes) => axes.Contains(1) || axes.Contains(2)
        // As far as it goes on either side.
        ? new Window(
            axes.Contains(1) ? (2 * shape.Height) - 1 : 1, axes.Contains(2) ? (2 * shape.Width) - 1 : 1, 1, 1,
            axes.Contains(1) ? shape.Height - 1 : 0, axes.Contains(2) ? shape.Width - 1 : 0)
        : null;

    /// <summary>The extents of some axes.</summary>
    public static IEnumerable<int> ExtentsOf(Shape shape, EquatableArray<int> axes) =>
        axes.Select(axis => axis switch { 1 => shape.Height, 2 => shape.Width, _ => shape.Channels });

    private static int OfMap(LayerReader layer, string argument, int written)
    {
        var count = Count(layer.Input);
        // Keras' -1 is the last one.
        var axis = written < 0 ? written + count + 1 : written;
        if (layer.Input.IsFlat is not null && (axis < 1 || axis > count))
        {
            var fits = count switch
            {
                1 => $"1 or -1, the only axis of {layer.Input}",
                2 => "1 for the length, or 2 or -1 for channels",
                _ => "1 for rows, 2 for columns, or 3 or -1 for channels",
            };
            layer.Report(
                DiagnosticIds.OutOfRange, argument, layer.Description, "an axis", LayerReader.Text(written),
                axis == 0 ? $"{fits}; axis 0 is the batch, whose images do not meet" : fits);
        }

        return axis + 3 - count;
    }
}
