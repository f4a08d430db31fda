using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Images of one shape in memory, with what they are to come out as, classes or floats, and, if wanted, how much each weighs. The images
/// are bytes (0 to 255) or floats, row-major, channels last, one image after the other.
/// A slice shares the storage of what it was cut from.
/// </summary>
public sealed class ImageDataset : IImageSource, IHasSettings
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ReadOnlyMemory<float> _floats;
    private readonly ReadOnlyMemory<int> _labels;
    private readonly ReadOnlyMemory<float> _values;
    private readonly ReadOnlyMemory<float> _weights;

    // Those of further outputs.
    private readonly OutputTargets[] _further = [];

    /// <summary>Images stored as bytes.</summary>
    /// <param name="images">count x height x width x channels bytes.</param>
    /// <param name="labels">count classes, from 0; or count x k of them, where each image has one for each of k positions.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <exception cref="ArgumentException">
    /// An extent is not positive, one image has more than 2^31 - 1 values, or the lengths do not fit each other.
    /// </exception>
    public ImageDataset(ReadOnlyMemory<byte> images, ReadOnlyMemory<int> labels, int height, int width, int channels)
        : this(labels, height, width, channels, images.Length)
    {
        _bytes = images;
        HasBytes = true;
    }

    /// <summary>Images stored as floats.</summary>
    /// <param name="images">count x height x width x channels values.</param>
    /// <param name="labels">count classes, from 0; or count x k of them, where each image has one for each of k positions.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <exception cref="ArgumentException">
    /// An extent is not positive, one image has more than 2^31 - 1 values, or the lengths do not fit each other.
    /// </exception>
    public ImageDataset(ReadOnlyMemory<float> images, ReadOnlyMemory<int> labels, int height, int width, int channels)
        : this(labels, height, width, channels, images.Length) => _floats = images;

    /// <summary>Images stored as bytes, with floats for targets: numbers, several labels, maps.</summary>
    /// <param name="images">count x height x width x channels bytes.</param>
    /// <param name="targets">count x k floats, row-major: k is the <see cref="NetworkInfo.OutputSize"/> of the network to train.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <exception cref="ArgumentException">
    /// An extent is not positive, one image has more than 2^31 - 1 values, or the lengths do not fit each other.
    /// </exception>
    public ImageDataset(ReadOnlyMemory<byte> images, ReadOnlyMemory<float> targets, int height, int width, int channels)
        : this(height, width, channels, images.Length)
    {
        (_bytes, _values, HasBytes, TargetKind) = (images, targets, true, TargetKind.Values);
        TargetSize = SizeOfValues();
    }

    /// <summary>Images stored as floats, with floats for targets: numbers, several labels, maps, the images themselves.</summary>
    /// <param name="images">count x height x width x channels values.</param>
    /// <param name="targets">count x k floats, row-major: k is the <see cref="NetworkInfo.OutputSize"/> of the network to train.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <exception cref="ArgumentException">
    /// An extent is not positive, one image has more than 2^31 - 1 values, or the lengths do not fit each other.
    /// </exception>
    public ImageDataset(ReadOnlyMemory<float> images, ReadOnlyMemory<float> targets, int height, int width, int channels)
        : this(height, width, channels, images.Length)
    {
        (_floats, _values, TargetKind) = (images, targets, TargetKind.Values);
        TargetSize = SizeOfValues();
    }

    private ImageDataset(ReadOnlyMemory<int> labels, int height, int width, int channels, int length)
    {
        (Height, Width, Channels, _labels) = (height, width, channels, labels);
        var size = CheckedSize(height, width, channels);
        var (count, rest) = Math.DivRem(length, size);
        if (rest != 0 || (count == 0 ? labels.Length > 0 : labels.Length == 0 || labels.Length % count != 0))
        {
            throw new ArgumentException(
                $"{labels.Length} labels need {(long)labels.Length * size} values ({height} x {width} x {channels} each), but {length}"
                + " came.");
        }

        (ImageSize, Count, TargetSize) = (size, count, count == 0 ? 1 : labels.Length / count);
    }

    private ImageDataset(int height, int width, int channels, int length)
    {
        (Height, Width, Channels) = (height, width, channels);
        ImageSize = CheckedSize(height, width, channels);
        (Count, var rest) = Math.DivRem(length, ImageSize);
        if (rest != 0)
        {
            throw new ArgumentException(
                $"An image has {ImageSize} values ({height} x {width} x {channels}), but {length} values are no whole number of them.");
        }
    }

    private ImageDataset(ImageDataset whole, int start, int count, ReadOnlyMemory<float> weights, OutputTargets[] further)
    {
        (Height, Width, Channels, ImageSize, Count) = (whole.Height, whole.Width, whole.Channels, whole.ImageSize, count);
        (HasBytes, TargetKind, TargetSize) = (whole.HasBytes, whole.TargetKind, whole.TargetSize);
        if (HasBytes)
            _bytes = whole._bytes.Slice(start * ImageSize, count * ImageSize);
        else
            _floats = whole._floats.Slice(start * ImageSize, count * ImageSize);
        if (TargetKind == TargetKind.Classes)
            _labels = whole._labels.Slice(start * TargetSize, count * TargetSize);
        else
            _values = whole._values.Slice(start * TargetSize, count * TargetSize);
        (_weights, _further) = (weights, further);
    }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>Channels of an image.</summary>
    public int Channels { get; }

    /// <summary>Rows, columns and channels of an image.</summary>
    public ImageShape Shape => new(Height, Width, Channels);

    /// <summary>Values of one image.</summary>
    public int ImageSize { get; }

    /// <summary>Whether the images are stored as bytes rather than floats.</summary>
    public bool HasBytes { get; }

    /// <summary>All images, where <see cref="HasBytes"/>; else empty.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>All images, where not <see cref="HasBytes"/>; else empty.</summary>
    public ReadOnlySpan<float> Floats => _floats.Span;

    /// <summary>Whether the targets are classes or floats.</summary>
    public TargetKind TargetKind { get; }

    /// <summary>Floats, or classes, of the target of one image; 1 where it has one class.</summary>
    public int TargetSize { get; }

    /// <summary>What all images are to come out as, with their weights.</summary>
    public Targets Targets =>
        (TargetKind == TargetKind.Classes ? new Targets(_labels.Span) : new(_values.Span)).WithWeights(_weights.Span)
            .WithOutputs(_further, Count);

    /// <summary>The classes; empty where the targets are floats.</summary>
    public ReadOnlySpan<int> Labels => _labels.Span;

    /// <summary>What each image weighs in the loss; empty where each weighs 1.</summary>
    public ReadOnlySpan<float> Weights => _weights.Span;

    /// <summary>
    /// The same images, without copying, with a weight for each: Keras' <c>sample_weight</c>. Training and evaluation multiply the loss of
    /// an image, and its gradient, with it; see <see cref="Targets.WithWeights"/>.
    /// </summary>
    /// <param name="weights">A finite number for each image; empty for 1. It replaces weights that there were.</param>
    /// <exception cref="ArgumentException">There are more or fewer of them than images, or one is not finite.</exception>
    public ImageDataset WithWeights(ReadOnlyMemory<float> weights)
    {
        PartNumbers.CheckWeights(Count, weights.Span);
        return new ImageDataset(this, 0, Count, weights, _further);
    }

    /// <summary>
    /// The same images, without copying, with targets for a further output, which a network has by <c>[Output]</c>; for
    /// <see cref="OutputLosses"/>. Such that there were of this output are replaced.
    /// </summary>
    /// <param name="output">The name of the output.</param>
    /// <param name="classes">For each image a class, from 0; or one for each position of a map.</param>
    /// <exception cref="ArgumentException">The images have not as many classes each.</exception>
    public ImageDataset WithTargets(string output, ReadOnlyMemory<int> classes) => With(new OutputTargets(output, classes, Count));

    /// <summary>As for classes, with floats.</summary>
    /// <param name="output">The name of the output.</param>
    /// <param name="values">For each image a float for each value of the output.</param>
    /// <exception cref="ArgumentException">The images have not as many floats each.</exception>
    public ImageDataset WithTargets(string output, ReadOnlyMemory<float> values) => With(new OutputTargets(output, values, Count));

    /// <summary>
    /// The same images, with floats for targets: 1 for the class of an image, or of a position, and 0 for the others, as Keras'
    /// <c>to_categorical</c>. For losses and metrics that take a probability for each class.
    /// </summary>
    /// <param name="classes">How many classes there are, at least 1: the channels of the network's output.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 1 class.</exception>
    /// <exception cref="ArgumentException">
    /// The targets are floats, a label is no class, or there are more floats than an array can have.
    /// </exception>
    public ImageDataset ToOneHot(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (TargetKind != TargetKind.Classes)
            throw new ArgumentException("The targets are floats already; of classes alone floats can be made.");
        var labels = _labels.Span;
        if ((long)labels.Length * classes > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{labels.Length} labels of {classes} classes are more floats than an array can have.", nameof(classes));
        }

        var values = new float[labels.Length * classes];
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                throw new ArgumentException(
                    $"The label of image {i / TargetSize} is {labels[i]}, but of {classes} classes the last is {classes - 1}.",
                    nameof(classes));
            }

            values[(i * classes) + labels[i]] = 1;
        }

        ImageDataset oneHot = HasBytes
            ? new(_bytes, values, Height, Width, Channels)
            : new(_floats, values, Height, Width, Channels);
        return new ImageDataset(oneHot, 0, Count, _weights, _further);
    }

    /// <summary>The same images, with the targets of further outputs.</summary>
    internal ImageDataset WithOutputs(OutputTargets[] further) => new(this, 0, Count, _weights, further);

    private ImageDataset With(OutputTargets added) =>
        new(this, 0, Count, _weights, [.. _further.Where(each => each.Output != added.Output), added]);

    /// <summary>A run of images, without copying.</summary>
    /// <param name="start">The first image.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie inside the data set.</exception>
    public ImageDataset Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        return new ImageDataset(
            this,
            start,
            count,
            _weights.IsEmpty ? _weights : _weights.Slice(start, count),
            count == 0 ? [] : [.. _further.Select(each => each.Slice(start, count))]);
    }

    /// <inheritdoc/>
    void IImageSource.Read(int image, ImageBuffer buffer)
    {
        if (HasBytes)
            Bytes.Slice(image * ImageSize, ImageSize).CopyTo(buffer.Bytes);
        else
            Floats.Slice(image * ImageSize, ImageSize).CopyTo(buffer.Floats);
    }

    /// <summary>Adds a checksum of the pixels, of some images where there are more than 256 MiB.</summary>
    /// <inheritdoc/>
    void IHasSettings.AddSettings(SettingList settings)
    {
        if (Count > 0)
            settings.Add("pixels", HasBytes ? DataChecksum.Of(Bytes, Count) : DataChecksum.Of(Floats, Count));
    }

    /// <summary>Some of the images, copied, in the order in which they are named; an image may be named several times.</summary>
    /// <param name="images">Their numbers, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no image of such a number; the message names it.</exception>
    /// <exception cref="ArgumentException">They have more values than an array can.</exception>
    public ImageDataset Subset(params ReadOnlySpan<int> images)
    {
        PartNumbers.Check(this, images);
        ImageDataset subset = (HasBytes, TargetKind) switch
        {
            (true, TargetKind.Classes) => new(Picked(_bytes, images), Picked(_labels, images), Height, Width, Channels),
            (true, _) => new(Picked(_bytes, images), Picked(_values, images), Height, Width, Channels),
            (_, TargetKind.Classes) => new(Picked(_floats, images), Picked(_labels, images), Height, Width, Channels),
            _ => new(Picked(_floats, images), Picked(_values, images), Height, Width, Channels),
        };
        var picked = new OutputTargets[images.IsEmpty ? 0 : _further.Length];
        for (var i = 0; i < picked.Length; i++)
            picked[i] = _further[i].Picked(images);
        return new ImageDataset(subset, 0, subset.Count, _weights.IsEmpty ? default : Picked(_weights, images), picked);
    }

    /// <summary>What some images have of <paramref name="all"/>, in which every image has as much.</summary>
    private ReadOnlyMemory<T> Picked<T>(ReadOnlyMemory<T> all, ReadOnlySpan<int> images) =>
        images.IsEmpty ? default : PartNumbers.Picked(all.Span, all.Length / Count, images);

    private static int CheckedSize(int height, int width, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        var size = (Int128)height * width * channels;
        return size <= int.MaxValue
            ? (int)size
            : throw new ArgumentException(
                $"An image of {height} x {width} x {channels} has {size} values; {int.MaxValue} are possible.");
    }

    /// <summary>Floats of the target of one image, by the number of images.</summary>
    private int SizeOfValues()
    {
        var fits = Count == 0 ? _values.IsEmpty : !_values.IsEmpty && _values.Length % Count == 0;
        return fits
            ? _values.Length / Math.Max(1, Count)
            : throw new ArgumentException(
                $"{Count} images need as many targets of one size, that is {Count} x k floats, but {_values.Length} floats came.");
    }
}
