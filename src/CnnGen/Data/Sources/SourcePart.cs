using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>Some of the images of a source, in another order, read when they are wanted.</summary>
internal sealed class SourcePart : IImageSource, IHasSettings
{
    private readonly IImageSource _whole;

    // Null where the images are a run of those of the whole.
    private readonly int[]? _images;
    private readonly int _start;

    // Of picked images; those of a run lie where the whole has them.
    private readonly int[] _labels = [];
    private readonly float[] _values = [];
    private readonly float[] _weights = [];
    private readonly OutputTargets[] _further = [];

    /// <summary>A run of images.</summary>
    /// <param name="whole">The source.</param>
    /// <param name="start">The first image.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentException">The targets are not those of all images of the source.</exception>
    public SourcePart(IImageSource whole, int start, int count)
    {
        PartNumbers.CheckTargets(whole, "source", "source");
        (_whole, _start, Count) = (whole, start, count);
    }

    /// <summary>Picked images.</summary>
    /// <param name="whole">The source.</param>
    /// <param name="images">Their numbers, which exist.</param>
    /// <exception cref="ArgumentException">The targets are not those of all images of the source.</exception>
    public SourcePart(IImageSource whole, int[] images)
    {
        PartNumbers.CheckTargets(whole, "source", "source");
        (_whole, _images, Count) = (whole, images, images.Length);
        var all = whole.Targets;
        if (!all.Weights.IsEmpty)
            _weights = PartNumbers.Picked(all.Weights, 1, images);
        var first = all.FirstImage;
        _further = Array.ConvertAll(images.Length == 0 ? [] : all.Further, each => each.Slice(first, whole.Count).Picked(images));
        if (all.Length == 0)
            return;
        if (whole.TargetKind == TargetKind.Classes)
            _labels = PartNumbers.Picked(all.Classes, whole.TargetSize, images);
        else
            _values = PartNumbers.Picked(all.Values, whole.TargetSize, images);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public ImageShape Shape => _whole.Shape;

    /// <inheritdoc/>
    public bool HasBytes => _whole.HasBytes;

    /// <inheritdoc/>
    public TargetKind TargetKind => _whole.TargetKind;

    /// <inheritdoc/>
    public int TargetSize => _whole.TargetSize;

    /// <inheritdoc/>
    public Targets Targets
    {
        get
        {
            return _images is null
                ? _whole.Targets.OfImages(_start, Count, TargetSize)
                : (TargetKind == TargetKind.Classes ? new Targets(_labels) : new(_values)).WithWeights(_weights)
                    .WithOutputs(_further, Count);
        }
    }

    /// <inheritdoc/>
    public void Read(int image, ImageBuffer buffer) => _whole.Read(_images is null ? _start + image : _images[image], buffer);

    /// <summary>Adds which images they are, and the settings of the whole.</summary>
    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        if (_images is null)
            settings.Add("first", _start);
        else if (Count > 0)
            settings.Add("picked", DataChecksum.Of<int>(_images, Count));
        settings.AddPart("of", _whole);
    }
}
