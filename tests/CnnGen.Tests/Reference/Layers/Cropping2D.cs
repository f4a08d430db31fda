namespace CnnGen.Tests.Reference.Layers;

/// <summary>A map without some rows and columns on its four sides.</summary>
internal sealed class Cropping2D(string name, Extent input, int top, int bottom, int left, int right) : Moved(
    name, input, new Extent(input.Height - top - bottom, input.Width - left - right, input.Channels))
{
    protected override (int Row, int Column, int Channel)? Source(int row, int column, int channel) => (top + row, left + column, channel);
}
