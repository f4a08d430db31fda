namespace CnnGen;

/// <summary>
/// The values of every layer's output for one or several images, or their gradients. They lie in the memory of the
/// <see cref="NetworkInspector"/> that gave them, whose next call of the same kind overwrites them.
/// </summary>
public sealed unsafe class LayerValues
{
    private readonly IReadOnlyList<LayerInfo> _layers;
    private readonly OutputRooms _rooms;
    private readonly Dictionary<string, int> _places;
    private readonly int[] _sizes;
    private float[] _last = [];

    internal LayerValues(NetworkInfo network, OutputRooms rooms)
    {
        (_layers, _rooms) = (network.Layers, rooms);
        _sizes = [.. network.Layers.Select(layer => layer.OutputShape.Aggregate(1, (a, b) => a * b))];
        _places = network.Layers.Select((layer, index) => (layer.Name, index)).ToDictionary(StringComparer.Ordinal);
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
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, _layers.Count);
            return Count == 0 ? [] : Of(layer)[..(Count * SizeOf(layer))];
        }
    }

    /// <summary>The values of a layer: those of all images, one after the other, each (height, width, channels) or (units).</summary>
    /// <param name="layer">Its name.</param>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public ReadOnlySpan<float> this[string layer] => this[PlaceOf(layer)];

    /// <summary>What passes are given: a pointer for each layer but the last.</summary>
    internal float** Pointers => _rooms.Pointers;

    /// <summary>A layer's index among <see cref="NetworkInfo.Layers"/>.</summary>
    /// <param name="layer">Its name.</param>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    internal int PlaceOf(string layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return _places.TryGetValue(layer, out var place)
            ? place
            : throw new ArgumentException($"There is no layer '{layer}', but {string.Join(", ", _places.Keys)}.", nameof(layer));
    }

    /// <summary>Values of a layer for one image.</summary>
    /// <param name="layer">Its index.</param>
    internal int SizeOf(int layer) => _sizes[layer];

    /// <summary>Makes room for the values of some images.</summary>
    /// <param name="count">Images.</param>
    internal void Reserve(int count)
    {
        _rooms.Reserve(count);
        var last = count * SizeOf(_layers.Count - 1);
        if (_last.Length < last)
            _last = GC.AllocateUninitializedArray<float>(last, pinned: true);
        Count = count;
    }

    /// <summary>Room for values of all images that there is room for.</summary>
    /// <param name="layer">A layer's index.</param>
    internal Span<float> Of(int layer) => layer < _layers.Count - 1 ? _rooms.All(layer) : _last;
}
