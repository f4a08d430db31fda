namespace CnnGen.Training;

/// <summary>What compiled networks do with the average of their weights that an optimizer keeps; others have none.</summary>
internal interface IAveragedWeights
{
    /// <summary>Exchanges the weights and their average, or exchanges them back; nothing before the first step of the optimizer.</summary>
    /// <param name="optimizer">Whose average it is.</param>
    void SwapAverages(Optimizer optimizer);

    /// <summary>Makes both the average, whichever of them is in the network; nothing before the first step of the optimizer.</summary>
    /// <param name="optimizer">Whose average it is.</param>
    void TakeAverages(Optimizer optimizer);
}
