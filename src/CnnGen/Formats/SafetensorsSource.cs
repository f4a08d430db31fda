namespace CnnGen.Formats;

/// <summary>One float32 tensor to be written to a safetensors file.</summary>
public sealed class SafetensorsSource
{
    private readonly Action<Span<float>> _copyTo;

    /// <summary>A tensor whose values are fetched when the file is written.</summary>
    /// <param name="name">Its name; unique in the file, not <c>__metadata__</c>.</param>
    /// <param name="shape">Its extents, none negative; empty for a scalar.</param>
    /// <param name="copyTo">Fills a span of exactly as many values as the shape has, row-major.</param>
    /// <exception cref="ArgumentException">The name is empty or reserved, an extent is negative, or there are too many values.</exception>
    public SafetensorsSource(string name, IReadOnlyList<int> shape, Action<Span<float>> copyTo)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(copyTo);
        if (name == SafetensorsHeader.MetadataKey)
        {
            throw new ArgumentException(
                $"A tensor cannot be named {SafetensorsHeader.MetadataKey}: the format reserves that name.", nameof(name));
        }

        var count = SafetensorsHeader.CountValues(shape);
        // More bytes no reader takes.
        if (count is null || count > Array.MaxLength / sizeof(float))
            throw new ArgumentException($"Tensor '{name}' cannot have the shape {SafetensorsHeader.Describe(shape)}.", nameof(shape));
        (Name, Shape, Count, _copyTo) = (name, shape, (int)count, copyTo);
    }

    /// <summary>A tensor given by its values.</summary>
    /// <param name="name">Its name; unique in the file, not <c>__metadata__</c>.</param>
    /// <param name="shape">Its extents, none negative; empty for a scalar.</param>
    /// <param name="values">As many values as the shape has, row-major.</param>
    /// <exception cref="ArgumentException">The name is empty or reserved, an extent is negative, or the values do not fit the
    /// shape.</exception>
    public SafetensorsSource(string name, IReadOnlyList<int> shape, ReadOnlyMemory<float> values)
        : this(name, shape, destination => values.Span.CopyTo(destination))
    {
        if (values.Length != Count)
        {
            throw new ArgumentException(
                $"Tensor '{name}' of shape {SafetensorsHeader.Describe(shape)} needs {Count} values, but {values.Length} came.",
                nameof(values));
        }
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its extents.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Number of values.</summary>
    public int Count { get; }

    /// <summary>Copies the values, row-major.</summary>
    /// <param name="destination">Room for <see cref="Count"/> values.</param>
    internal void CopyTo(Span<float> destination) => _copyTo(destination);
}
