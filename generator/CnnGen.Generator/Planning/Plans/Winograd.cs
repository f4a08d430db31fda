using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning.Plans;

/// <summary>
/// A convolution with kernels of 3 x 3 and stride 1, or its input gradient, by Winograd's algorithm (Lavin and Gray, "Fast Algorithms for
/// Convolutional Neural Networks", 2015): the input's tiles are transformed, each frequency is a product of matrices (tiles x channels,
/// channels x outputs), and the products are transformed back. A block of strips (rows of tiles) goes through all three steps at a time, so
/// that what lies between them stays in cache.
/// </summary>
/// <param name="Name">Operation and shapes; equal names mean equal kernels.</param>
/// <param name="Summary">What it computes, in words.</param>
/// <param name="Grid">The tiles of the output.</param>
/// <param name="Input">Where the input's tiles lie.</param>
/// <param name="Output">Where the output's pixels lie.</param>
/// <param name="Terms">Input channels, the terms of each product's sums.</param>
/// <param name="Blocks">Blocks of output channels.</param>
/// <param name="HasBias">Whether a bias is added.</param>
/// <param name="Activation">Applied before the output is stored.</param>
/// <param name="StripsPerBlock">Strips that are computed together; those of several images count as one sequence.</param>
internal sealed record WinogradProduct(
    string Name,
    string Summary,
    WinogradGrid Grid,
    PixelPlane Input,
    PixelPlane Output,
    int Terms,
    int Blocks,
    bool HasBias,
    ActivationFunction Activation,
    int StripsPerBlock)
{
    /// <summary>
    /// Where sums are scaled before the activation, by a factor and a shift for each channel: floats from the factors to the shifts. Else
    /// 0.
    /// </summary>
    public int ShiftOffset { get; init; }

    /// <summary>Blocks of output channels of a wide panel.</summary>
    private const int WidePanelBlocks = 2;

    /// <summary>The same where an image has so few tiles that a register tile takes all of them times that many blocks.</summary>
    private const int WidestPanelBlocks = 4;

    private const int FewTiles = 8;

    /// <summary>Whether the kernel may be stored in panels of several blocks; see <see cref="KernelFor"/>.</summary>
    public bool WidePanels { get; init; }

    /// <summary>
    /// For an input gradient: what is left to apply to it, so that it becomes the gradient of the sums of the layer before.
    /// </summary>
    public FusedDerivative? Derivative { get; init; }

    /// <summary>
    /// Pixels, down and across, of which only the maximum is stored; 1 where no pooling is fused. <see cref="Output"/> is what is stored.
    /// </summary>
    public int Pooling { get; init; } = 1;

    /// <summary>The product without pooling whose first steps this one shares; null where they are its own.</summary>
    public string? StepsOf { get; init; }

    /// <summary>What the names of the transform of the input and of the products begin with.</summary>
    public string StepsName => StepsOf ?? Name;

    /// <summary>Rows, and columns, that a whole tile stores.</summary>
    public int StoredTile => Grid.Tile / Pooling;

    public int TilesPerBlock => StripsPerBlock * Grid.TileColumns;

    /// <summary>Whether a block holds whole images.</summary>
    public bool HasWholeImages => StripsPerBlock % Grid.TileRows == 0;

    /// <summary>Floats from one frequency of the transformed input to the next: [tile][channel].</summary>
    public int InputFrequencyStep => WinogradGrid.FrequencyStep((long)TilesPerBlock * Input.ColumnStep);

    /// <summary>Floats from one frequency of the products to the next: [tile][channel].</summary>
    public int OutputFrequencyStep => WinogradGrid.FrequencyStep((long)TilesPerBlock * Output.ColumnStep);

    /// <summary>The products of a block of strips, from the start of its transformed input.</summary>
    public int ProductsOffset => Grid.Frequencies * InputFrequencyStep;

    /// <summary>The transformed input and the products of one block of strips.</summary>
    public int ScratchFloats =>
        Arena.Floats(Grid.Frequencies * ((long)InputFrequencyStep + OutputFrequencyStep), "transforms of a row of tiles");

    /// <summary>For an input gradient: one block of its transposed kernel, nine taps, before it is transformed.</summary>
    public int TransposedBlockFloats => Arena.Floats(9L * Terms * Output.BlockLanes, "a block of a transposed kernel");

    /// <summary>
    /// Blocks of a panel for the instruction sets that have wide ones; register tiles of equal products differ where it does.
    /// </summary>
    public int MostPanelBlocks
    {
        get
        {
            var wide = Grid.Tiles <= FewTiles && Blocks % WidestPanelBlocks == 0 ? WidestPanelBlocks : WidePanelBlocks;
            return WidePanels && Blocks % wide == 0 ? wide : 1;
        }
    }

    /// <summary>
    /// The kernel, transformed, as an instruction set reads it. Where a vector is a whole block, a register tile takes several blocks: side
    /// by side they are one stream of memory, which the processor foresees better than two. Each layout takes the same room.
    /// </summary>
    public WinogradKernel KernelFor(Target target)
    {
        var panelBlocks = target.Lanes == Output.BlockLanes ? MostPanelBlocks : 1;
        return new(Grid.Tile, Terms, Blocks / panelBlocks, panelBlocks * Output.BlockLanes);
    }

    /// <summary>Floats of the transformed kernel, for every instruction set.</summary>
    public int KernelFloats => new WinogradKernel(Grid.Tile, Terms, Blocks, Output.BlockLanes).Floats;

    /// <summary>The product of one frequency with the kernel as an instruction set reads it.</summary>
    public Product ProductsFor(Target target, Product products)
    {
        var kernel = KernelFor(target);
        return products with { Blocks = kernel.Panels, BlockLanes = kernel.PanelLanes };
    }
}

