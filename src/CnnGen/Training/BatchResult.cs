using System.Globalization;

namespace CnnGen.Training;

/// <summary>What one step of training found before its update.</summary>
/// <param name="Loss">Mean loss over the batch.</param>
/// <param name="Correct">
/// Images, of maps positions, whose most probable class was the label; 0 where targets are no classes.
/// </param>
/// <param name="Count">Images in the batch.</param>
/// <param name="NonFinite">Images with an output or a loss that is infinite or no number (NaN). They count as wrong.</param>
public readonly record struct BatchResult(double Loss, int Correct, int Count, int NonFinite = 0)
{
    /// <summary>Whether the targets were classes or floats.</summary>
    public TargetKind TargetKind { get; init; }

    /// <summary>Positions of the output of an image: 1 of a vector, the pixels of a map.</summary>
    public int Positions { get; init; } = 1;

    /// <summary>
    /// A result by its name: <c>loss</c>, or <c>accuracy</c> where the targets were classes. Metrics that were given to the step are asked
    /// for themselves: see <see cref="Metric.Result"/>.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is no such result; the message names those that there are.</exception>
    public double this[string name] => (name, TargetKind) switch
    {
        (ResultNames.Loss, _) => Loss,
        (SparseCategoricalAccuracy.DefaultName, TargetKind.Classes) => Correct / ((double)Count * Positions),
        (_, TargetKind.Classes) => throw MetricValues.Unknown(name, [ResultNames.Loss, SparseCategoricalAccuracy.DefaultName]),
        _ => throw MetricValues.Unknown(name, [ResultNames.Loss]),
    };

    /// <summary>
    /// <c>loss 0.5, correct 28, count 32, non_finite 0</c>, the same in every culture; <c>correct</c> where the targets were classes.
    /// </summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"loss {Loss}, {(TargetKind == TargetKind.Classes ? $"correct {Correct}, " : "")}count {Count}, non_finite {NonFinite}");
}
