namespace CnnGen.Import.Onnx;

/// <summary>Axes as attributes name them: counted with the batch, or from the end.</summary>
internal static class OnnxAxes
{
    /// <summary>An axis, counted without the batch.</summary>
    /// <param name="node">The node.</param>
    /// <param name="rank">How many axes there are without the batch.</param>
    /// <param name="axis">As the file has it.</param>
    public static int Read(OnnxNode node, int rank, int axis)
    {
        var counted = axis < 0 ? axis + rank : axis - 1;
        return axis == 0 || axis == -rank - 1 ? throw node.Refuse("it works on the batch, whose images do not meet")
            : counted >= 0 && counted < rank ? counted : throw node.Refuse($"there is no axis {axis} of {rank + 1}");
    }

    /// <summary>Several axes, counted without the batch; all of them where they are left out.</summary>
    /// <param name="node">The node.</param>
    /// <param name="rank">How many axes there are without the batch.</param>
    /// <param name="axes">As the file has them.</param>
    public static int[] Read(OnnxNode node, int rank, int[]? axes) =>
        [.. (axes ?? [.. Enumerable.Range(0, rank + 1)]).Select(axis => Read(node, rank, axis))];
}
