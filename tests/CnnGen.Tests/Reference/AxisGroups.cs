namespace CnnGen.Tests.Reference;

/// <summary>The values of an image that lie along some axes: 1 for rows, 2 for columns, 3 for channels.</summary>
internal static class AxisGroups
{
    /// <summary>The channels of each pixel.</summary>
    public static int[] OfChannels { get; } = [3];

    /// <summary>The indices of the values of each group, in row, column, channel order.</summary>
    public static int[][] Of(Extent extent, int[] axes) =>
    [
        .. Enumerable.Range(0, extent.Size).GroupBy(i => (
            axes.Contains(1) ? 0 : i / extent.Channels / extent.Width,
            axes.Contains(2) ? 0 : i / extent.Channels % extent.Width,
            axes.Contains(3) ? 0 : i % extent.Channels)).Select(group => group.ToArray()),
    ];

    /// <summary>The extents of some axes.</summary>
    public static int[] Extents(Extent extent, int[] axes) =>
        [.. axes.Select(axis => new[] { extent.Height, extent.Width, extent.Channels }[axis - 1])];
}
