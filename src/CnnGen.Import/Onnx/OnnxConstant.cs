namespace CnnGen.Import.Onnx;

/// <summary>A tensor whose values are known: weights, or numbers that are computed from shapes.</summary>
internal sealed class OnnxConstant : OnnxValue
{
    private OnnxConstant(int[] shape, float[]? floats, long[]? integers) => (Shape, Floats, Integers) = (shape, floats, integers);

    /// <summary>Its extents; none of a single number.</summary>
    public int[] Shape { get; }

    /// <summary>How many numbers it has.</summary>
    public int Count => Floats?.Length ?? Integers!.Length;

    /// <summary>Its values, row-major; null of whole numbers.</summary>
    public float[]? Floats { get; }

    /// <summary>Its values, row-major, 0 and 1 of truths; null of floats.</summary>
    public long[]? Integers { get; }

    /// <summary>Floats.</summary>
    /// <param name="shape">Their extents.</param>
    /// <param name="values">The values, row-major.</param>
    public static OnnxConstant Of(int[] shape, float[] values) => new(shape, values, null);

    /// <summary>Whole numbers.</summary>
    /// <param name="shape">Their extents.</param>
    /// <param name="values">The values, row-major.</param>
    public static OnnxConstant Of(int[] shape, long[] values) => new(shape, null, values);

    /// <summary>The values as floats.</summary>
    public float[] ToFloats() => Floats ?? Array.ConvertAll(Integers!, value => (float)value);

    /// <summary>The values as whole numbers, cut off.</summary>
    public long[] ToIntegers() => Integers ?? Array.ConvertAll(Floats!, value => (long)value);

    /// <summary>The same values with other extents.</summary>
    /// <param name="shape">The extents, of as many values.</param>
    public OnnxConstant Reshaped(int[] shape) => new(shape, Floats, Integers);

    /// <summary>Values in another order.</summary>
    /// <param name="shape">The extents of the new ones.</param>
    /// <param name="places">Where each new one is among the present ones.</param>
    public OnnxConstant Gathered(int[] shape, IReadOnlyList<int> places)
    {
        return Floats is not null
            ? Of(shape, [.. places.Select(place => Floats[place])])
            : Of(shape, [.. places.Select(place => Integers![place])]);
    }

    /// <summary>The axes in another order.</summary>
    /// <param name="order">For each new axis the present one.</param>
    public OnnxConstant Transposed(params int[] order)
    {
        int[] shape = [.. order.Select(axis => Shape[axis])];
        return Gathered(shape, OnnxIndex.Places(shape, [.. order.Select(axis => OnnxIndex.Strides(Shape)[axis])]));
    }
}
