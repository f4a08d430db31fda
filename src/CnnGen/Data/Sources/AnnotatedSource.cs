using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>A source with what was added to its targets: weights of images, or targets for further outputs.</summary>
internal sealed class AnnotatedSource : IImageSource, IHasSettings
{
    private readonly IImageSource _source;

    // Null where they are those of the source.
    private readonly ReadOnlyMemory<float>? _weights;
    private readonly OutputTargets[]? _further;

    /// <summary>Weights in place of those that there were.</summary>
    /// <param name="source">The source.</param>
    /// <param name="weights">A finite number for each of its images, or nothing.</param>
    public AnnotatedSource(IImageSource source, ReadOnlyMemory<float> weights) => (_source, _weights) = (source, weights);

    /// <summary>Targets for a further output, in place of such that there were of it.</summary>
    /// <param name="source">The source.</param>
    /// <param name="further">Those of all its images.</param>
    public AnnotatedSource(IImageSource source, OutputTargets further) =>
        (_source, _further) = (source, source.Targets.WithOutput(further, source.Count).Further);

    /// <inheritdoc/>
    public int Count => _source.Count;

    /// <inheritdoc/>
    public ImageShape Shape => _source.Shape;

    /// <inheritdoc/>
    public bool HasBytes => _source.HasBytes;

    /// <inheritdoc/>
    public TargetKind TargetKind => _source.TargetKind;

    /// <inheritdoc/>
    public int TargetSize => _source.TargetSize;

    /// <inheritdoc/>
    public Targets Targets
    {
        get
        {
            var targets = _source.Targets;
            if (_weights is { } weights)
                targets = targets.WithWeights(weights.Span);
            return _further is null ? targets : targets.WithOutputs(_further, Count);
        }
    }

    /// <inheritdoc/>
    public void Read(int image, ImageBuffer buffer) => _source.Read(image, buffer);

    /// <inheritdoc/>
    public void AddSettings(SettingList settings) => (_source as IHasSettings)?.AddSettings(settings);
}
