namespace CnnGen.Training;

/// <summary>What one step of training found before its update.</summary>
/// <param name="Loss">Mean loss over the batch.</param>
/// <param name="Correct">Images whose most probable class was the label.</param>
/// <param name="Count">Images in the batch.</param>
public readonly record struct BatchResult(double Loss, int Correct, int Count);
