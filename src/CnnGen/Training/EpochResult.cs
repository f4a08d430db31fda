namespace CnnGen.Training;

/// <summary>
/// What one epoch brought. Loss and accuracy are means over its images, each taken just before its batch was learned from, as in Keras.
/// </summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Images">Images trained on; fewer than the training set where the epoch was cancelled or ended by an exception.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="Accuracy">Share of training images whose most probable class was their label.</param>
/// <param name="ValidationLoss">Mean loss on the validation images after the epoch; null without them.</param>
/// <param name="ValidationAccuracy">Accuracy on the validation images after the epoch; null without them.</param>
/// <param name="Seconds">Seconds of the epoch, validation included.</param>
/// <param name="ImagesPerSecond">Training images per second of training.</param>
/// <param name="NonFinite">Training images with an output or a loss that was infinite or no number (NaN). They count as wrong.</param>
/// <param name="ValidationNonFinite">The same of the validation images; null without them.</param>
public readonly record struct EpochResult(
    int Epoch,
    int Images,
    double Loss,
    double Accuracy,
    double? ValidationLoss,
    double? ValidationAccuracy,
    double Seconds,
    double ImagesPerSecond,
    int NonFinite = 0,
    int? ValidationNonFinite = null);
