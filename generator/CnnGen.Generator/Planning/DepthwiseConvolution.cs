namespace CnnGen.Generator.Planning;

/// <summary>How one instruction set computes a <see cref="DepthwiseProduct"/>.</summary>
/// <param name="Regions">The split of a row of output pixels into register tiles.</param>
/// <param name="TapsAtOnce">Neighbouring taps of a kernel's row that share the inputs they load; divides the columns of taps.</param>
/// <param name="UnrollsRows">Whether the rows of taps are written out instead of looped over.</param>
internal sealed record DepthwiseTiling(EquatableArray<PixelRegion> Regions, int TapsAtOnce, bool UnrollsRows);

/// <summary>How one instruction set computes a <see cref="DepthwiseOuterProduct"/>.</summary>
/// <param name="Taps">The split of the kernel into tiles whose sums stay in registers while an image passes; the first is alone in its
/// region and sums the bias, too.</param>
/// <param name="Pixels">Neighbouring pixels of a row that share the inputs they load.</param>
/// <param name="BlocksPerItem">Blocks of channels of one work item.</param>
/// <param name="Items">Work items.</param>
/// <param name="Cycles">The cost model's estimate for one image.</param>
internal sealed record DepthwiseOuterTiling(EquatableArray<PixelRegion> Taps, int Pixels, int BlocksPerItem, int Items, double Cycles);

/// <summary>A depthwise product with its tiles, one per target.</summary>
internal sealed record TiledDepthwiseProduct(DepthwiseProduct Product, EquatableArray<DepthwiseTiling> Tilings);

/// <summary>Everything a depthwise convolution does: forward, gradient of its input, gradient of its weights.</summary>
/// <param name="Layer">Index of the lowered layer.</param>
/// <param name="Algorithm">For the summary: <c>depthwise 3x3</c>.</param>
/// <param name="Forward">The layer itself, bias and activation fused.</param>
/// <param name="InputGradients">One product per phase of the stride; empty where nobody needs the gradient.</param>
/// <param name="WeightGradient">The gradient of kernel and bias.</param>
/// <param name="WeightTilings">Its tiles, one per target.</param>
/// <param name="KernelOffset">The kernel, from the start of the weights; every direction reads it as it lies.</param>
/// <param name="BiasOffset">The bias, from the start of the weights; null without one.</param>
internal sealed record DepthwiseConvolution(
    int Layer,
    string Algorithm,
    TiledDepthwiseProduct Forward,
    EquatableArray<TiledDepthwiseProduct> InputGradients,
    DepthwiseOuterProduct WeightGradient,
    EquatableArray<DepthwiseOuterTiling> WeightTilings,
    int KernelOffset,
    int? BiasOffset);
