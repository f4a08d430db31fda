namespace CnnGen.Tests.Reference.Layers;

/// <summary>The axes in another order; axis 1 are the rows.</summary>
internal sealed class Permute(string name, Extent input, int[] order) : Moved(name, input, Reordered(input, order))
{
    protected override (int Row, int Column, int Channel)? Source(int row, int column, int channel)
    {
        int[] place = [row, column, channel];
        return (place[Array.IndexOf(order, 1)], place[Array.IndexOf(order, 2)], place[Array.IndexOf(order, 3)]);
    }

    private static Extent Reordered(Extent input, int[] order)
    {
        int[] extents = [input.Height, input.Width, input.Channels];
        return new Extent(extents[order[0] - 1], extents[order[1] - 1], extents[order[2] - 1]);
    }
}
