namespace CnnGen.Generator.Planning.Plans;

/// <summary>
/// Neighbouring vectors of output channels that one register tile computes together: <c>Count</c> groups of <c>Vectors</c>, the first at
/// <c>First</c>.
/// </summary>
internal readonly record struct VectorGroup(int First, int Vectors, int Count);

/// <summary>A rectangle of output pixels covered by equal register tiles: TileRows x TileColumns pixels each.</summary>
internal readonly record struct PixelRegion(int Row, int Column, int Rows, int Columns, int TileRows, int TileColumns);

/// <summary>How one instruction set computes a <see cref="Product"/>.</summary>
/// <param name="Groups">The split of the output channels.</param>
/// <param name="Regions">The split of the output pixels.</param>
/// <param name="Unroll">Terms per iteration of the innermost loop; divides the length of a run.</param>
/// <param name="Cycles">The cost model's estimate for one image.</param>
internal sealed record ProductTiling(EquatableArray<VectorGroup> Groups, EquatableArray<PixelRegion> Regions, int Unroll, double Cycles)
{
    /// <summary>Images that all groups of channels pass before the next ones come; 0 where each group passes all of them at once.</summary>
    public int ImagesPerBand { get; init; }

    /// <summary>
    /// For each region the tiles, of those below each other or in a single row beside each other, that all groups of channels pass before
    /// the next ones come; none where they pass whole images.
    /// </summary>
    public EquatableArray<int> TilesPerBand { get; init; } = EquatableArray<int>.Empty;
}

/// <summary>
/// Rows of the kernel gradient that one register tile sums. Either a part of a run (<c>Runs</c> is 1): <c>Count</c> tiles from
/// <c>FirstRow</c> on, in each run; or whole runs (<c>Runs</c> above 1, or a rest of them): <c>Count</c> tiles from <c>FirstRun</c> on.
/// </summary>
internal readonly record struct RowTile(int FirstRun, int FirstRow, int Runs, int RowsPerRun, int Count, bool IsWholeRuns)
{
    public int Rows => Runs * RowsPerRun;

    /// <summary>All tiles of this kind in a kernel's block.</summary>
    public int Tiles(Reduction reduction) => IsWholeRuns ? Count : Count * reduction.OuterCount * reduction.MiddleCount;
}

/// <summary>How one instruction set computes an <see cref="OuterProduct"/>.</summary>
/// <param name="Groups">The split of the output channels; each group is a work item.</param>
/// <param name="Tiles">The split of the kernel's rows.</param>
/// <param name="ImagesPerPass">Images summed before the accumulators go back to memory.</param>
/// <param name="LinesAhead">Cache lines of each image of the next pass that every tile asks for, so that all tiles together ask for the
/// whole input; 0 for none.</param>
/// <param name="Cycles">The cost model's estimate for one image.</param>
internal sealed record OuterProductTiling(
    EquatableArray<VectorGroup> Groups, EquatableArray<RowTile> Tiles, int ImagesPerPass, int LinesAhead, double Cycles)
{
    public int Items => Groups.Sum(group => group.Count);
}
