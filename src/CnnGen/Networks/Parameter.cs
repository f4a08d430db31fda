namespace CnnGen;

/// <summary>A weight or state tensor of a network, read and written in Keras' shape and order.</summary>
public sealed class Parameter
{
    private readonly CompiledNetwork _network;

    internal Parameter(CompiledNetwork network, ParameterInfo info) => (_network, Info) = (network, info);

    /// <summary>What is known of it at build time.</summary>
    public ParameterInfo Info { get; }

    /// <summary>Keras' name: <c>conv2d_1/kernel</c>.</summary>
    public string Name => Info.Name;

    /// <summary>Keras' shape: (row, column, in, out) for convolutions, (row, column, in, multiplier) for depthwise ones, (in, out) for dense kernels.</summary>
    public IReadOnlyList<int> Shape => Info.Shape;

    /// <summary>Number of values.</summary>
    public int Count => Info.Count;

    /// <summary>Whether an optimizer updates it.</summary>
    public bool Trainable => Info.Trainable;

    /// <summary>Copies the values out, row-major.</summary>
    /// <param name="destination">Room for exactly <see cref="Count"/> values.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    public void CopyTo(Span<float> destination)
    {
        CheckLength(destination.Length, nameof(destination));
        Gather(_network.Weights, destination);
    }

    /// <summary>Copies values in, row-major.</summary>
    /// <param name="source">Exactly <see cref="Count"/> values.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    public void CopyFrom(ReadOnlySpan<float> source)
    {
        CheckLength(source.Length, nameof(source));
        var weights = _network.Weights;
        for (var i = 0; i < source.Length; i++)
            weights[PlaceOf(i)] = source[i];
        _network.OnParametersChanged();
    }

    /// <summary>Copies the gradient of the last backward pass out, row-major.</summary>
    /// <param name="destination">Room for exactly <see cref="Count"/> values.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    /// <exception cref="InvalidOperationException">The parameter is not trainable, or no backward pass went before.</exception>
    public void CopyGradientTo(Span<float> destination)
    {
        CheckLength(destination.Length, nameof(destination));
        if (!Trainable)
            throw new InvalidOperationException($"'{Name}' is not trained and has no gradient.");
        Gather(_network.Gradients, destination);
    }

    /// <summary>Shape and name.</summary>
    public override string ToString() => $"{Name} ({string.Join(", ", Shape)})";

    private void Gather(ReadOnlySpan<float> storage, Span<float> destination)
    {
        for (var i = 0; i < destination.Length; i++)
            destination[i] = storage[PlaceOf(i)];
    }

    /// <summary>Where a value lies: see <see cref="ParameterInfo"/>.</summary>
    private int PlaceOf(int index)
    {
        var (row, column) = (index / Info.Columns, index % Info.Columns);
        return Info.Offset + column / Info.Lanes * Info.Rows * Info.Lanes + row * Info.Lanes + column % Info.Lanes;
    }

    private void CheckLength(int length, string argument)
    {
        if (length != Count)
            throw new ArgumentException($"'{Name}' has {Count} values, shape ({string.Join(", ", Shape)}), but {length} came.", argument);
    }
}