/// <summary>The derivative of an activation, by the activation's output.</summary>
/// <param name="Function">The activation.</param>
/// <param name="Output">Where its output lies.</param>
internal readonly record struct FusedDerivative(ActivationFunction Function, PixelPlane Output);

/// <summary>A transformed kernel: for each frequency, panels of output channels, [channel][lane].</summary>
/// <param name="Tile">m of F(m x m, 3 x 3).</param>
/// <param name="Rows">Input channels.</param>
/// <param name="Panels">Panels of output channels.</param>
/// <param name="PanelLanes">Output channels per panel.</param>
internal readonly record struct WinogradKernel(int Tile, int Rows, int Panels, int PanelLanes)
{
    public int PanelFloats => Rows * PanelLanes;

    public int FrequencyStep => WinogradGrid.FrequencyStep((long)Panels * Rows * PanelLanes);

    public int Floats => Arena.Floats((Tile + 2L) * (Tile + 2) * FrequencyStep, "a transformed kernel");
}

/// <summary>Where the pixels of a feature map lie.</summary>
/// <param name="Offset">From the start of its buffer to the first pixel.</param>
/// <param name="RowStep">From one pixel to that below.</param>
/// <param name="ColumnStep">From one pixel to that on its right: the channels with their padding.</param>
/// <param name="BlockLanes">Channels per block.</param>
internal readonly record struct PixelPlane(int Offset, int RowStep, int ColumnStep, int BlockLanes)
{
    /// <summary>The pixels of a tensor from one of them on.</summary>
    public static PixelPlane Of(Tensor tensor, int row = 0, int column = 0) =>
        new(tensor.Offset(row, column), tensor.RowStride, tensor.ChannelStride, tensor.BlockLanes);
}

/// <summary>
/// The gradient of a kernel of 3 x 3 by the same tiles: both the input's tiles and those of the output's gradient are transformed, each
/// frequency is an outer product summed over all tiles, and those sums are transformed to the nine taps. A round of strips is transformed
/// by all threads, then work items (a slice of the input channels, a group of blocks of output channels) sum it.
/// </summary>
/// <param name="Name">Operation and shapes; equal names mean equal kernels.</param>
/// <param name="Summary">What it computes, in words.</param>
/// <param name="Grid">The tiles of the output.</param>
/// <param name="Input">Where the input's tiles lie.</param>
/// <param name="Gradient">Where the pixels of the output's gradient lie.</param>
/// <param name="Terms">Input channels.</param>
/// <param name="Blocks">Blocks of output channels.</param>
/// <param name="StripsPerRound">Strips that are transformed before their sums are taken; those of several images count as one
/// sequence.</param>
/// <param name="SliceTerms">Input channels per work item; divides <paramref name="Terms"/>.</param>
/// <param name="GroupBlocks">Blocks of output channels per work item; divides <paramref name="Blocks"/>.</param>
internal sealed record WinogradGradient(
    string Name,
    string Summary,
    WinogradGrid Grid,
    PixelPlane Input,
    PixelPlane Gradient,
    int Terms,
    int Blocks,
    int StripsPerRound,
    int SliceTerms,
    int GroupBlocks)
{
    public int TilesPerRound => StripsPerRound * Grid.TileColumns;

    public int InputFrequencyStep => WinogradGrid.FrequencyStep((long)TilesPerRound * Input.ColumnStep);

    public int GradientFrequencyStep => WinogradGrid.FrequencyStep((long)TilesPerRound * Gradient.ColumnStep);

    /// <summary>Both transforms of one round; all threads share them.</summary>
    public int RoundFloats =>
        Arena.Floats(Grid.Frequencies * ((long)InputFrequencyStep + GradientFrequencyStep), "transforms of a row of tiles");

    /// <summary>The sums of one work item: a transformed kernel of its own.</summary>
    public WinogradKernel Sums => new(Grid.Tile, SliceTerms, GroupBlocks, Gradient.BlockLanes);

    public int Slices => Terms / SliceTerms;

    public int Groups => Blocks / GroupBlocks;

    /// <summary>Work items of a round's sums.</summary>
    public int Items => Slices * Groups;

    /// <summary>Floats of one block of the kernel's gradient: nine taps.</summary>
    public int KernelBlockFloats => 9 * Terms * Gradient.BlockLanes;
}

/// <summary>
/// How one instruction set computes the products of a <see cref="WinogradProduct"/>, for a certain number of tiles at a time.
/// </summary>
/// <param name="Groups">The split of the output channels.</param>
/// <param name="MostTiles">Tiles of a register tile.</param>
/// <param name="RestTiles">Tiles of the register tiles for the rest; divides every number of tiles that can be left.</param>
/// <param name="Unroll">Terms per iteration of the innermost loop.</param>
/// <param name="Cycles">The cost model's estimate of all products for one image.</param>
internal sealed record WinogradTiling(EquatableArray<VectorGroup> Groups, int MostTiles, int RestTiles, int Unroll, double Cycles);
