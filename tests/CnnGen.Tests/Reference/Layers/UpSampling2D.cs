namespace CnnGen.Tests.Reference.Layers;

/// <summary>Every pixel several times.</summary>
internal sealed class UpSampling2D(string name, Extent input, int rows, int columns) : Moved(
    name, input, new Extent(input.Height * rows, input.Width * columns, input.Channels))
{
    protected override (int Row, int Column, int Channel)? Source(int row, int column, int channel) =>
        (row / rows, column / columns, channel);
}
