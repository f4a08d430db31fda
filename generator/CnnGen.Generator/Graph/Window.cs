namespace CnnGen.Generator.Graph;

/// <summary>A sliding window over rows and columns: extent, step and the padding before the first row and column.</summary>
internal readonly record struct Window(int Height, int Width, int StrideHeight, int StrideWidth, int PadTop, int PadLeft)
{
    /// <summary>Whether neighbouring windows have cells in common.</summary>
    public bool Overlaps => StrideHeight < Height || StrideWidth < Width;
}
