namespace CnnGen.Visualization;

/// <summary>Layers whose output is a map.</summary>
internal static class MapLayer
{
    /// <summary>A layer by its name, or the last one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">Its name; null for the last layer before the output whose output is a map of several pixels.</param>
    /// <exception cref="ArgumentException">There is no such layer, or its output is no map.</exception>
    public static LayerInfo Find(NetworkInfo network, string? name)
    {
        if (name is null)
        {
            // The output explains nothing, and a map of one pixel says nothing of places.
            return network.Layers.SkipLast(1).LastOrDefault(layer => Extents(layer) is var (height, width, _) && height * width > 1)
                ?? throw new ArgumentException($"{network.Name} has no layer before the last one whose output is a map.");
        }

        var layer = network.Layers[network.IndexOfLayer(name)];
        // The image is one, so there is a last map.
        return layer.OutputShape.Count > 1 ? layer : throw new ArgumentException(
            $"Layer '{name}' gives a vector of {layer.OutputShape[0]} values, where a map is needed: the last one is that of"
                + $" '{network.Layers.Last(each => each.OutputShape.Count > 1).Name}'.", "layer");
    }

    /// <summary>Rows, columns and channels; a sequence is a map of one row.</summary>
    /// <param name="layer">A layer whose output is a map.</param>
    public static (int Height, int Width, int Channels) Extents(LayerInfo layer) => layer.OutputShape switch
    {
        [var height, var width, var channels] => (height, width, channels),
        [var length, var channels] => (1, length, channels),
        _ => (1, 1, layer.OutputShape[0]),
    };
}
