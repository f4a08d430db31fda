using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>Blocks of pixels become channels.</summary>
internal sealed record SpaceToDepth(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, int BlockSize)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override LayerView View => LayerView.Of(new Window(BlockSize, BlockSize, BlockSize, BlockSize, 0, 0));

    /// <summary>(H, W, C) to (H / block size, W / block size, C * block size^2); the block size divides H and W.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var blockSize = layer.Positive("BlockSize");
        if (!layer.CheckFeatureMap() || blockSize is not { } size)
            return new(PartialShape.Unknown, null);
        if (layer.Input.Height % size is not (null or 0) || layer.Input.Width % size is not (null or 0))
        {
            layer.Report(DiagnosticIds.OutOfRange, "BlockSize", layer.Description, "BlockSize", LayerReader.Text(size),
                $"a divisor of the rows and of the columns of {layer.Input} from {layer.Producer}");
            return new(PartialShape.Unknown, null);
        }

        // There are as many values as before, so no extent is too large.
        var known = layer.Input.Height is not null && layer.Input.Width is not null;
        var output = PartialShape.Map(
            layer.Input.Height / size, layer.Input.Width / size, known ? layer.Input.Channels * size * size : null);
        return layer.Finish(output, null, (input, shape) => new SpaceToDepth(
            layer.Index, layer.Name, layer.Inputs, input, shape, size));
    }
}
