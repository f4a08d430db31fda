namespace CnnGen.Tests.Reference.Layers;

/// <summary>Blocks of pixels as channels.</summary>
internal sealed class SpaceToDepth(string name, Extent input, int size) : Moved(
    name, input, new Extent(input.Height / size, input.Width / size, input.Channels * size * size))
{
    protected override (int Row, int Column, int Channel)? Source(int row, int column, int channel)
    {
        int cell = channel / Input.Channels;
        return ((row * size) + (cell / size), (column * size) + (cell % size), channel % Input.Channels);
    }
}
