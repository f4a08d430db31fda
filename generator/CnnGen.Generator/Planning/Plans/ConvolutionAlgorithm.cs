namespace CnnGen.Generator.Planning.Plans;

/// <summary>How one direction of a convolution is computed: directly, or by Winograd's minimal filtering F(m x m, 3 x 3).</summary>
/// <param name="OutputTile">m, the output pixels of a tile in each direction; 0 for the direct algorithm.</param>
internal readonly record struct ConvolutionAlgorithm(int OutputTile)
{
    public static readonly ConvolutionAlgorithm Direct = default;
    public static readonly ConvolutionAlgorithm Winograd2 = new(2);
    public static readonly ConvolutionAlgorithm Winograd4 = new(4);

    public bool IsWinograd => OutputTile > 0;

    /// <summary>The tiles of a feature map of the given extents.</summary>
    public WinogradGrid Grid(int rows, int columns) => new(OutputTile, rows, columns);

    /// <summary>For summaries: <c>direct 3x3</c>, <c>Winograd F(4x4, 3x3)</c>.</summary>
    public string Describe(int kernelHeight, int kernelWidth) => IsWinograd
        ? $"Winograd F({OutputTile}x{OutputTile}, {kernelHeight}x{kernelWidth})"
        : $"direct {kernelHeight}x{kernelWidth}";
}

/// <summary>What is computed of a convolution; the library's <c>LayerDirection</c>.</summary>
internal enum ConvolutionDirection
{
    Forward,
    InputGradient,
    WeightGradient,
}

/// <summary>What an algorithm is estimated to take.</summary>
/// <param name="Name">The algorithm, in words.</param>
/// <param name="Cycles">Of one image, by the cost model.</param>
internal readonly record struct AlgorithmEstimate(string Name, double Cycles);

/// <summary>The algorithm of each direction of one convolution.</summary>
internal sealed record ConvolutionAlgorithms(
    ConvolutionAlgorithm Forward, ConvolutionAlgorithm InputGradient, ConvolutionAlgorithm WeightGradient)
{
    public static readonly ConvolutionAlgorithms Direct =
        new(ConvolutionAlgorithm.Direct, ConvolutionAlgorithm.Direct, ConvolutionAlgorithm.Direct);

    public ConvolutionAlgorithm Of(ConvolutionDirection direction) => direction switch
    {
        ConvolutionDirection.Forward => Forward,
        ConvolutionDirection.InputGradient => InputGradient,
        _ => WeightGradient,
    };
}

/// <summary>
/// Square tiles that cover a feature map. A tile of m x m pixels belongs to (m + 2) x (m + 2) pixels of the other side of a 3 x 3
/// convolution; both become as many numbers that are multiplied one by one, its <em>frequencies</em>.
/// </summary>
/// <param name="Tile">m.</param>
/// <param name="Rows">Rows of the feature map.</param>
/// <param name="Columns">Columns of the feature map.</param>
internal readonly record struct WinogradGrid(int Tile, int Rows, int Columns)
{
    /// <summary>Frequencies in each direction: m + 2.</summary>
    public int Points => Tile + 2;

    public int Frequencies => Points * Points;

    public int TileRows => (Rows + Tile - 1) / Tile;

    public int TileColumns => (Columns + Tile - 1) / Tile;

    public int Tiles => TileRows * TileColumns;

    /// <summary>Rows that the tiles cover; the last may hang over.</summary>
    public int CoveredRows => TileRows * Tile;

    public int CoveredColumns => TileColumns * Tile;

    /// <summary>Rows of the feature map in the last row of tiles.</summary>
    public int LastRows => Rows - CoveredRows + Tile;

    public int LastColumns => Columns - CoveredColumns + Tile;

    /// <summary>
    /// Floats from one frequency to the next where each holds <paramref name="floats"/>: an odd number of cache lines, since neighbours
    /// that are a power of two apart would push each other out of the cache.
    /// </summary>
    public static int FrequencyStep(long floats)
    {
        var aligned = CacheLine.Align(floats);
        return Arena.Floats(aligned / CacheLine.Floats % 2 == 0 ? aligned + CacheLine.Floats : aligned, "transforms of one frequency");
    }
}
