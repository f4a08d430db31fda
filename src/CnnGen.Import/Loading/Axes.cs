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
        var steps = new int[shape.Count];
        for (var (axis, step) = (shape.Count - 1, 1); axis >= 0; step *= shape[axis--])
            steps[axis] = step;
        var (result, index) = (new float[values.Length], new int[shape.Count]);
        for (var (i, place) = (0, 0); i < result.Length; i++)
        {
            result[i] = values[place];
            // The next one: as an odometer counts, the last axis first.
            for (var axis = order.Count - 1; axis >= 0; axis--)
            {
                place += steps[order[axis]];
                if (++index[axis] < shape[order[axis]])
                    break;
                place -= steps[order[axis]] * index[axis];
                index[axis] = 0;
            }
        }

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
