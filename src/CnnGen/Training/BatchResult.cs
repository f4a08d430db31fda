namespace CnnGen.Training;

/// <summary>What one step of training found before its update.</summary>
/// <param name="Loss">Mean loss over the batch.</param>
/// <param name="Correct">Images whose most probable class was the label.</param>
/// <param name="Count">Images in the batch.</param>
/// <param name="NonFinite">Images with an output or a loss that is infinite or no number (NaN). They count as wrong.</param>
public readonly record struct BatchResult(double Loss, int Correct, int Count, int NonFinite = 0);
