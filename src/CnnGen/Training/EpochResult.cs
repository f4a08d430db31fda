using System.Globalization;
using System.Text;

namespace CnnGen.Training;

/// <summary>
/// What one epoch brought. Loss and metrics are those of its images, each taken just before its batch was learned from, as in Keras.
/// </summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Images">Images trained on; fewer than the training set where the epoch was cancelled or ended by an exception.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="Metrics">The metrics over the training images.</param>
/// <param name="ValidationLoss">Mean loss on the validation images after the epoch; null without them.</param>
/// <param name="ValidationMetrics">The metrics over the validation images after the epoch; null without them.</param>
/// <param name="Seconds">Seconds of the epoch, validation included.</param>
/// <param name="ImagesPerSecond">Training images per second of training.</param>
/// <param name="NonFinite">Training images with an output or a loss that was infinite or no number (NaN). They count as wrong.</param>
/// <param name="ValidationNonFinite">The same of the validation images; null without them.</param>
public readonly record struct EpochResult(
    int Epoch,
    int Images,
    double Loss,
    MetricValues Metrics,
    double? ValidationLoss,
    MetricValues? ValidationMetrics,
    double Seconds,
    double ImagesPerSecond,
    int NonFinite = 0,
    int? ValidationNonFinite = null)
{
    /// <summary>An epoch whose only metric is accuracy.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="images">Images trained on.</param>
    /// <param name="loss">Mean training loss.</param>
    /// <param name="accuracy">Share of training images that were right.</param>
    /// <param name="validationLoss">Mean loss on the validation images; null without them.</param>
    /// <param name="validationAccuracy">Accuracy on the validation images; null without them.</param>
    /// <param name="seconds">Seconds of the epoch, validation included.</param>
    /// <param name="imagesPerSecond">Training images per second of training.</param>
    /// <param name="nonFinite">Training images that were not finite.</param>
    /// <param name="validationNonFinite">Validation images that were not finite; null without them.</param>
    public EpochResult(
        int epoch,
        int images,
        double loss,
        double accuracy,
        double? validationLoss,
        double? validationAccuracy,
        double seconds,
        double imagesPerSecond,
        int nonFinite = 0,
        int? validationNonFinite = null)
        : this(
            epoch,
            images,
            loss,
            MetricValues.OfAccuracy(accuracy),
            validationLoss,
            validationAccuracy is { } share ? MetricValues.OfAccuracy(share) : null,
            seconds,
            imagesPerSecond,
            nonFinite,
            validationNonFinite)
    {
    }

    /// <summary>The process of a cluster that the others waited for, where one took half as long again as they; else null.</summary>
    public Straggler? Straggler { get; init; }

    /// <summary>
    /// Share of training images whose most probable class was their label; NaN where it is not among the metrics.
    /// </summary>
    public double Accuracy => Metrics.TryGetValue(SparseCategoricalAccuracy.DefaultName, out var accuracy) ? accuracy : double.NaN;

    /// <summary>Accuracy on the validation images after the epoch; null without them, or where it is not among the metrics.</summary>
    public double? ValidationAccuracy =>
        ValidationMetrics is { } metrics && metrics.TryGetValue(SparseCategoricalAccuracy.DefaultName, out var accuracy) ? accuracy : null;

    /// <summary>
    /// Names of the results: <c>loss</c>, the metrics, and the same with <c>val_</c> before them for the validation images.
    /// </summary>
    public IEnumerable<string> Names => ResultNames.OfEpoch(Metrics.Select(metric => metric.Key));

    /// <summary>
    /// A result by its name: <c>loss</c> or that of a metric, with <c>val_</c> before it that of the validation images; null where there
    /// were none of these.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is no such result; the message names those that there are.</exception>
    public double? this[string name]
    {
        get
        {
            // A metric may be called val_something itself.
            if (Find(name, Loss, Metrics) is { } ofTraining)
                return ofTraining;
            if (!name.StartsWith(ResultNames.Validation, StringComparison.Ordinal)
                || Find(name[ResultNames.Validation.Length..], Loss, Metrics) is null)
            {
                throw MetricValues.Unknown(name, [.. Names]);
            }

            return ValidationLoss is { } loss && ValidationMetrics is { } metrics
                ? Find(name[ResultNames.Validation.Length..], loss, metrics)
                : null;
        }
    }

    /// <summary>
    /// <c>epoch 1, images 60000, loss 0.5, accuracy 0.8, val_loss ...</c>: all names and values, the same in every culture; without those
    /// of validation images where there were none.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(ResultNames.Epoch, Epoch);
        Append("images", Images);
        foreach (var name in Names)
            Append(name, this[name]);
        Append(ResultNames.Seconds, Seconds);
        Append(ResultNames.ImagesPerSecond, ImagesPerSecond);
        Append(ResultNames.NonFinite, NonFinite);
        Append(ResultNames.Validation + ResultNames.NonFinite, ValidationNonFinite);
        return text.ToString();

        void Append(string name, double? value)
        {
            if (value is not null)
                text.Append(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? "" : ", ")}{name} {value}");
        }
    }

    private static double? Find(string name, double loss, MetricValues metrics) =>
        name == ResultNames.Loss ? loss : metrics.TryGetValue(name, out var value) ? value : null;
}
