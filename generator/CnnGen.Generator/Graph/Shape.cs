namespace CnnGen.Generator.Graph;

/// <summary>The shape of what flows between two layers: a feature map (height, width, channels) or a flat vector.</summary>
internal readonly record struct Shape(int Height, int Width, int Channels, bool IsFlat)
{
    /// <summary>Whether the network's input is a sequence: then a map of one row is told as (length, channels).</summary>
    public bool IsOfSequences { get; init; }

    public bool IsSequence => IsOfSequences && !IsFlat && Height == 1;

    public int Size => Height * Width * Channels;

    /// <summary>A feature map.</summary>
    public static Shape Map(int height, int width, int channels) => new(height, width, channels, IsFlat: false);

    /// <summary>A vector; its units are the channels of a single pixel.</summary>
    public static Shape Flat(int units) => new(1, 1, units, IsFlat: true);

    public bool Equals(Shape other) =>
        (Height, Width, Channels, IsFlat) == (other.Height, other.Width, other.Channels, other.IsFlat);

    public override int GetHashCode() => (Height, Width, Channels, IsFlat).GetHashCode();

    public override string ToString() =>
        IsFlat ? $"({Channels})" : IsSequence ? $"({Width}, {Channels})" : $"({Height}, {Width}, {Channels})";
}
