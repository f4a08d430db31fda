using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>The middle of a feature map.</summary>
internal sealed record CenterCrop(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>What is left out on the four sides: the odd row or column below, and on the right.</summary>
    public Sides Cropping
    {
        get
        {
            var (rows, columns) = (InputShape.Height - OutputShape.Height, InputShape.Width - OutputShape.Width);
            return new(rows / 2, rows - (rows / 2), columns / 2, columns - (columns / 2));
        }
    }

    public override LayerView View => LayerView.Of(Cropping);

    /// <summary>(H, W, C) to (height, width, C), which must not be larger.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var (height, width) = (layer.Positive("Height"), layer.Positive("Width"));
        if (!layer.CheckFeatureMap())
            return new(PartialShape.Map(height, width, null), null);
        CheckFits(layer, "Height", height, layer.Input.Height, "rows");
        CheckFits(layer, "Width", width, layer.Input.Width, "columns");
        return layer.Finish(PartialShape.Map(height, width, layer.Input.Channels), null, (input, output) => new CenterCrop(
            layer.Index, layer.Name, layer.Inputs, input, output));
    }

    private static void CheckFits(LayerReader layer, string argument, int? wanted, int? extent, string what)
    {
        if (wanted is not { } left || !(left > extent))
            return;
        layer.Report(DiagnosticIds.OutOfRange, argument, layer.Description, argument, LayerReader.Text(left),
            $"at most the {LayerReader.Text(extent)} {what} of {layer.Input} from {layer.Producer}; Keras would enlarge it, as [Resizing]"
                + " does");
    }
}
