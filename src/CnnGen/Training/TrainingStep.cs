namespace CnnGen.Training;

/// <summary>One step of training.</summary>
/// <param name="Epoch">Its epoch, from 1.</param>
/// <param name="Batch">Its batch within the epoch, from 1.</param>
public readonly record struct TrainingStep(int Epoch, int Batch);
