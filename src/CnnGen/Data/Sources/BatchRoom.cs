using System.Runtime.ExceptionServices;
using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>Room for a batch of images and their targets, which is filled again and again, by several threads at a time.</summary>
internal sealed class BatchRoom
{
    private readonly int _imageSize;
    private readonly int _targetSize;
    private readonly bool _hasBytes;
    private readonly TargetKind _targetKind;
    private readonly byte[] _bytes;
    private readonly float[] _floats;
    private readonly int[] _labels;
    private readonly float[] _values;

    // Empty where each image weighs 1.
    private readonly float[] _weights;

    // Of the batch that is being made. Images are given out in order; those that are done may be any of them.
    private int _count;
    private int _given;
    private int _done;
    private int _failed;
    private ExceptionDispatchInfo? _error;

    /// <summary>Makes room.</summary>
    /// <param name="data">The data set whose images are to come; bytes or floats, as it has them.</param>
    /// <param name="capacity">Images of a full batch.</param>
    /// <exception cref="ArgumentException">They are more than an array can hold.</exception>
    public BatchRoom(IImageSource data, int capacity)
    {
        (_imageSize, _targetSize) = (data.Shape.Size, data.TargetSize);
        (_hasBytes, _targetKind) = (data.HasBytes, data.TargetKind);
        if (Math.Max(_imageSize, _targetSize) * (long)capacity > Array.MaxLength)
        {
            throw new ArgumentException(
                $"A batch of {capacity} images of {data.Shape} with targets of {_targetSize} takes more than the {Array.MaxLength} values"
                + " that are possible: make BatchSize smaller.");
        }

        // Pinned: a step holds on to its images for longer than a collection takes.
        _bytes = _hasBytes ? GC.AllocateArray<byte>(capacity * _imageSize, pinned: true) : [];
        _floats = _hasBytes ? [] : GC.AllocateArray<float>(capacity * _imageSize, pinned: true);
        _labels = _targetKind == TargetKind.Classes ? new int[capacity * _targetSize] : [];
        _weights = data.Targets.Weights.IsEmpty ? [] : new float[capacity];
        _values = _targetKind == TargetKind.Values ? GC.AllocateArray<float>(capacity * _targetSize, pinned: true) : [];
    }

    /// <summary>Whether an image is left that nobody makes.</summary>
    public bool HasMore => _given < _count;

    /// <summary>Whether nobody works on it any more: all images are there, or all of those before one that failed.</summary>
    public bool IsDone => _done == (_error is null ? _count : _given);

    /// <summary>The batch, which is done.</summary>
    /// <exception cref="Exception">An image failed: what its thread threw, with its own stack.</exception>
    public Batch Batch
    {
        get
        {
            _error?.Throw();
            var targets = _targetKind == TargetKind.Classes
                ? new Targets(_labels.AsSpan(0, _count * _targetSize))
                : new Targets(_values.AsSpan(0, _count * _targetSize));
            if (_weights.Length > 0)
                targets = targets.WithWeights(_weights.AsSpan(0, _count));
            return _hasBytes
                ? new(_bytes.AsSpan(0, _count * _imageSize), targets, _count)
                : new(_floats.AsSpan(0, _count * _imageSize), targets, _count);
        }
    }

    /// <summary>Begins a batch; the one before is done with.</summary>
    /// <param name="count">How many images it will have.</param>
    public void Begin(int count) => (_count, _given, _done, _error) = (count, 0, 0, null);

    /// <summary>Gives out the place of the next image.</summary>
    public int Give() => _given++;

    /// <summary>An image that was given out is there, or failed.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="error">What was thrown; null where it is there.</param>
    public void Finish(int place, ExceptionDispatchInfo? error)
    {
        _done++;
        // The first in order, not in time: it depends on no thread.
        if (error is not null && (_error is null || place < _failed))
            (_error, _failed) = (error, place);
    }

    /// <summary>Room for the weights of the images; empty where each weighs 1.</summary>
    public Span<float> Weights => _weights;

    /// <summary>Room for one image.</summary>
    /// <param name="place">Its place in the batch.</param>
    public ImageBuffer At(int place)
    {
        var labels = _targetKind == TargetKind.Classes ? _labels.AsSpan(place * _targetSize, _targetSize) : default;
        var values = _targetKind == TargetKind.Values ? _values.AsSpan(place * _targetSize, _targetSize) : default;
        return _hasBytes
            ? new(_bytes.AsSpan(place * _imageSize, _imageSize), labels, values)
            : new(_floats.AsSpan(place * _imageSize, _imageSize), labels, values);
    }
}
