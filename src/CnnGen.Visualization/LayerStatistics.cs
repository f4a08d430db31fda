using CnnGen.Data;

namespace CnnGen.Visualization;

/// <summary>What the units of a layer gave over a data set.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Images">Images.</param>
/// <param name="Units">Each channel of a map, or value of a vector.</param>
public sealed record LayerStatistics(LayerInfo Layer, int Images, IReadOnlyList<UnitStatistics> Units)
{
    /// <summary>Units that never gave anything but 0.</summary>
    public int DeadUnits => Units.Count(unit => unit.IsDead);

    /// <summary>The share of all values that lie at a bound of the activation; see <see cref="UnitStatistics.ShareSaturated"/>.</summary>
    public double ShareSaturated => Units.Average(unit => unit.ShareSaturated);

    /// <summary>The statistics of every layer but the input, in order.</summary>
    /// <param name="inspector">Looks inside of the network.</param>
    /// <param name="images">The images.</param>
    /// <exception cref="ArgumentException">The images do not fit, or there are none.</exception>
    public static IReadOnlyList<LayerStatistics> Of(NetworkInspector inspector, IImageSource images)
    {
        ArgumentNullException.ThrowIfNull(inspector);
        var reader = new SourceReader(inspector.Info, images);
        var layers = inspector.Info.Layers;
        UnitSums[] sums = [.. layers.Select(layer => new UnitSums(layer.OutputShape[^1], inspector.ActivationOf(layer.Name)))];
        foreach (var (_, some) in reader.Read())
        {
            var values = inspector.Activations(some.Span);
            for (var layer = 1; layer < layers.Count; layer++)
                sums[layer].Add(values[layer]);
        }

        return [.. layers.Skip(1).Select((layer, index) => new LayerStatistics(layer, images.Count, sums[index + 1].ToStatistics()))];
    }
}
