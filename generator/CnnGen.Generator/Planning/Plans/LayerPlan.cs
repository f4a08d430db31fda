using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning.Plans;

/// <summary>All that one layer of the computed network does.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Algorithm">For summaries: <c>direct 3x3</c>.</param>
/// <param name="Places">Where its output and the gradient of that lie.</param>
/// <param name="Inference">What it does in prediction; null where it is free.</param>
/// <param name="Forward">What it does in training; null where it is free.</param>
/// <param name="Backward">What takes the gradient of its output to its sums and its input; none where nobody needs it.</param>
/// <param name="WeightGradient">The gradient of its weights; null where it has none.</param>
/// <param name="Contraction">Its products, where it is computed by some.</param>
/// <param name="Choices">What was chosen for its directions, and from what.</param>
internal sealed record LayerPlan(
    Layer Layer,
    string Algorithm,
    LayerPlaces Places,
    LayerPass? Inference,
    LayerPass? Forward,
    EquatableArray<Step> Backward,
    WeightGradient? WeightGradient,
    Contraction? Contraction,
    EquatableArray<DirectionChoice> Choices)
{
    /// <summary>What puts all images' sums together behind it, in training; nothing where it sees one image at a time.</summary>
    public EquatableArray<Step> JoinForward { get; init; } = EquatableArray<Step>.Empty;

    /// <summary>The same on the way back.</summary>
    public EquatableArray<Step> JoinBackward { get; init; } = EquatableArray<Step>.Empty;

    /// <summary>What is prepared of its weights and state for prediction alone.</summary>
    public EquatableArray<Step> InferencePreparation { get; init; } = EquatableArray<Step>.Empty;

    /// <summary>What is prepared for training of weights and state that training leaves as they are.</summary>
    public EquatableArray<Step> TrainingPreparation { get; init; } = EquatableArray<Step>.Empty;

    /// <summary>How its kernel in groups is transposed for its input gradient; null where it has none, or nobody needs that.</summary>
    public GroupTranspose? GroupTranspose { get; init; }

    /// <summary>Whether it has an input gradient of its own, which can be measured alone.</summary>
    public bool HasInputGradient { get; init; }
}

/// <summary>A layer in one pass forward.</summary>
/// <param name="Heading">What is computed, for a comment.</param>
/// <param name="Border">The border to be zeroed first; null where nobody else uses the space.</param>
/// <param name="Steps">What is done.</param>
internal sealed record LayerPass(string Heading, KernelCall? Border, EquatableArray<Step> Steps);

/// <summary>Where a layer's output and its gradient lie in an image's workspace, in prediction and in training.</summary>
/// <param name="Inference">The output in prediction.</param>
/// <param name="Training">The output in training.</param>
/// <param name="Gradient">The gradient of the output; null where nobody needs it.</param>
/// <param name="ForwardSums">What is put together of all images behind it; null where nothing is.</param>
/// <param name="BackwardSums">The same on the way back.</param>
internal sealed record LayerPlaces(Place Inference, Place Training, Place? Gradient, Place? ForwardSums, Place? BackwardSums)
{
    /// <summary>What it finds out of an image in prediction; null where that is nothing.</summary>
    public Place? InferenceStatistics { get; init; }

    /// <summary>The same in training, where the way back reads it.</summary>
    public Place? TrainingStatistics { get; init; }

    /// <summary>What the gradients of its weights are sums of; null where that is nothing.</summary>
    public Place? WeightSums { get; init; }
}

/// <summary>A tensor at an offset of an image's workspace.</summary>
/// <param name="Tensor">Its layout.</param>
/// <param name="Offset">Floats from the start of the image's workspace.</param>
/// <param name="IsAlias">Whether it is the very buffer of the layer's input (or output), which makes the layer free.</param>
/// <param name="ClearBorder">Whether others use the space too, so that the border must be zeroed each time.</param>
internal sealed record Place(Tensor Tensor, int Offset, bool IsAlias, bool ClearBorder);

/// <summary>Zeroes the border of a tensor.</summary>
internal sealed record ClearBorderKernel(Tensor Tensor) : Kernel;

/// <summary>Copies the network's output to the caller.</summary>
internal sealed record StoreOutputKernel(Tensor Tensor) : Kernel;

/// <summary>Copies the gradient of the network's output from the caller.</summary>
internal sealed record LoadGradientKernel(Tensor Tensor) : Kernel;

/// <summary>Adds a gradient of the caller's to one that is there.</summary>
internal sealed record AddGradientKernel(Tensor Tensor) : Kernel;

/// <summary>Turns the gradient of a fused activation's output into that of its input, in place.</summary>
internal sealed record ActivationGradientKernel(Graph.ActivationFunction Function, Tensor Output, Tensor Gradient) : Kernel;

/// <summary>
/// Sums up the gradients of all readers of a layer, in their order, and turns that of a fused activation's output into that of its input.
/// The sum may take the place of one of them.
/// </summary>
internal sealed record SumGradientsKernel(
    EquatableArray<Tensor> Parts, Graph.ActivationFunction Function, Tensor Output, Tensor Sum) : Kernel;

/// <summary>Zeroes a tensor, its border included.</summary>
internal sealed record ClearKernel(Tensor Tensor) : Kernel;

/// <summary>What was chosen for one direction of a layer.</summary>
/// <param name="Direction">The direction.</param>
/// <param name="Algorithm">The algorithm, in words.</param>
/// <param name="Candidates">All algorithms that could compute it, each with its cost in proportion to the first's.</param>
/// <param name="Tiles">The register tile of each target: rows, and vectors.</param>
internal sealed record DirectionChoice(
    ConvolutionDirection Direction,
    string Algorithm,
    EquatableArray<(string Algorithm, double RelativeCost)> Candidates,
    EquatableArray<(int Rows, int Vectors)> Tiles);
