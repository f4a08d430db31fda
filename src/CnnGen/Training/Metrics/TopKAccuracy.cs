using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>
/// The share of images, or of positions of maps, whose true class is among the k most probable ones; Keras'
/// <c>SparseTopKCategoricalAccuracy</c> of classes, and <c>TopKCategoricalAccuracy</c> of floats, the largest of which tells the class.
/// Classes that are as probable as the true one do not push it out.
/// </summary>
public sealed class TopKAccuracy : AccuracyMetric, IHasSettings
{
    private readonly int _k = 5;

    /// <summary>How many classes, at least 1; 5 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int K
    {
        get => _k;
        init => _k = SettingRange.AtLeast(value, 1, nameof(K));
    }

    /// <summary><c>top_5_accuracy</c>, with the number of classes.</summary>
    public override string Name => $"top_{K}_accuracy";

    /// <summary>Classes; it takes floats as well.</summary>
    public override TargetKind TargetKind => TargetKind.Classes;

    /// <inheritdoc/>
    public override bool Takes(TargetKind kind) => true;

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(K), K);
    }

    private protected override (long Correct, long Count) Count(in Positions positions) => CountClasses(positions);

    private protected override bool IsRight(in Positions positions, int position, int label)
    {
        if (positions.Classes != positions.Channels)
            return base.IsRight(positions, position, label);
        var outputs = positions.OutputsOf(position);
        if (FiniteValues.IndexOfOther(outputs) >= 0)
            return false;
        var before = 0;
        foreach (var output in outputs)
            before += output > outputs[label] ? 1 : 0;
        return before < K;
    }
}
