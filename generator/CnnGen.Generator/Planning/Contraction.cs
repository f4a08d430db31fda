namespace CnnGen.Generator.Planning;

/// <summary>A product with its tiles, one per target, and where its kernel lies.</summary>
/// <param name="Product">What is computed.</param>
/// <param name="Tilings">How, for each of the plan's targets.</param>
/// <param name="KernelOffset">From the start of the weights, or of the transposed weights.</param>
internal sealed record TiledProduct(Product Product, EquatableArray<ProductTiling> Tilings, int KernelOffset);

/// <summary>An outer product with its tiles, one per target.</summary>
internal sealed record TiledOuterProduct(OuterProduct Product, EquatableArray<OuterProductTiling> Tilings);

/// <summary>
/// A run of kernel rows to transpose for an input gradient: the input channels of one tap, read at row <paramref name="SourceRow"/>
/// of the kernel and written at row <paramref name="TargetRow"/> of the transposed kernel at <paramref name="TargetOffset"/>.
/// </summary>
internal readonly record struct TapTranspose(int SourceRow, int TargetOffset, int TargetRow, int TargetBlockFloats);

/// <summary>Everything a layer with a kernel does: forward, gradient of its input, gradient of its weights.</summary>
/// <param name="Layer">Index of the lowered layer.</param>
/// <param name="Algorithm">For the summary: <c>direct 3x3</c>.</param>
/// <param name="Forward">The layer itself, bias and activation fused.</param>
/// <param name="InputGradients">One product per phase of the stride; empty where nobody needs the gradient.</param>
/// <param name="Transposes">How the kernel becomes those products' kernels.</param>
/// <param name="WeightGradient">The gradient of kernel and bias.</param>
/// <param name="KernelOffset">The kernel, from the start of the weights.</param>
/// <param name="BiasOffset">The bias, from the start of the weights; null without one.</param>
internal sealed record Contraction(
    int Layer,
    string Algorithm,
    TiledProduct Forward,
    EquatableArray<TiledProduct> InputGradients,
    EquatableArray<TapTranspose> Transposes,
    TiledOuterProduct WeightGradient,
    int KernelOffset,
    int? BiasOffset);
