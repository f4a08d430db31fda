using System.Globalization;

namespace CnnGen;

/// <summary>
/// The values of every layer's output for one or several images, or their gradients. They lie in the memory of the
/// <see cref="NetworkInspector"/> that gave them, whose next call of the same kind overwrites them.
/// </summary>
public sealed unsafe class LayerValues
{
    private readonly NetworkInfo _network;
    private readonly OutputRooms _rooms;
    private readonly int[] _sizes;
    private float[] _last = [];

    internal LayerValues(NetworkInfo network, OutputRooms rooms)
    {
        (_network, _rooms) = (network, rooms);
        _sizes = [.. network.Layers.Select(layer => layer.OutputShape.Aggregate(1, (a, b) => a * b))];
    }

    /// <summary>Images that there are values of; 0 before the first call.</summary>
    public int Count { get; private set; }

    /// <summary>The values of a layer: those of all images, one after the other, each (height, width, channels) or (units).</summary>
    /// <param name="layer">Its index among <see cref="NetworkInfo.Layers"/>; 0 is the image.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<float> this[int layer]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(layer);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, _network.Layers.Count);
            return Count == 0 ? [] : Of(layer)[..(Count * SizeOf(layer))];
        }
    }

    /// <summary>The values of a layer: those of all images, one after the other, each (height, width, channels) or (units).</summary>
    /// <param name="layer">Its name.</param>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public ReadOnlySpan<float> this[string layer] => this[_network.IndexOfLayer(layer)];

    /// <summary>What passes are given: a pointer for each layer but the last.</summary>
    internal float** Pointers => _rooms.Pointers;

    /// <summary>Values of a layer for one image.</summary>
    /// <param name="layer">Its index.</param>
    internal int SizeOf(int layer) => _sizes[layer];

    /// <summary>Makes room for the values of some images.</summary>
    /// <param name="count">Images.</param>
    /// <exception cref="OutOfMemoryException">Values of a layer are more than an array holds.</exception>
    internal void Reserve(int count)
    {
        var largest = Array.IndexOf(_sizes, _sizes.Max());
        if ((long)count * SizeOf(largest) > Array.MaxLength)
        {
            throw new OutOfMemoryException(string.Create(
                CultureInfo.InvariantCulture,
                $"Layer '{_network.Layers[largest].Name}' of {_network.Name} gives {(long)count * SizeOf(largest):N0} values for {count:N0}"
                + $" images, and an array holds {Array.MaxLength:N0} at most. Look at fewer images at a time."));
        }

        _rooms.Reserve(count);
        var last = count * SizeOf(_network.Layers.Count - 1);
        if (_last.Length < last)
            _last = GC.AllocateUninitializedArray<float>(last, pinned: true);
        Count = count;
    }

    /// <summary>Room for values of all images that there is room for.</summary>
    /// <param name="layer">A layer's index.</param>
    internal Span<float> Of(int layer) => layer < _network.Layers.Count - 1 ? _rooms.All(layer) : _last;
}
