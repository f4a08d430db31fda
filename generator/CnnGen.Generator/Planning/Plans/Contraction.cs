namespace CnnGen.Generator.Planning.Plans;

/// <summary>A layer's forward direction or a part of its input gradient, with where its kernel lies.</summary>
/// <param name="KernelOffset">
/// From the start of the weights for a direct forward, else from the start of the kernels that are prepared for the direction.
/// </param>
internal abstract record PlannedProduct(int KernelOffset) : Kernel
{
    /// <summary>The register tile of each target: rows, and vectors.</summary>
    public abstract IEnumerable<(int Rows, int Vectors)> Tiles { get; }

    /// <summary>Room of a worker's own that it needs.</summary>
    public virtual int ScratchFloats => 0;
}

/// <summary>A product with its tiles, one per target.</summary>
/// <param name="Product">What is computed.</param>
/// <param name="Tilings">How, for each of the plan's targets.</param>
/// <param name="KernelOffset">See <see cref="PlannedProduct"/>.</param>
internal sealed record TiledProduct(Product Product, EquatableArray<ProductTiling> Tilings, int KernelOffset) : PlannedProduct(KernelOffset)
{
    public override IEnumerable<(int Rows, int Vectors)> Tiles => Tilings.Select(
        tiling => (tiling.Regions[0].TileRows * tiling.Regions[0].TileColumns, tiling.Groups[0].Vectors));
}

/// <summary>A product by Winograd's algorithm with its register tiles, one per target.</summary>
/// <param name="Winograd">What is computed.</param>
/// <param name="Products">The product of one frequency: tiles are its pixels.</param>
/// <param name="Tilings">How, for each of the plan's targets, in full blocks.</param>
/// <param name="SingleTilings">How for a single image, whose tiles are too few to read a kernel more than once; the same where they are
/// not.</param>
/// <param name="KernelOffset">See <see cref="PlannedProduct"/>.</param>
internal sealed record TiledWinograd(
    WinogradProduct Winograd, Product Products, EquatableArray<WinogradTiling> Tilings, EquatableArray<WinogradTiling> SingleTilings,
    int KernelOffset)
    : PlannedProduct(KernelOffset)
{
    public override IEnumerable<(int Rows, int Vectors)> Tiles =>
        Tilings.Select(tiling => (tiling.MostTiles, tiling.Groups[0].Vectors));

    public override int ScratchFloats => Winograd.ScratchFloats;
}

/// <summary>An outer product with its tiles, one per target.</summary>
internal sealed record TiledOuterProduct(OuterProduct Product, EquatableArray<OuterProductTiling> Tilings) : DirectGradientKernel
{
    public override int ItemsOf(int target) => Tilings[target].Items;

    public override double CyclesOf(int target) => Tilings[target].Cycles;
}

/// <summary>A weight gradient by Winograd's algorithm with its register tiles, one per target.</summary>
/// <param name="Winograd">What is computed.</param>
/// <param name="Products">The outer product of one frequency, slice and group: tiles are its images.</param>
/// <param name="Bias">The outer product of the direct algorithm, for the gradient of the bias.</param>
/// <param name="Tilings">How, for each of the plan's targets.</param>
internal sealed record TiledWinogradGradient(
    WinogradGradient Winograd, OuterProduct Products, OuterProduct Bias, EquatableArray<OuterProductTiling> Tilings)
    : Kernel;

/// <summary>
/// A run of kernel rows to transpose for an input gradient: the input channels of one tap, read at row <paramref name="SourceRow"/>
/// of the kernel and written at row <paramref name="TargetRow"/> of the transposed kernel at <paramref name="TargetOffset"/>.
/// </summary>
internal readonly record struct TapTranspose(int SourceRow, int TargetOffset, int TargetRow, int TargetBlockFloats);

/// <summary>Everything a layer with a kernel does: forward, gradient of its input, gradient of its weights.</summary>
/// <param name="Algorithm">For the summary: <c>direct 3x3</c>.</param>
/// <param name="Forward">The layer itself, bias and activation fused.</param>
/// <param name="Fused">The same with the layer behind it, where nobody keeps the values between: in prediction, and in training of what is
/// frozen. Without such a layer the same.</param>
/// <param name="InputGradients">One product per phase of the stride; empty where nobody needs the gradient.</param>
/// <param name="Transposes">How the kernel becomes those products' kernels, before any transform.</param>
/// <param name="WeightGradient">The gradient of kernel and bias; null where they are not trained.</param>
/// <param name="Kernel">How the layer's kernel is stored.</param>
/// <param name="KernelOffset">The kernel, from the start of the weights.</param>
/// <param name="BiasOffset">The bias, from the start of the weights; null without one.</param>
internal sealed record Contraction(
    string Algorithm,
    PlannedProduct Forward,
    PlannedProduct Fused,
    EquatableArray<PlannedProduct> InputGradients,
    EquatableArray<TapTranspose> Transposes,
    Kernel? WeightGradient,
    KernelStorage Kernel,
    int KernelOffset,
    int? BiasOffset)
{
    /// <summary>The register tile of the weight gradient for each target: rows, and vectors.</summary>
    public IEnumerable<(int Rows, int Vectors)> WeightGradientTiles =>
        (WeightGradient is TiledWinogradGradient winograd ? winograd.Tilings : ((TiledOuterProduct)WeightGradient!).Tilings)
        .Select(tiling => (tiling.Tiles[0].Rows, tiling.Groups[0].Vectors));

    /// <summary>
    /// Where the factors and shifts of the layer behind it lie, which <see cref="Fused"/> applies to its sums; null where it applies none.
    /// </summary>
    public int? ScalingOffset { get; init; }

    /// <summary>What its kernel takes with the layer behind it.</summary>
    public ProductOperands FusedOperands(Argument from, Argument to) => ScalingOffset is { } offset
        ? ForwardOperands(from, to) with { Epilogue = new Argument(ArgumentKind.ForwardKernels, offset) }
        : ForwardOperands(from, to);

    /// <summary>What its kernel takes.</summary>
    public ProductOperands ForwardOperands(Argument from, Argument to) => new(
        from,
        new(Forward is TiledWinograd ? ArgumentKind.ForwardKernels : ArgumentKind.Weights, Forward.KernelOffset),
        BiasOffset is { } offset ? new Argument(ArgumentKind.Weights, offset) : (Argument?)null,
        to);
}

/// <summary>A kernel of a layer in blocks of output channels: [block][row][lane], a row for each tap and input channel.</summary>
internal readonly record struct KernelStorage(int Inputs, int Outputs, int BlockLanes, int BlockFloats);
