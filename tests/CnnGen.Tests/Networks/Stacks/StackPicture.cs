namespace CnnGen.Tests.Networks;

/// <summary>What one layer reads for an output along an axis.</summary>
/// <param name="Size">Cells of its window.</param>
/// <param name="Stride">Step of the window.</param>
/// <param name="Before">Cells of padding before the first cell.</param>
/// <param name="Tile">Outputs that are computed together, from all that any of them reads: those of Winograd's tiles.</param>
internal readonly record struct Reading(int Size, int Stride, int Before, int Tile = 1);

/// <summary>Which pixels of a square image the outputs of a stack of windows read.</summary>
/// <param name="side">Rows and columns of the image.</param>
/// <param name="layers">What each layer reads, in order.</param>
internal sealed class StackPicture(int side, params Reading[] layers)
{
    private readonly List<int> _sides =
        layers.Aggregate(new List<int> { side }, (sides, layer) => [.. sides, Positions(sides[^1], layer)]);

    /// <summary>Rows and columns of the output.</summary>
    public int Side => _sides[^1];

    /// <summary>Whether the output at a row and a column reads a pixel.</summary>
    /// <param name="output">Its row and column.</param>
    /// <param name="pixel">Its row and column.</param>
    /// <param name="withTiles">Whether it reads all that its tile does; else what the definition says.</param>
    public bool Reads((int Row, int Column) output, (int Row, int Column) pixel, bool withTiles) =>
        Covers(output.Row, pixel.Row, withTiles) && Covers(output.Column, pixel.Column, withTiles);

    private bool Covers(int output, int pixel, bool withTiles)
    {
        var (first, last) = (output, output);
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            var layer = layers[i];
            if (withTiles)
                (first, last) = (first / layer.Tile * layer.Tile, (last / layer.Tile * layer.Tile) + layer.Tile - 1);
            first = Math.Max((first * layer.Stride) - layer.Before, 0);
            last = Math.Min((last * layer.Stride) - layer.Before + layer.Size - 1, _sides[i] - 1);
        }

        return first <= pixel && pixel <= last;
    }

    // What padding there is lies on both sides, or none does: enough for the stacks of these tests.
    private static int Positions(int cells, Reading layer) =>
        layer.Before > 0 ? (cells + layer.Stride - 1) / layer.Stride : ((cells - layer.Size) / layer.Stride) + 1;
}
