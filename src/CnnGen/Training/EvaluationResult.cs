namespace CnnGen.Training;

/// <summary>How well a network does on a data set.</summary>
/// <param name="Loss">Mean over the images of -log(max(p, 1e-7)), p being the probability of the label.</param>
/// <param name="Accuracy">Share of images whose most probable class is their label; of equally probable ones, the first counts.</param>
/// <param name="Count">Images.</param>
public readonly record struct EvaluationResult(double Loss, double Accuracy, int Count);
