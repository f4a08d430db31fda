using CnnGen.Training;

namespace CnnGen.Samples.Commands;

/// <summary>What training makes small, and what is told besides.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Metrics">The metrics, at least one.</param>
internal sealed record Goal(Loss Loss, IReadOnlyList<Metric> Metrics);
