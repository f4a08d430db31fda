namespace CnnGen.Tests.Reference.Layers;

/// <summary>Channels as blocks of pixels.</summary>
internal sealed class DepthToSpace(string name, Extent input, int size) : Moved(
    name, input, new Extent(input.Height * size, input.Width * size, input.Channels / (size * size)))
{
    protected override (int Row, int Column, int Channel)? Source(int row, int column, int channel) =>
        (row / size, column / size, (((row % size * size) + (column % size)) * Output.Channels) + channel);
}
