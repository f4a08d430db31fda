using CnnGen.Import.Graph;

namespace CnnGen.Import.Onnx;

/// <summary>
/// A tensor that the network computes: what a layer gives, seen through the axes that it has in the file. Layers have rows, columns and
/// channels; in the file channels come first, as a rule. Axes that are moved, joined or taken apart there cost no layer here, as long as
/// nobody reads them in another order than the layer's.
/// </summary>
/// <param name="layer">The layer.</param>
/// <param name="map">What the layer gives.</param>
/// <param name="axes">The axes in the file, without the batch: of which parts of the layer's axes each consists.</param>
internal sealed class OnnxActivation(ImportedLayer layer, OnnxMap map, IReadOnlyList<OnnxAxis> axes) : OnnxValue
{
    /// <summary>The layer's axes: rows, columns, channels.</summary>
    public const int Rows = 0, Columns = 1, Channels = 2;

    private static readonly int[][] Image = [[Channels], [Rows], [Columns]], Sequence = [[Channels], [Columns]], Vector = [[Channels]];

    /// <summary>The layer.</summary>
    public ImportedLayer Layer => layer;

    /// <summary>What the layer gives.</summary>
    public OnnxMap Map => map;

    /// <summary>Whether the layer gives a vector. A global pool may have learnt to keep its axes since this tensor was made.</summary>
    public bool IsVector => map.IsVector && layer["KeepDims"] is null;

    /// <summary>The axes in the file, without the batch.</summary>
    public IReadOnlyList<OnnxAxis> Axes => axes;

    /// <summary>The extents in the file, without the batch.</summary>
    public int[] Extents => [.. axes.Select(axis => axis.Extent)];

    /// <summary>
    /// How the file has a tensor of as many axes where nothing else is said: channels, rows, columns; channels, columns; or channels alone.
    /// </summary>
    /// <param name="rank">Axes without the batch: 1 to 3.</param>
    public static int[][] Order(int rank) => rank switch
    {
        1 => Vector,
        2 => Sequence,
        _ => Image,
    };

    /// <summary>A layer's output in the file's usual order.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="map">What it gives.</param>
    /// <param name="order">The layer's axes, in the order of the file.</param>
    public static OnnxActivation Of(ImportedLayer layer, OnnxMap map, int[][] order) => new(layer, map,
    [
        .. order.Select(parts => new OnnxAxis(
            parts.Aggregate(1, (extent, part) => extent * map[part]), [.. parts.Where(part => map[part] > 1)])),
    ]);

    /// <summary>The same axes of another layer, which gives as much.</summary>
    /// <param name="other">The layer.</param>
    public OnnxActivation With(ImportedLayer other) => new(other, map, axes);

    /// <summary>Whether the axes lie in an order of the layer's.</summary>
    /// <param name="order">For each axis the layer's.</param>
    public bool IsIn(int[][] order) => axes.Count == order.Length
        && axes.Zip(order).All(pair => pair.First.Parts.SequenceEqual(pair.Second.Where(part => map[part] > 1)));

    /// <summary>The axes in another order.</summary>
    /// <param name="order">For each new axis the present one, without the batch.</param>
    public OnnxActivation Transposed(IEnumerable<int> order) => new(layer, map, [.. order.Select(axis => axes[axis])]);

    /// <summary>
    /// The same elements with other extents, where these need no others than the layer's axes; null where one of them would have to be
    /// taken apart.
    /// </summary>
    /// <param name="extents">The extents, without the batch; of as many elements.</param>
    public OnnxActivation? Reshaped(IReadOnlyList<int> extents)
    {
        List<int> parts = [.. axes.SelectMany(axis => axis.Parts)];
        var (reshaped, next) = (new List<OnnxAxis>(), 0);
        foreach (var extent in extents)
        {
            var (first, product) = (next, 1L);
            while (product < extent && next < parts.Count)
                product *= map[parts[next++]];
            if (product != extent)
                return null;
            reshaped.Add(new(extent, parts[first..next]));
        }

        return new(layer, map, reshaped);
    }

    /// <summary>Where each element of the file's order lies in the layer's.</summary>
    public int[] Places()
    {
        List<int> parts = [.. axes.SelectMany(axis => axis.Parts)];
        return OnnxIndex.Places([.. parts.Select(part => map[part])], [.. parts.Select(part => map.Stride(part))]);
    }
}

/// <summary>An axis of the file.</summary>
/// <param name="Extent">Its extent.</param>
/// <param name="Parts">The layer's axes that it consists of, the slowest first; those of one element are left out.</param>
internal sealed record OnnxAxis(int Extent, IReadOnlyList<int> Parts);

/// <summary>What a layer gives.</summary>
/// <param name="Height">Rows; 1 of a sequence or vector.</param>
/// <param name="Width">Columns, or the length of a sequence; 1 of a vector.</param>
/// <param name="Channels">Channels, or the units of a vector.</param>
/// <param name="IsVector">Whether it is no map.</param>
internal sealed record OnnxMap(int Height, int Width, int Channels, bool IsVector = false)
{
    /// <summary>The extent of an axis.</summary>
    /// <param name="axis">Rows, columns or channels.</param>
    public int this[int axis] => axis switch
    {
        OnnxActivation.Rows => Height,
        OnnxActivation.Columns => Width,
        _ => Channels,
    };

    /// <summary>How many elements it has.</summary>
    public int Count => checked(Height * Width * Channels);

    /// <summary>A vector.</summary>
    /// <param name="units">Its units.</param>
    public static OnnxMap Vector(int units) => new(1, 1, units, IsVector: true);

    /// <summary>Elements from one to the next along an axis.</summary>
    /// <param name="axis">Rows, columns or channels.</param>
    public int Stride(int axis) => axis switch
    {
        OnnxActivation.Rows => Width * Channels,
        OnnxActivation.Columns => Channels,
        _ => 1,
    };
}
