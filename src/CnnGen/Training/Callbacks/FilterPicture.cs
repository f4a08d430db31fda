namespace CnnGen.Training;

/// <summary>
/// Draws the filters of a convolution as tiles of a grid, each from black at its least weight to white at its greatest, with a line
/// between them. Of three input channels a tile is coloured; of others each has a grey tile for every filter.
/// </summary>
internal sealed class FilterPicture
{
    /// <summary>Tiles beyond are not drawn.</summary>
    private const int MostTiles = 256;

    /// <summary>Pixels that the longer side of a tile has at least: a filter of 3 x 3 would hardly be seen.</summary>
    private const int LeastSide = 24;

    private const byte Flat = 128;

    private readonly Parameter _kernel;
    private readonly float[] _weights;
    private readonly byte[] _pixels;

    // Of a filter.
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _inputs;
    private readonly int _filters;

    // Of the grid.
    private readonly int _tiles;
    private readonly int _tilesPerRow;
    private readonly int _scale;

    /// <summary>Makes room.</summary>
    /// <param name="kernel">Its shape is (rows, columns, in, out), or (columns, in, out).</param>
    public FilterPicture(Parameter kernel)
    {
        var shape = kernel.Shape;
        _kernel = kernel;
        _weights = new float[kernel.Count];
        (_rows, _columns) = (shape.Count == 4 ? shape[0] : 1, shape[^3]);
        (_inputs, _filters) = kernel.Info.IsTransposed ? (shape[^1], shape[^2]) : (shape[^2], shape[^1]);
        Channels = _inputs == 3 ? 3 : 1;
        _tiles = (int)Math.Min(MostTiles, (long)_inputs * _filters / Channels);
        _tilesPerRow = (int)Math.Ceiling(Math.Sqrt(_tiles));
        var side = Math.Max(_rows, _columns);
        _scale = (LeastSide + side - 1) / side;
        Height = (((_rows * _scale) + 1) * ((_tiles + _tilesPerRow - 1) / _tilesPerRow)) - 1;
        Width = (((_columns * _scale) + 1) * _tilesPerRow) - 1;
        _pixels = new byte[Height * Width * Channels];
    }

    /// <summary>Rows of the picture.</summary>
    public int Height { get; }

    /// <summary>Columns of the picture.</summary>
    public int Width { get; }

    /// <summary>3 of a coloured picture, else 1.</summary>
    public int Channels { get; }

    /// <summary>What can be drawn: the first kernel of a convolution; null where there is none.</summary>
    public static Parameter? FirstKernel(INetwork network) => network.Parameters.FirstOrDefault(
        parameter => parameter.Shape.Count is 3 or 4 && parameter.Name.EndsWith("kernel", StringComparison.Ordinal));

    /// <summary>Draws the filters as they are now: <see cref="Height"/> x <see cref="Width"/> x <see cref="Channels"/> bytes.</summary>
    public ReadOnlySpan<byte> Draw()
    {
        _kernel.CopyTo(_weights);
        for (var tile = 0; tile < _tiles; tile++)
            DrawTile(tile);
        return _pixels;
    }

    private void DrawTile(int tile)
    {
        // Side by side are the filters of one input channel.
        var (firstInput, filter) = Channels == 3 ? (0, tile) : (tile / _filters, tile % _filters);
        var (least, greatest) = (float.PositiveInfinity, float.NegativeInfinity);
        for (var cell = 0; cell < _rows * _columns * Channels; cell++)
        {
            var weight = WeightAt(cell / Channels, firstInput + (cell % Channels), filter);
            (least, greatest) = (weight < least ? weight : least, weight > greatest ? weight : greatest);
        }

        var top = tile / _tilesPerRow * ((_rows * _scale) + 1);
        var left = tile % _tilesPerRow * ((_columns * _scale) + 1);
        for (var y = 0; y < _rows * _scale; y++)
        {
            for (var x = 0; x < _columns * _scale; x++)
            {
                var cell = (y / _scale * _columns) + (x / _scale);
                for (var channel = 0; channel < Channels; channel++)
                {
                    var weight = WeightAt(cell, firstInput + channel, filter);
                    _pixels[((((top + y) * Width) + left + x) * Channels) + channel] = Shade(weight, least, greatest);
                }
            }
        }
    }

    private float WeightAt(int cell, int input, int filter) => _weights[
        _kernel.Info.IsTransposed ? (((cell * _filters) + filter) * _inputs) + input : (((cell * _inputs) + input) * _filters) + filter];

    /// <summary>A weight between the least and the greatest; the middle where they are one, or where it is no number.</summary>
    private static byte Shade(float weight, float least, float greatest)
    {
        var share = ((double)weight - least) / ((double)greatest - least);
        return double.IsFinite(share) ? (byte)Math.Round(255 * share) : Flat;
    }
}
