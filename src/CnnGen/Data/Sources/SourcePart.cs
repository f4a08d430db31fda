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
    public SourcePart(IImageSource whole, int start, int count) => (_whole, _start, Count) = (whole, start, count);

    /// <summary>Picked images.</summary>
    /// <param name="whole">The source.</param>
    /// <param name="images">Their numbers, which exist.</param>
    public SourcePart(IImageSource whole, int[] images)
    {
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
            if (_images is not null)
            {
                return (TargetKind == TargetKind.Classes ? new Targets(_labels) : new(_values)).WithWeights(_weights)
                    .WithOutputs(_further, Count);
            }

            var all = _whole.Targets;
            if (all.Length > 0)
                return all.Slice(_start * TargetSize, Count * TargetSize);
            var weights = all.Weights.IsEmpty ? default : all.Weights.Slice(_start, Count);
            var further = Count == 0 ? [] : Array.ConvertAll(all.Further, each => each.Slice(_start, Count));
            return new Targets().WithWeights(weights).WithOutputs(further, Count);
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
