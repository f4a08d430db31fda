namespace CnnGen.Generator.Graph;

/// <summary>The shape of what flows between two layers: a feature map (height, width, channels) or a flat vector.</summary>
internal readonly record struct Shape(int Height, int Width, int Channels, bool IsFlat)
{
    public int Size => Height * Width * Channels;

    /// <summary>A feature map.</summary>
    public static Shape Map(int height, int width, int channels) => new(height, width, channels, IsFlat: false);

    /// <summary>A vector; its units are the channels of a single pixel.</summary>
    public static Shape Flat(int units) => new(1, 1, units, IsFlat: true);

    public override string ToString() => IsFlat ? $"({Channels})" : $"({Height}, {Width}, {Channels})";
}
