using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Products;

/// <summary>
/// Chooses the algorithm of each direction of a convolution: the one that the layer states, else the one of the least estimated cost. Only
/// shapes count, never the instruction set, the threads or the size of a batch: another algorithm gives other bits.
/// </summary>
internal static class AlgorithmPlanner
{
    /// <summary>Tiles of a block of strips beyond which the transformed kernel, which is read once for all of them, costs little.</summary>
    private const int TilesPerBlock = 64;

    /// <summary>Bytes of a second-level cache, in which the transformed input and the products of a block can stay.</summary>
    private const int CacheBytes = 5 << 18;

    /// <summary>Bytes that the transformed input and the products of a block may take.</summary>
    private const int BlockBytes = 10 << 20;

    /// <summary>Bytes that both transforms of a round of a weight gradient should take; they are to stay in a shared cache.</summary>
    private const int RoundBytes = 4 << 20;

    /// <summary>Bytes that they may take where a round would otherwise have too few tiles.</summary>
    private const int MostRoundBytes = 12 << 20;

    /// <summary>Tiles of a round below which its sums are short beside what is done once for each round.</summary>
    private const int LeastTilesPerRound = 80;

    /// <summary>Tiles of a round beyond which its sums are long enough.</summary>
    private const int TilesPerRound = 512;

    private static readonly ConvolutionAlgorithm[] Candidates =
        [ConvolutionAlgorithm.Direct, ConvolutionAlgorithm.Winograd4, ConvolutionAlgorithm.Winograd2];

    /// <param name="geometry">The shapes of the convolution.</param>
    /// <param name="stated">What the layer asks for.</param>
    public static ConvolutionAlgorithms Choose(ConvolutionGeometry geometry, ConvAlgorithm stated)
    {
        if (Stated(stated) is { } algorithm)
            return new(algorithm, algorithm, algorithm);
        return new(
            Cheapest(geometry, ConvolutionDirection.Forward), Cheapest(geometry, ConvolutionDirection.InputGradient),
            Cheapest(geometry, ConvolutionDirection.WeightGradient));
    }

    /// <summary>
    /// Every algorithm that can compute a direction of a convolution with its estimated cost, the direct one first; what the layer states
    /// is not asked.
    /// </summary>
    public static IReadOnlyList<AlgorithmEstimate> Estimates(ConvolutionGeometry geometry, ConvolutionDirection direction) =>
        [.. CandidatesFor(geometry).Select(candidate => new AlgorithmEstimate(
            candidate.Describe(geometry.Window.Height, geometry.Window.Width), CyclesOf(geometry, direction, candidate)))];

    /// <summary>Strips that go through a <see cref="WinogradProduct"/> together.</summary>
    public static int StripsPerBlock(WinogradGrid grid, int inputStride, int outputStride)
    {
        var strips = Math.Max(1, (TilesOfBlock(grid, inputStride, outputStride) + grid.TileColumns - 1) / grid.TileColumns);
        // Whole images where there are several.
        return strips <= grid.TileRows ? strips : (strips + grid.TileRows - 1) / grid.TileRows * grid.TileRows;
    }

    /// <summary>Strips that are transformed before a <see cref="WinogradGradient"/> sums them.</summary>
    public static int StripsPerRound(WinogradGrid grid, int inputStride, int gradientStride) =>
        Math.Max(1, TilesOfRound(grid, inputStride, gradientStride) / grid.TileColumns);

    /// <summary>
    /// Tiles of a block of strips, before they are made whole strips: as many as stay in the second-level cache, or so many that reading
    /// the kernel seldom saves more than writing and reading the block in a cache further away costs.
    /// </summary>
    public static int TilesOfBlock(WinogradGrid grid, int inputStride, int outputStride)
    {
        var near = TilesWithin(CacheBytes, TilesPerBlock, grid, inputStride, outputStride);
        var far = TilesWithin(BlockBytes, TilesPerBlock, grid, inputStride, outputStride);
        var kernelBytes = (double)inputStride * outputStride;
        return kernelBytes / near <= (kernelBytes / far) + (2 * ((double)inputStride + outputStride)) ? near : far;
    }

    /// <summary>Tiles of a round, before they are made whole strips.</summary>
    public static int TilesOfRound(WinogradGrid grid, int inputStride, int gradientStride) =>
        Math.Max(
            TilesWithin(RoundBytes, TilesPerRound, grid, inputStride, gradientStride),
            TilesWithin(MostRoundBytes, LeastTilesPerRound, grid, inputStride, gradientStride));

    private static int TilesWithin(int bytes, int most, WinogradGrid grid, int inputStride, int outputStride) =>
        (int)Math.Max(1, Math.Min(most, bytes / ((long)sizeof(float) * grid.Frequencies * ((long)inputStride + outputStride))));

    private static IEnumerable<ConvolutionAlgorithm> CandidatesFor(ConvolutionGeometry geometry) => Candidates.Where(candidate =>
        !candidate.IsWinograd || geometry.Window is { Height: 3, Width: 3, StrideHeight: 1, StrideWidth: 1, IsDilated: false });

    private static ConvolutionAlgorithm Cheapest(ConvolutionGeometry geometry, ConvolutionDirection direction) =>
        CandidatesFor(geometry).OrderBy(candidate => CyclesOf(geometry, direction, candidate)).First();

    private static double CyclesOf(ConvolutionGeometry geometry, ConvolutionDirection direction, ConvolutionAlgorithm algorithm)
    {
        var (input, output) = (geometry.Input, geometry.Output);
        return direction switch
        {
            ConvolutionDirection.Forward =>
                AlgorithmCost.OfProduct(algorithm, output.Height, output.Width, input.Channels, output.Channels),
            ConvolutionDirection.InputGradient =>
                AlgorithmCost.OfProduct(algorithm, input.Height, input.Width, output.Channels, input.Channels),
            _ => AlgorithmCost.OfWeightGradient(algorithm, output.Height, output.Width, input.Channels, output.Channels),
        };
    }

    /// <summary>
    /// What the layer asks for, in all directions; null where it leaves the choice. That the algorithm can compute the window was checked
    /// with the shapes.
    /// </summary>
    private static ConvolutionAlgorithm? Stated(ConvAlgorithm algorithm) => algorithm switch
    {
        ConvAlgorithm.Direct => ConvolutionAlgorithm.Direct,
        ConvAlgorithm.Winograd2x2 => ConvolutionAlgorithm.Winograd2,
        ConvAlgorithm.Winograd4x4 => ConvolutionAlgorithm.Winograd4,
        _ => null,
    };
}
