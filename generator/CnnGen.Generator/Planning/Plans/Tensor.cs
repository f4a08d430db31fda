using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Planning.Plans;

/// <summary>Zeros around a feature map, in pixels, that a consumer's window reaches into.</summary>
internal readonly record struct Border(int Top, int Left, int Bottom, int Right)
{
    public bool IsEmpty => this == default;

    /// <summary>The smallest border that holds both.</summary>
    public Border Union(Border other) =>
        new(Math.Max(Top, other.Top), Math.Max(Left, other.Left), Math.Max(Bottom, other.Bottom), Math.Max(Right, other.Right));

    /// <summary>The border around a smaller map that lies inside of a frame.</summary>
    public Border Around(Sides frame) => new(Top + frame.Top, Left + frame.Left, Bottom + frame.Bottom, Right + frame.Right);
}

/// <summary>
/// How one image's feature map lies in memory: rows of pixels of <see cref="ChannelStride"/> floats, inside a zero border. Lanes past the
/// last channel hold anything finite in activations (nobody reads them) and zeros in gradients.
/// </summary>
internal sealed record Tensor(Shape Shape, Border Border)
{
    /// <summary>Floats per pixel: the channels, rounded up such that whole vectors fit.</summary>
    public int ChannelStride => StrideFor(Shape.Channels);

    /// <summary>Channels per block of a kernel that produces this tensor; a power of two of at most 16.</summary>
    public int BlockLanes => Math.Min(16, ChannelStride);

    public int Blocks => ChannelStride / BlockLanes;

    public int RowStride => (Border.Left + Shape.Width + Border.Right) * ChannelStride;

    public int Floats => Arena.Floats(
        Sizes.Product((long)Border.Top + Shape.Height + Border.Bottom, (long)Border.Left + Shape.Width + Border.Right, ChannelStride),
        $"a padded tensor ({this})");

    /// <summary>Floats from the start of the buffer to pixel (0, 0).</summary>
    public int Origin => Offset(0, 0);

    /// <summary>Whether the values lie one after the other without gaps.</summary>
    public bool IsDense => Border.IsEmpty && (ChannelStride == Shape.Channels || Shape.Height * Shape.Width == 1);

    /// <summary>Floats from the start of the buffer to a pixel; the border has negative coordinates.</summary>
    public int Offset(int row, int column) => ((row + Border.Top) * RowStride) + ((column + Border.Left) * ChannelStride);

    public static int StrideFor(int channels) => channels switch
    {
        1 => 1,
        <= 4 => 4,
        <= 8 => 8,
        _ => (channels + 15) / 16 * 16,
    };

    public override string ToString() => Shape.IsFlat ? $"{Shape.Channels}" : $"{Shape.Height}x{Shape.Width}x{Shape.Channels}";
}
