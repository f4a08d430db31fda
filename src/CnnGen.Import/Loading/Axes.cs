using CnnGen.Import.Onnx;

namespace CnnGen.Import.Loading;

/// <summary>The axes of tensors, in another order.</summary>
internal static class Axes
{
    /// <summary>Puts the axes of a tensor into another order.</summary>
    /// <param name="values">Its values, row-major.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="order">For each axis of the result, which one it is of the tensor.</param>
    /// <returns>The values, row-major in the new order.</returns>
    public static float[] Permute(ReadOnlySpan<float> values, IReadOnlyList<int> shape, IReadOnlyList<int> order)
    {
        var steps = OnnxIndex.Strides(shape);
        var places = OnnxIndex.Places([.. order.Select(axis => shape[axis])], [.. order.Select(axis => steps[axis])]);
        var result = new float[places.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = values[places[i]];
        return result;
    }

    /// <summary>
    /// The values of a tensor whose channels come before rows and columns, as PyTorch has them, with the channels last.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="leading">Extents of axes in front, which go to the end: the outputs of a kernel; none, of a vector.</param>
    /// <param name="map">The extents that the result has: rows, columns, channels.</param>
    public static float[] ChannelsLast(ReadOnlySpan<float> values, int[] leading, IReadOnlyList<int> map)
    {
        int[] shape = [.. leading, map[^1], .. map.SkipLast(1)];
        int[] order =
            [.. Enumerable.Range(leading.Length + 1, map.Count - 1), leading.Length, .. Enumerable.Range(0, leading.Length)];
        return Permute(values, shape, order);
    }
}
