using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>What images are to come out as at one of a network's further outputs: classes, or floats.</summary>
internal sealed class OutputTargets
{
    private readonly ReadOnlyMemory<int> _classes;
    private readonly ReadOnlyMemory<float> _values;

    // Of room that is filled in.
    private readonly int[] _classRoom = [];
    private readonly float[] _valueRoom = [];

    /// <summary>Classes.</summary>
    /// <param name="output">The name of the output.</param>
    /// <param name="classes">As many for each image.</param>
    /// <param name="images">How many images.</param>
    /// <exception cref="ArgumentException">The images have not as many each.</exception>
    public OutputTargets(string output, ReadOnlyMemory<int> classes, int images)
        : this(output, TargetKind.Classes, SizeOf(output, classes.Length, images)) => _classes = classes;

    /// <summary>Floats.</summary>
    /// <param name="output">The name of the output.</param>
    /// <param name="values">As many for each image.</param>
    /// <param name="images">How many images.</param>
    /// <exception cref="ArgumentException">The images have not as many each.</exception>
    public OutputTargets(string output, ReadOnlyMemory<float> values, int images)
        : this(output, TargetKind.Values, SizeOf(output, values.Length, images)) => _values = values;

    private OutputTargets(string output, TargetKind kind, int size) => (Output, Kind, Size) = (output, kind, size);

    private OutputTargets(OutputTargets like, int capacity)
        : this(like.Output, like.Kind, like.Size)
    {
        if (Kind == TargetKind.Classes)
            _classes = _classRoom = new int[capacity * Size];
        else
            _values = _valueRoom = new float[capacity * Size];
    }

    /// <summary>The name of the output.</summary>
    public string Output { get; }

    /// <summary>Classes or floats.</summary>
    public TargetKind Kind { get; }

    /// <summary>Classes, or floats, of one image.</summary>
    public int Size { get; }

    /// <summary>Those of all images.</summary>
    public Targets All => Kind == TargetKind.Classes ? _classes.Span : _values.Span;

    /// <summary>Those of some images.</summary>
    /// <param name="image">The first image.</param>
    /// <param name="count">How many.</param>
    public Targets Of(int image, int count = 1) => All.Slice(image * Size, count * Size);

    /// <summary>A run of images, without copying.</summary>
    /// <param name="start">The first image.</param>
    /// <param name="count">How many.</param>
    public OutputTargets Slice(int start, int count) => Kind == TargetKind.Classes
        ? new(Output, _classes.Slice(start * Size, count * Size), count)
        : new(Output, _values.Slice(start * Size, count * Size), count);

    /// <summary>Some of the images, copied, in the order in which they are named.</summary>
    /// <param name="images">Their numbers, from 0.</param>
    public OutputTargets Picked(ReadOnlySpan<int> images) => Kind == TargetKind.Classes
        ? new(Output, PartNumbers.Picked(_classes.Span, Size, images), images.Length)
        : new(Output, PartNumbers.Picked(_values.Span, Size, images), images.Length);

    /// <summary>Room for as many images, to be filled in.</summary>
    /// <param name="capacity">How many.</param>
    public OutputTargets NewRoom(int capacity) => new(this, capacity);

    /// <summary>Fills in the target of an image, in room.</summary>
    /// <param name="place">Where.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="image">Its number there.</param>
    public void Put(int place, OutputTargets source, int image)
    {
        if (Kind == TargetKind.Classes)
            source.Of(image).Classes.CopyTo(_classRoom.AsSpan(place * Size, Size));
        else
            source.Of(image).Values.CopyTo(_valueRoom.AsSpan(place * Size, Size));
    }

    private static int SizeOf(string output, int length, int images)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        return images > 0 && length > 0 && length % images == 0
            ? length / images
            : throw new ArgumentException(
                $"{images} images need as many targets of one size for output '{output}', that is {images} x k, but {length} came.");
    }
}
