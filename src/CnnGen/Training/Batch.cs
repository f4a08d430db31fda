using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>Room for a batch of images and their targets, which is filled again and again.</summary>
internal sealed class Batch
{
    private readonly int _imageSize;
    private readonly bool _hasBytes;
    private readonly byte[] _bytes;
    private readonly float[] _floats;
    private readonly int[] _labels;
    private readonly float[] _values;
    private readonly int _capacity;
    private readonly int _targetSize;
    private readonly TargetKind _targetKind;

    // Floats of the target of one image; 0 where targets are classes and stay it.
    private readonly int _valueSize;
    private int _count;

    /// <summary>Makes room.</summary>
    /// <param name="data">The data set whose images are to come; bytes or floats, as it has them.</param>
    /// <param name="capacity">Images of a full batch.</param>
    /// <param name="valueSize">Floats that become of the target of one image, classes or not; null where it stays what it is.</param>
    public Batch(ImageDataset data, int capacity, int? valueSize = null)
    {
        (_imageSize, _hasBytes) = (data.ImageSize, data.HasBytes);
        var values = capacity * _imageSize;
        // Pinned: a step holds on to its images for longer than a collection takes.
        _bytes = _hasBytes ? GC.AllocateArray<byte>(values, pinned: true) : [];
        _floats = _hasBytes ? [] : GC.AllocateArray<float>(values, pinned: true);
        (_capacity, _targetSize, _targetKind) = (capacity, data.TargetSize, data.TargetKind);
        _labels = _targetKind == TargetKind.Classes ? new int[capacity * _targetSize] : [];
        _valueSize = valueSize ?? (_targetKind == TargetKind.Values ? _targetSize : 0);
        _values = _valueSize > 0 ? GC.AllocateArray<float>(capacity * _valueSize, pinned: true) : [];
    }

    /// <summary>Images in the batch, at most the capacity; the room of those that were there before stays as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, or above the capacity.</exception>
    public int Count
    {
        get => _count;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, _capacity);
            _count = value;
        }
    }

    /// <summary>The images, where the data set has bytes; else empty.</summary>
    public Span<byte> Bytes => _hasBytes ? _bytes.AsSpan(0, _count * _imageSize) : default;

    /// <summary>The images, where the data set has floats; else empty.</summary>
    public Span<float> Floats => _hasBytes ? default : _floats.AsSpan(0, _count * _imageSize);

    /// <summary>The classes, where those of the data set are classes; else empty.</summary>
    public Span<int> Labels => _targetKind == TargetKind.Classes ? _labels.AsSpan(0, _count * _targetSize) : default;

    /// <summary>The targets, where they are floats, or become it; else empty.</summary>
    public Span<float> Values => _values.AsSpan(0, _count * _valueSize);

    /// <summary>The targets.</summary>
    public Targets Targets => _valueSize > 0 ? Values : Labels;

    /// <summary>Batches that some images make; the last one takes what is left.</summary>
    /// <param name="images">How many images.</param>
    /// <param name="batchSize">Images of a full batch, at least 1.</param>
    public static int CountOf(int images, int batchSize) => (int)(((long)images + batchSize - 1) / batchSize);

    /// <summary>One step of training on the batch.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="metrics">Who is told of the outputs.</param>
    public BatchResult Train(INetwork network, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics) => _hasBytes
        ? network.TrainBatch(Bytes, Targets, loss, optimizer, metrics)
        : network.TrainBatch(Floats, Targets, loss, optimizer, metrics);
}
