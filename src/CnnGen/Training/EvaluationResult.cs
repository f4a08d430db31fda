namespace CnnGen.Training;

/// <summary>How well a network does on a data set.</summary>
/// <param name="Loss">
/// Mean cross-entropy over the images, the same formula as in training: computed from the logits, so that a sure and wrong answer has its
/// true loss, which may be in the hundreds. Of an <see cref="INetwork"/> that is no compiled one only outputs are known: -log(p) there,
/// p being that of the label, at least the smallest positive float (a loss of at most 103.3).
/// </param>
/// <param name="Accuracy">Share of images whose most probable class is their label; of equally probable ones, the first counts.</param>
/// <param name="Count">Images.</param>
/// <param name="NonFinite">Images with an output or a loss that is infinite or no number (NaN). They count as wrong.</param>
public readonly record struct EvaluationResult(double Loss, double Accuracy, int Count, int NonFinite = 0);
