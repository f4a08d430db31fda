namespace ServeSample.Training;

/// <summary>Where a training stands.</summary>
/// <param name="State">One of <c>off</c>, <c>idle</c>, <c>loading</c>, <c>running</c>, <c>paused</c>, <c>stopping</c>, <c>stopped</c>,
/// <c>done</c>, <c>failed</c>.</param>
/// <param name="Message">A sentence for people: what it learns from, what was saved, what went wrong.</param>
/// <param name="Epochs">Epochs asked for.</param>
/// <param name="Batch">The last batch, as far as there was one.</param>
/// <param name="Points">Batches so far, evenly thinned out.</param>
/// <param name="Results">Epochs so far.</param>
internal sealed record TrainingAnswer(
    string State, string Message, int Epochs, BatchPoint? Batch, IReadOnlyList<BatchPoint> Points, IReadOnlyList<EpochPoint> Results);

/// <summary>What the batches since the point before brought.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Batch">The last batch of these, from 1.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Loss">Their mean loss.</param>
/// <param name="Accuracy">The share of their images that were right.</param>
/// <param name="ImagesPerSecond">Images a second, pauses left out.</param>
internal sealed record BatchPoint(int Epoch, int Batch, int Batches, double Loss, double Accuracy, double ImagesPerSecond);

/// <summary>What an epoch brought.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="Accuracy">The share of training images that were right.</param>
/// <param name="ValidationLoss">Mean loss of the validation images.</param>
/// <param name="ValidationAccuracy">The share of them that were right.</param>
/// <param name="ImagesPerSecond">Training images a second.</param>
internal sealed record EpochPoint(
    int Epoch, double Loss, double Accuracy, double? ValidationLoss, double? ValidationAccuracy, double ImagesPerSecond);
