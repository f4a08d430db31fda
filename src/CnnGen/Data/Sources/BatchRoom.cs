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

    // Floats of the target of one image; 0 where targets are classes and stay it.
    private readonly int _valueSize;
    private readonly bool _mixes;
    private readonly byte[] _bytes;
    private readonly float[] _floats;
    private readonly int[] _labels;
    private readonly float[] _values;

    // Empty where each image weighs 1.
    private readonly float[] _weights;

    // Those of further outputs.
    private readonly OutputTargets[] _further;

    // Of the batch that is being made. Images are given out in order; those that are done may be any of them.
    private readonly int[] _images;
    private int _count;
    private int _given;
    private int _done;
    private int _failed;
    private bool _isMixed;
    private ExceptionDispatchInfo? _error;

    /// <summary>Makes room.</summary>
    /// <param name="plan">The data set whose images are to come, bytes or floats, as it has them, and how many at a time.</param>
    /// <exception cref="ArgumentException">They are more than an array can hold.</exception>
    public BatchRoom(BatchPlan plan)
    {
        var (data, capacity) = (plan.Data, plan.BatchSize);
        (_imageSize, _targetSize) = (data.Shape.Size, data.TargetSize);
        (_hasBytes, _targetKind, _mixes) = (data.HasBytes, data.TargetKind, plan.Mixing is not null);
        _valueSize = plan.Mixing?.TargetSize ?? (_targetKind == TargetKind.Values ? _targetSize : 0);
        if (Math.Max(_imageSize, Math.Max(_targetSize, _valueSize)) * (long)capacity > Array.MaxLength)
        {
            throw new ArgumentException(
                $"A batch of {capacity} images of {data.Shape} with targets of {_targetSize} takes more than the {Array.MaxLength} values"
                + " that are possible: make BatchSize smaller.");
        }

        // Pinned: a step holds on to its images for longer than a collection takes.
        _bytes = _hasBytes ? GC.AllocateArray<byte>(capacity * _imageSize, pinned: true) : [];
        _floats = _hasBytes ? [] : GC.AllocateArray<float>(capacity * _imageSize, pinned: true);
        _labels = _targetKind == TargetKind.Classes ? new int[capacity * _targetSize] : [];
        _further = Array.ConvertAll(data.Targets.Further, each => each.NewRoom(capacity));
        _weights = data.Targets.Weights.IsEmpty ? [] : new float[capacity];
        _values = _valueSize > 0 ? GC.AllocateArray<float>(capacity * _valueSize, pinned: true) : [];
        _images = new int[capacity];
    }

    /// <summary>Images that somebody makes, or made.</summary>
    public int Given => _given;

    /// <summary>Images of the batch.</summary>
    public int Count => _count;

    /// <summary>Whether an image is left that nobody makes.</summary>
    public bool HasMore => _given < _count;

    /// <summary>Whether nobody works on it any more: all images are there, and mixed, or all of those before one that failed.</summary>
    public bool IsDone => _error is null ? _done == _count && (_isMixed || !_mixes) : _done == _given;

    /// <summary>Whether all images are there, and are to be mixed.</summary>
    public bool AwaitsMixing => _mixes && !_isMixed && _error is null && _done == _count;

    /// <summary>The numbers of the batch's images, in their order.</summary>
    public ReadOnlySpan<int> Images => _images.AsSpan(0, _count);

    /// <summary>The epoch of the batch, from 1.</summary>
    public int Epoch { get; private set; }

    /// <summary>Its number in the epoch, from 0.</summary>
    public int Number { get; private set; }

    /// <summary>The images, where they are bytes; else empty.</summary>
    public Span<byte> Bytes => _hasBytes ? _bytes.AsSpan(0, _count * _imageSize) : default;

    /// <summary>The images, where they are floats; else empty.</summary>
    public Span<float> Floats => _hasBytes ? default : _floats.AsSpan(0, _count * _imageSize);

    /// <summary>The classes, where those of the data set are classes; else empty.</summary>
    public Span<int> Labels => _targetKind == TargetKind.Classes ? _labels.AsSpan(0, _count * _targetSize) : default;

    /// <summary>The targets, where they are floats, or become it; else empty.</summary>
    public Span<float> Values => _values.AsSpan(0, _count * _valueSize);

    /// <summary>The batch, which is done.</summary>
    /// <exception cref="Exception">An image failed: what its thread threw, with its own stack.</exception>
    public Batch Batch
    {
        get
        {
            _error?.Throw();
            var targets = _valueSize > 0 ? new Targets(Values) : new(Labels);
            if (_weights.Length > 0)
                targets = targets.WithWeights(_weights.AsSpan(0, _count));
            targets = targets.WithOutputs(_further, _count);
            return _hasBytes ? new(Bytes, targets, _count) : new(Floats, targets, _count);
        }
    }

    /// <summary>Begins a batch; the one before is done with.</summary>
    /// <param name="count">How many images it will have.</param>
    /// <param name="epoch">Its epoch, from 1.</param>
    /// <param name="number">Its number in the epoch, from 0.</param>
    public void Begin(int count, int epoch, int number)
    {
        (_count, _given, _done, _error, _isMixed) = (count, 0, 0, null, false);
        (Epoch, Number) = (epoch, number);
    }

    /// <summary>Gives out the place of the next image.</summary>
    /// <param name="image">The image's number.</param>
    public int Give(int image)
    {
        _images[_given] = image;
        return _given++;
    }

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

    /// <summary>The images are mixed, or that failed.</summary>
    /// <param name="error">What was thrown; null where they are.</param>
    public void FinishMixing(ExceptionDispatchInfo? error) => (_isMixed, _error) = (true, error);

    /// <summary>Fills in what is known of an image besides itself and its target: its weight, and the targets of further outputs.</summary>
    /// <param name="place">Its place in the batch.</param>
    /// <param name="all">What is known of all images.</param>
    /// <param name="image">The image's number.</param>
    public void Put(int place, Targets all, int image)
    {
        if (_weights.Length > 0)
            _weights[place] = all.Weights[image];
        for (var i = 0; i < _further.Length; i++)
            _further[i].Put(place, all.Further[i], all.FirstImage + image);
    }

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
