using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>Channels become blocks of pixels.</summary>
internal sealed record DepthToSpace(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, int BlockSize)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override LayerView View => new(new(1, 0, 0, BlockSize), new(1, 0, 0, BlockSize));

    /// <summary>(H, W, C) to (H * block size, W * block size, C / block size^2); the square divides C.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var blockSize = layer.Positive("BlockSize");
        if (!layer.CheckFeatureMap() || blockSize is not { } size)
            return new(PartialShape.Unknown, null);
        var square = (long)size * size;
        if (layer.Input.Channels is { } channels && channels % square != 0)
        {
            layer.Report(DiagnosticIds.OutOfRange, "BlockSize", layer.Description, "BlockSize", LayerReader.Text(size),
                $"a number whose square divides the {LayerReader.Text(channels)} channels of {layer.Input} from {layer.Producer}");
            return new(PartialShape.Unknown, null);
        }

        // There are as many values as before, so no extent is too large.
        var output = PartialShape.Map(layer.Input.Height * size, layer.Input.Width * size, (int?)(layer.Input.Channels / square));
        return layer.Finish(output, null, (input, shape) => new DepthToSpace(
            layer.Index, layer.Name, layer.Inputs, input, shape, size));
    }
}
