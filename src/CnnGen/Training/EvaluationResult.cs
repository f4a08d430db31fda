using System.Globalization;

namespace CnnGen.Training;

/// <summary>How well a network does on a data set.</summary>
/// <param name="Loss">
/// Mean loss over the images, the same formula as in training. Cross-entropy is computed from the logits, so that a sure and wrong answer
/// has its true loss, which may be in the hundreds. Of an <see cref="INetwork"/> that is no compiled one only outputs are known: -log(p)
/// there, p being that of the label, at least the smallest positive float (a loss of at most 103.3).
/// </param>
/// <param name="Metrics">The metrics over the images.</param>
/// <param name="Count">Images.</param>
/// <param name="NonFinite">Images with an output or a loss that is infinite or no number (NaN). They count as wrong.</param>
public readonly record struct EvaluationResult(double Loss, MetricValues Metrics, int Count, int NonFinite = 0)
{
    /// <summary>A result whose only metric is accuracy.</summary>
    /// <param name="loss">Mean loss over the images.</param>
    /// <param name="accuracy">Share of images that were right.</param>
    /// <param name="count">Images.</param>
    /// <param name="nonFinite">Images that are not finite.</param>
    public EvaluationResult(double loss, double accuracy, int count, int nonFinite = 0)
        : this(loss, MetricValues.OfAccuracy(accuracy), count, nonFinite)
    {
    }

    /// <summary>
    /// Share of images whose most probable class is their label; of equally probable ones, the first counts. NaN where it is not among the
    /// metrics.
    /// </summary>
    public double Accuracy => Metrics.TryGetValue(SparseCategoricalAccuracy.DefaultName, out var accuracy) ? accuracy : double.NaN;

    /// <summary>A result by its name: <c>loss</c>, or that of a metric.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is no such result; the message names those that there are.</exception>
    public double this[string name] => name == ResultNames.Loss
        ? Loss
        : Metrics.TryGetValue(name, out var value)
            ? value
            : throw MetricValues.Unknown(name, [ResultNames.Loss, .. Metrics.Select(metric => metric.Key)]);

    /// <summary><c>loss 0.5, accuracy 0.8, count 10000, non_finite 0</c>, the same in every culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"loss {Loss}, {Metrics}{(Metrics.Count == 0 ? "" : ", ")}count {Count}, non_finite {NonFinite}");
}
