namespace CnnGen.Import.Onnx;

/// <summary>Where elements of a row-major tensor are.</summary>
internal static class OnnxIndex
{
    /// <summary>How many elements a tensor has.</summary>
    /// <param name="shape">Its extents.</param>
    /// <exception cref="InvalidDataException">An extent is negative, or there are more than memory can hold.</exception>
    public static int Count(IReadOnlyList<int> shape)
    {
        var count = 1L;
        foreach (var extent in shape)
        {
            count *= extent;
            if (extent < 0 || count > Array.MaxLength)
                throw new InvalidDataException($"a tensor of {OnnxValue.Shown(shape)} cannot be");
        }

        return (int)count;
    }

    /// <summary>Elements from one to the next along each axis.</summary>
    /// <param name="shape">The extents.</param>
    public static int[] Strides(IReadOnlyList<int> shape)
    {
        var strides = new int[shape.Count];
        var stride = 1;
        for (var axis = shape.Count - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    /// <summary>The places of all elements, row by row.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="strides">Elements from one to the next along each axis; 0 where all are the same.</param>
    /// <param name="start">The place of the first.</param>
    public static int[] Places(IReadOnlyList<int> shape, IReadOnlyList<int> strides, int start = 0)
    {
        var places = new int[Count(shape)];
        if (places.Length == 0)
            return places;
        var (index, place) = (new int[shape.Count], start);
        for (var i = 0; ; i++)
        {
            places[i] = place;
            var axis = shape.Count - 1;
            for (; axis >= 0 && ++index[axis] == shape[axis]; axis--)
            {
                place -= strides[axis] * (shape[axis] - 1);
                index[axis] = 0;
            }

            if (axis < 0)
                return places;
            place += strides[axis];
        }
    }
}
