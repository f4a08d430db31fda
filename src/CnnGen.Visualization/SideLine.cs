namespace CnnGen.Visualization;

/// <summary>A line at the side of a diagram, from a layer to one that reads it further down.</summary>
/// <param name="From">The row of the layer that is read.</param>
/// <param name="To">The row of its reader.</param>
/// <param name="Lane">How far out it runs: lines that pass the same row have lanes of their own.</param>
internal sealed record SideLine(int From, int To, int Lane)
{
    /// <summary>The lines of a network: of each reading of another layer than the row before.</summary>
    /// <param name="layers">The layers, each behind those that it reads.</param>
    public static IReadOnlyList<SideLine> Of(IReadOnlyList<LayerInfo> layers)
    {
        var places = layers.Select((layer, index) => (layer.Name, index)).ToDictionary(StringComparer.Ordinal);
        var wanted = layers.SelectMany((layer, to) => layer.Reads.Select(name => (From: places[name], To: to)))
            .Where(line => line.To - line.From > 1).Distinct()
            // Short ones run inside.
            .OrderBy(line => line.To - line.From).ThenBy(line => line.From);
        var lines = new List<SideLine>();
        foreach (var (from, to) in wanted)
        {
            var lane = 0;
            while (lines.Exists(line => line.Lane == lane && line.From < to && from < line.To))
                lane++;
            lines.Add(new(from, to, lane));
        }

        return lines;
    }

    /// <summary>Whether a layer reads the one in the row before.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="row">Its row.</param>
    public static bool ReadsRowBefore(IReadOnlyList<LayerInfo> layers, int row) =>
        layers[row].Reads.Count == 0 || layers[row].Reads.Contains(layers[row - 1].Name);
}
