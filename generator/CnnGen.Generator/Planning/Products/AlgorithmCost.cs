using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Products;

/// <summary>
/// Estimated cycles of a convolution for one image of a large batch, counted in vectors of 16 lanes on a core with two fused multiply-add
/// pipes. Narrower vectors multiply all that is computed by the same factor, so the order of the algorithms stays. The constants were
/// fitted to what <c>benchmarks/CnnGen.Benchmarks -- planner</c> measures.
/// </summary>
internal static class AlgorithmCost
{
    private const int Lanes = 16;
    private const double PipesPerCycle = 2;

    /// <summary>Share of the pipes' peak that direct convolutions reach.</summary>
    private const double DirectEfficiency = 0.95;

    /// <summary>Share of the pipes' peak that the products between Winograd's transforms reach.</summary>
    private const double ProductEfficiency = 0.85;

    /// <summary>Cycles to transform a vector of one frequency in two steps, on the side of the input and on that of a gradient.</summary>
    private const double InputTransform = 4;

    /// <summary>The same for the side of the output, which has fewer sums.</summary>
    private const double OutputTransform = 3;

    /// <summary>Bytes that a core's own cache holds beside all else.</summary>
    private const long OwnCacheBytes = 1 << 20;

    /// <summary>Bytes per cycle that one thread gets from its own cache, the time that computing hides left out.</summary>
    private const double OwnBytesPerCycle = 32;

    /// <summary>The same for the caches and the memory beyond.</summary>
    private const double SharedBytesPerCycle = 16;

    /// <summary>
    /// Forward or input gradient: <paramref name="rows"/> x <paramref name="columns"/> pixels of <paramref name="outputs"/> channels from
    /// <paramref name="inputs"/> channels.
    /// </summary>
    public static double OfProduct(ConvolutionAlgorithm algorithm, int rows, int columns, int inputs, int outputs)
    {
        if (!algorithm.IsWinograd)
            return Direct(rows, columns, inputs, outputs);
        var grid = algorithm.Grid(rows, columns);
        var tilesPerBlock = AlgorithmPlanner.TilesOfBlock(grid, Tensor.StrideFor(inputs), Tensor.StrideFor(outputs));
        var kernel = TransformBytes(grid, inputs) * Tensor.StrideFor(outputs);
        return grid.Tiles * (Products(grid, inputs, outputs)
            + (grid.Frequencies * ((InputTransform * Vectors(inputs)) + (OutputTransform * Vectors(outputs))))
            + Stream(BytesPerTile(grid, inputs, outputs), tilesPerBlock)
            // All of the kernel passes by once for each block of tiles.
            + (Stream(kernel, 1) / tilesPerBlock));
    }

    /// <summary>
    /// Weight gradient of a kernel [3, 3, inputs, outputs] from <paramref name="rows"/> x <paramref name="columns"/> pixels.
    /// </summary>
    public static double OfWeightGradient(ConvolutionAlgorithm algorithm, int rows, int columns, int inputs, int outputs)
    {
        if (!algorithm.IsWinograd)
            return Direct(rows, columns, inputs, outputs);
        var grid = algorithm.Grid(rows, columns);
        return grid.Tiles * (Products(grid, inputs, outputs)
            + (grid.Frequencies * InputTransform * (Vectors(inputs) + Vectors(outputs)))
            + Stream(BytesPerTile(grid, inputs, outputs),
                AlgorithmPlanner.TilesOfRound(grid, Tensor.StrideFor(inputs), Tensor.StrideFor(outputs))));
    }

    private static double Direct(int rows, int columns, int inputs, int outputs) =>
        9.0 * rows * columns * inputs * Vectors(outputs) / PipesPerCycle / DirectEfficiency;

    /// <summary>The multiply-adds between the transforms, for one tile.</summary>
    private static double Products(WinogradGrid grid, int inputs, int outputs) =>
        (double)grid.Frequencies * inputs * Vectors(outputs) / PipesPerCycle / ProductEfficiency;

    /// <summary>
    /// Cycles to bring what one of <paramref name="count"/> has, where all of them lie in memory together until they are read.
    /// </summary>
    private static double Stream(long bytes, int count) => bytes / (bytes * count > OwnCacheBytes ? SharedBytesPerCycle : OwnBytesPerCycle);

    /// <summary>What a tile's two transforms take.</summary>
    private static long BytesPerTile(WinogradGrid grid, int inputs, int outputs) =>
        TransformBytes(grid, Tensor.StrideFor(inputs) + Tensor.StrideFor(outputs));

    private static long TransformBytes(WinogradGrid grid, int channels) => (long)sizeof(float) * grid.Frequencies * channels;

    private static int Vectors(int channels) => (channels + Lanes - 1) / Lanes;
}
