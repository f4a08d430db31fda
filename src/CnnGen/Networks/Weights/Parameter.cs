using CnnGen.Formats;
using CnnGen.Runtime;

namespace CnnGen;

/// <summary>A weight or state tensor of a network, read and written in Keras' shape and order.</summary>
/// <remarks>
/// It belongs to its network, and keeps it alive. The three copies take the network for their length, as every call of
/// <see cref="INetwork"/> does: one caller at a time, none after the network was disposed of. What is known of the tensor can be asked for
/// at any time.
/// </remarks>
public sealed class Parameter
{
    private readonly WeightStore _weights;
    private readonly Gate _gate;

    internal Parameter(ParameterInfo info, WeightStore weights, Gate gate) => (Info, _weights, _gate) = (info, weights, gate);

    /// <summary>What is known of it at build time.</summary>
    public ParameterInfo Info { get; }

    /// <summary>Keras' name: <c>conv2d_1/kernel</c>.</summary>
    public string Name => Info.Name;

    /// <summary>
    /// Keras' shape: (row, column, in, out) for convolutions, (row, column, in, multiplier) for depthwise ones, (row, column, out, in) for
    /// transposed ones, (in, out) for dense kernels.
    /// </summary>
    public IReadOnlyList<int> Shape => Info.Shape;

    /// <summary>Number of values.</summary>
    public int Count => Info.Count;

    /// <summary>Whether an optimizer updates it.</summary>
    public bool Trainable => Info.Trainable;

    private int Blocks => (Info.Columns + Info.Lanes - 1) / Info.Lanes;

    // Of a transposed kernel no two values lie side by side both publicly and privately.
    private int Runs => Info.IsTransposed ? Count : Info.Rows * Blocks;

    /// <summary>Copies the values out, row-major.</summary>
    /// <param name="destination">Room for exactly <see cref="Count"/> values.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    /// <exception cref="InvalidOperationException">The network is at work for another caller.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public void CopyTo(Span<float> destination)
    {
        using var use = _gate.Enter();
        CheckLength(destination.Length, nameof(destination));
        Gather(_weights.Values, destination);
    }

