namespace CnnGen.Generator.Graph;

/// <summary>
/// A sliding window over rows and columns: cells, step, the padding before the first row and column, and the distance of its cells.
/// </summary>
internal readonly record struct Window(
    int Height, int Width, int StrideHeight, int StrideWidth, int PadTop, int PadLeft, int DilationHeight = 1, int DilationWidth = 1)
{
    /// <summary>Rows from its first cell to its last.</summary>
    public int CoveredHeight => ((Height - 1) * DilationHeight) + 1;

    /// <summary>Columns from its first cell to its last.</summary>
    public int CoveredWidth => ((Width - 1) * DilationWidth) + 1;

    /// <summary>Whether there are cells between its own.</summary>
    public bool IsDilated => DilationHeight > 1 || DilationWidth > 1;

    /// <summary>Whether neighbouring windows have cells in common.</summary>
    public bool Overlaps => StrideHeight < Height || StrideWidth < Width;
}
