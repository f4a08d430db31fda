namespace CnnGen.Charts;

/// <summary>A result of a training, epoch by epoch.</summary>
/// <param name="Name">What it is: <c>loss</c>, or the name of a metric.</param>
/// <param name="Training">On the training images.</param>
/// <param name="Validation">On the validation images; null where there were none.</param>
public sealed record LearningCurve(string Name, IReadOnlyList<double?> Training, IReadOnlyList<double?> Validation);
