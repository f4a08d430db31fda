namespace CnnGen.Runtime;

/// <summary>
/// How the weight gradient of a layer is computed in rounds: the strips (rows of tiles) of all images are one sequence; a round of them is transformed,
/// one strip a work item, and then summed.
/// </summary>
/// <param name="StripsPerImage">Strips of one image.</param>
/// <param name="StripsPerRound">Strips of a round; the last round may have fewer.</param>
/// <param name="SumItems">Work items of a round's sums.</param>
public readonly record struct GradientRounds(int StripsPerImage, int StripsPerRound, int SumItems);
