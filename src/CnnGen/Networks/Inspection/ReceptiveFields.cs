namespace CnnGen;

/// <summary>Finds what part of the image a pixel of a layer depends on, from windows, strides and paddings.</summary>
/// <param name="network">A network that looks inside of another.</param>
internal sealed class ReceptiveFields(NetworkInfo network)
{
    private static readonly (int First, int Last) Nothing = (0, -1);

    /// <summary>The least rectangle of the image with all pixels that a pixel of a layer depends on.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="row">The pixel's row.</param>
    /// <param name="column">Its column.</param>
    public PixelRectangle Of(int layer, int row, int column)
    {
        var fields = Enumerable.Repeat((Rows: Nothing, Columns: Nothing), layer + 1).ToArray();
        fields[layer] = ((row, row), (column, column));
        // Every layer stands behind those that it reads.
        for (var i = layer; i > 0; i--)
        {
            var (info, field) = (network.Layers[i], fields[i]);
            foreach (var read in ReadBy(i))
            {
                // Of layers that are joined, an extent of 1 counts for all.
                var isJoined = info.Reads.Count > 1;
                var (height, width) = Extents(network.Layers[read]);
                fields[read] = (
                    Union(fields[read].Rows, isJoined && height == 1 ? All(field.Rows) : info.Rows!.Of(field.Rows, height)),
                    Union(fields[read].Columns, isJoined && width == 1 ? All(field.Columns) : info.Columns!.Of(field.Columns, width)));
            }
        }

        var (rows, columns) = fields[0];
        return rows.Last < rows.First || columns.Last < columns.First
            ? default
            : new(rows.First, columns.First, rows.Last - rows.First + 1, columns.Last - columns.First + 1);
    }

    /// <summary>Rows and columns of a layer's output; a vector has one of each, a sequence one row.</summary>
    /// <param name="layer">The layer.</param>
    public static (int Height, int Width) Extents(LayerInfo layer) => layer.OutputShape switch
    {
        [var height, var width, _] => (height, width),
        [var length, _] => (1, length),
        _ => (1, 1),
    };

    private IEnumerable<int> ReadBy(int layer)
    {
        var reads = network.Layers[layer].Reads;
        return reads.Count == 0
            ? [layer - 1]
            : reads.Select(name => Enumerable.Range(0, layer).First(i => network.Layers[i].Name == name));
    }

    private static (int First, int Last) All((int First, int Last) field) => field.Last < field.First ? Nothing : (0, 0);

    private static (int First, int Last) Union((int First, int Last) a, (int First, int Last) b) =>
        a.Last < a.First ? b
        : b.Last < b.First ? a
        : (Math.Min(a.First, b.First), Math.Max(a.Last, b.Last));
}
