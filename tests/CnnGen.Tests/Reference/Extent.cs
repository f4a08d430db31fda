namespace CnnGen.Tests.Reference;

/// <summary>Height, width and channels of what flows between two layers; a vector is a single pixel.</summary>
internal readonly record struct Extent(int Height, int Width, int Channels, bool IsFlat = false)
{
    public int Size => Height * Width * Channels;

    /// <summary>Index of a value in row, column, channel order.</summary>
    public int At(int row, int column, int channel) => (row * Width + column) * Channels + channel;
}
