namespace CnnGen.Tests.Reference.Layers;

/// <summary>Zeros on the four sides of a map.</summary>
internal sealed class ZeroPadding2D(string name, Extent input, int top, int bottom, int left, int right) : Moved(
    name, input, new Extent(top + input.Height + bottom, left + input.Width + right, input.Channels))
{
    protected override (int Row, int Column, int Channel)? Source(int row, int column, int channel) =>
        row >= top && row < top + Input.Height && column >= left && column < left + Input.Width
            ? (row - top, column - left, channel)
            : null;
}