    /// <summary>
    /// Copies values in, row-major. <see cref="INetwork.Backward"/> refuses to go back through an <see cref="INetwork.Forward"/> from
    /// before, which was of other weights; the gradients of an earlier backward pass and the state of an optimizer stay.
    /// </summary>
    /// <param name="source">Exactly <see cref="Count"/> values.</param>
    /// <exception cref="ArgumentException">The length differs, or a variance is negative.</exception>
    /// <exception cref="InvalidOperationException">The network is at work for another caller.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public void CopyFrom(ReadOnlySpan<float> source)
    {
        using var use = _gate.Enter();
        CheckLength(source.Length, nameof(source));
        if (IndexOfImpossible(source) is >= 0 and var impossible)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"'{Name}' takes variances, but value {impossible} is {source[impossible]}, below zero."),
                nameof(source));
        }

        Scatter(source, _weights.Values);
        _weights.OnWritten();
    }

    /// <summary>Copies the gradient of the last backward pass out, row-major.</summary>
    /// <param name="destination">Room for exactly <see cref="Count"/> values.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    /// <exception cref="InvalidOperationException">
    /// The parameter is not trainable, no backward pass went before, or the network is at work for another caller.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public void CopyGradientTo(Span<float> destination)
    {
        using var use = _gate.Enter();
        CheckLength(destination.Length, nameof(destination));
        if (!Trainable)
            throw new InvalidOperationException($"'{Name}' is not trained and has no gradient.");
        Gather(_weights.Gradients, destination);
    }

    /// <summary>Shape and name.</summary>
    public override string ToString() => $"{Name} ({string.Join(", ", Shape)})";

    /// <summary>
    /// Reads values as they are stored in a file straight to where they lie. The network has to be told once all parameters are read.
    /// </summary>
    /// <param name="dataType">Their type, one that <see cref="FloatValues"/> widens.</param>
    /// <param name="stored"><see cref="Count"/> values, row-major.</param>
    /// <param name="weights">The network's weights.</param>
    internal void Read(string dataType, ReadOnlySpan<byte> stored, Span<float> weights)
    {
        var size = FloatValues.SizeOf(dataType);
        for (var i = 0; i < Runs; i++)
        {
            var run = RunAt(i);
            FloatValues.Widen(dataType, stored.Slice(run.Index * size, run.Count * size), weights.Slice(run.Place, run.Count));
        }
    }

    /// <summary>Refuses values that are NaN or infinite.</summary>
    /// <param name="weights">The network's weights.</param>
    /// <exception cref="NotFiniteNumberException">There are some; the message counts them.</exception>
    internal void CheckFinite(ReadOnlySpan<float> weights)
    {
        // Where they lie first, with the zeros between them: nothing is copied as long as all is well.
        if (FiniteValues.IndexOfOther(weights.Slice(Info.Offset, Blocks * Info.Lanes * Info.Rows)) < 0)
            return;
        var values = new float[Count];
        Gather(weights, values);
        if (FiniteValues.IndexOfOther(values) < 0)
            return;
        throw new NotFiniteNumberException(
            $"'{Name}' cannot be saved: {FiniteValues.Describe(values)}. Nothing was written. They come of a training step that failed, or"
            + " of CopyFrom: train again with a smaller learning rate, or clip the gradients.");
    }

    /// <summary>
    /// The first value that no data can have given, a negative variance; -1 where there is none.
    /// </summary>
    /// <param name="values">Values for this parameter.</param>
    internal int IndexOfImpossible(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length && Info.IsVariance; i++)
        {
            if (values[i] < 0)
                return i;
        }

        return -1;
    }

    /// <summary>Puts values where they lie. The network has to be told once all parameters are there.</summary>
    /// <param name="source"><see cref="Count"/> values, row-major.</param>
    /// <param name="weights">The network's weights.</param>
    internal void Scatter(ReadOnlySpan<float> source, Span<float> weights)
    {
        for (var i = 0; i < Runs; i++)
        {
            var run = RunAt(i);
            source.Slice(run.Index, run.Count).CopyTo(weights.Slice(run.Place, run.Count));
        }
    }

    /// <summary>Copies values out of where they lie.</summary>
    /// <param name="storage">The network's weights, or their gradients.</param>
    /// <param name="destination">Room for <see cref="Count"/> values, row-major.</param>
    internal void Gather(ReadOnlySpan<float> storage, Span<float> destination)
    {
        for (var i = 0; i < Runs; i++)
        {
            var run = RunAt(i);
            storage.Slice(run.Place, run.Count).CopyTo(destination.Slice(run.Index, run.Count));
        }
    }

    /// <summary>
    /// Values that lie one after the other both publicly and privately: a row's share of a block. See <see cref="ParameterInfo"/>.
    /// </summary>
    private (int Index, int Place, int Count) RunAt(int number)
    {
        if (Info.IsTransposed)
            return (number, PlaceOfTransposed(number), 1);
        var (row, block) = (number / Blocks, number % Blocks);
        var column = block * Info.Lanes;
        return (
            row * Info.Columns + column, Info.Offset + column * Info.Rows + row * Info.Lanes, Math.Min(Info.Lanes, Info.Columns - column));
    }

    /// <summary>
    /// Where a value of a kernel (row, column, out, in) lies in one of (row, column, in, out) with its pixels in reverse.
    /// </summary>
    private int PlaceOfTransposed(int index)
    {
        var inputs = Shape[^1];
        var (pixel, output, input) = (index / (Info.Columns * inputs), index / inputs % Info.Columns, index % inputs);
        var row = (Info.Rows / inputs - 1 - pixel) * inputs + input;
        return Info.Offset + (output / Info.Lanes * Info.Rows + row) * Info.Lanes + output % Info.Lanes;
    }

    private void CheckLength(int length, string argument)
    {
        if (length != Count)
            throw new ArgumentException($"'{Name}' has {Count} values, shape ({string.Join(", ", Shape)}), but {length} came.", argument);
    }
}
