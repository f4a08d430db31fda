namespace CnnGen.Training;

/// <summary>An epoch that begins.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Epochs asked for.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Images">Images of an epoch.</param>
public readonly record struct EpochStart(int Epoch, int Epochs, int Batches, int Images)
{
    /// <summary>Batches that were done before training was resumed within the epoch; 0 of all others.</summary>
    public int BatchesDone { get; init; }
}
