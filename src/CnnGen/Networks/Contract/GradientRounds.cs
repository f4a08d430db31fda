namespace CnnGen.Runtime;

/// <summary>
/// How the weight gradient of a layer is computed in rounds: the strips (rows of tiles) of all images are one sequence; a round of them is
/// transformed, one strip a work item, and then summed.
/// </summary>
/// <param name="StripsPerImage">Strips of one image.</param>
/// <param name="StripsPerRound">Strips of a round; the last round may have fewer.</param>
/// <param name="SumItems">Work items of a round's sums.</param>
/// <param name="Weights">The layer's trainable floats: kernel, bias and their padding.</param>
/// <param name="ForwardKernels">Work items that prepare its kernel for the forward direction; ascending from layer to layer, as all three
/// ranges.</param>
/// <param name="BackwardKernels">Work items that prepare its kernel for the input gradient.</param>
public readonly record struct GradientRounds(
    int StripsPerImage, int StripsPerRound, int SumItems, ItemRange Weights, ItemRange ForwardKernels, ItemRange BackwardKernels);
