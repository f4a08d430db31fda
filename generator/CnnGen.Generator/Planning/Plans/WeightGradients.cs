namespace CnnGen.Generator.Planning.Plans;

/// <summary>How the gradients of all weights are computed, over the whole batch.</summary>
/// <param name="Direct">For each target, those that are cut into work items at once, the largest items first.</param>
/// <param name="InRounds">Those by Winograd's algorithm, which go through a batch in rounds.</param>
internal sealed record WeightGradients(EquatableArray<EquatableArray<DirectGradient>> Direct, EquatableArray<RoundGradient> InRounds)
{
    /// <summary>The work items of a target's direct gradients.</summary>
    public int ItemsOf(int target) => Direct[target].Sum(gradient => gradient.Items);
}

/// <summary>What a kernel for the gradients of weights reads and writes, from the start of the workspace and of the gradients.</summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Input">The layer's input.</param>
/// <param name="Gradient">The gradient of its output.</param>
/// <param name="KernelOffset">Where the gradient of the kernel goes.</param>
/// <param name="BiasOffset">Where that of the bias goes; null without one.</param>
internal sealed record GradientPlaces(string Layer, Place Input, Place Gradient, int KernelOffset, int? BiasOffset);

/// <summary>The gradient of a layer's weights.</summary>
/// <param name="Places">What it reads and writes.</param>
/// <param name="Kernel">How: a <see cref="DirectGradientKernel"/> or a <see cref="TiledWinogradGradient"/>.</param>
internal sealed record WeightGradient(GradientPlaces Places, Kernel Kernel);

/// <summary>A kernel that is summed in work items, each some channels over the whole batch.</summary>
internal abstract record DirectGradientKernel : Kernel
{
    /// <summary>Its work items for a target.</summary>
    public abstract int ItemsOf(int target);

    /// <summary>The estimated cycles of all of them, for one image.</summary>
    public abstract double CyclesOf(int target);
}

/// <summary>A weight gradient that is summed in work items over the whole batch.</summary>
/// <param name="Places">What it reads and writes.</param>
/// <param name="Kernel">How.</param>
/// <param name="First">The first of its items among those of all layers.</param>
/// <param name="Items">Its items.</param>
internal sealed record DirectGradient(GradientPlaces Places, DirectGradientKernel Kernel, int First, int Items)
{
    /// <summary>The first item after these.</summary>
    public int End => First + Items;
}

/// <summary>A weight gradient that is computed in rounds of strips, each of which is transformed first and then summed.</summary>
/// <param name="Places">What it reads and writes.</param>
/// <param name="Gradient">How.</param>
/// <param name="Weights">The layer's weights, with what pads them, which are updated when the gradient is complete.</param>
/// <param name="ForwardKernels">The work items that prepare its kernels for the forward direction again.</param>
/// <param name="BackwardKernels">Those for its input gradient.</param>
internal sealed record RoundGradient(
    GradientPlaces Places, TiledWinogradGradient Gradient, Extent Weights, Extent ForwardKernels, Extent BackwardKernels);

/// <summary>Some of a row of things.</summary>
internal readonly record struct Extent(int First, int Count);
