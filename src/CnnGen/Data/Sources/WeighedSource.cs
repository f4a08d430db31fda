using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>A source with a weight for each image.</summary>
/// <param name="source">The source.</param>
/// <param name="weights">A finite number for each of its images.</param>
internal sealed class WeighedSource(IImageSource source, ReadOnlyMemory<float> weights) : IImageSource, IHasSettings
{
    /// <inheritdoc/>
    public int Count => source.Count;

    /// <inheritdoc/>
    public ImageShape Shape => source.Shape;

    /// <inheritdoc/>
    public bool HasBytes => source.HasBytes;

    /// <inheritdoc/>
    public TargetKind TargetKind => source.TargetKind;

    /// <inheritdoc/>
    public int TargetSize => source.TargetSize;

    /// <inheritdoc/>
    public Targets Targets => source.Targets.WithWeights(weights.Span);

    /// <inheritdoc/>
    public void Read(int image, ImageBuffer buffer) => source.Read(image, buffer);

    /// <inheritdoc/>
    public void AddSettings(SettingList settings) => (source as IHasSettings)?.AddSettings(settings);
}
