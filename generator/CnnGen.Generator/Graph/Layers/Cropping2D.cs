using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>A feature map without some rows and columns at its edges.</summary>
internal sealed record Cropping2D(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, Sides Cropping)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override LayerView View => LayerView.Of(Cropping);

    /// <summary>(H, W, C) to (H - top - bottom, W - left - right, C); something has to be left.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var sides = ZeroPadding2D.ReadSides(layer, fallback: null);
        if (!layer.CheckFeatureMap() || sides is not { } cropping)
            return new(PartialShape.Map(null, null, layer.Input.Channels), null);
        var height = Left(layer, layer.Input.Height, "Top", cropping.Top, "Bottom", cropping.Bottom, "rows");
        // One number may be all of them, so the first error is all that is reported.
        if (height is null && layer.Input.Height is not null)
            return new(PartialShape.Map(null, null, layer.Input.Channels), null);
        var width = Left(layer, layer.Input.Width, "Left", cropping.Left, "Right", cropping.Right, "columns");
        return layer.Finish(PartialShape.Map(height, width, layer.Input.Channels), null, (input, output) => new Cropping2D(
            layer.Index, layer.Name, layer.Inputs, input, output, cropping));
    }

    /// <summary>What is left of an extent; null where nothing is, which is reported.</summary>
    public static int? Left(LayerReader layer, int? extent, string first, int before, string second, int after, string what)
    {
        if (extent is not { } inside)
            return null;
        var cut = (long)before + after;
        if (cut < inside)
            return inside - (int)cut;
        layer.Report(DiagnosticIds.OutOfRange, first, layer.Description, $"{first} + {second}", LayerReader.Text(cut),
            $"less than the {LayerReader.Text(inside)} {what} of {layer.Input} from {layer.Producer}");
        return null;
    }
}
