using CnnGen.Generator.Graph;

namespace CnnGen.Tool.Onnx;

/// <summary>
/// A tensor of the file and how it lies there. Layers have rows, columns and channels; in which order the file has them is left to whoever
/// computes the tensor, and it is moved only where somebody reads it in another. A map that is flattened stays one until a layer asks for
/// its rows.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Map">Its rows, columns and channels; a vector's units are channels.</param>
/// <param name="Axes">The axes behind the batch, of <c>H</c>, <c>W</c> and <c>C</c>; those of one element may be left out.</param>
internal sealed record OnnxTensor(string Name, Shape Map, string Axes)
{
    /// <summary>Whether layers take it for a vector.</summary>
    public bool IsVector { get; init; }

    /// <summary>The axes of a layer, in its order.</summary>
    public const string All = "HWC";

    /// <summary>Its extents in the file, without the batch.</summary>
    public int[] Extents => [.. Axes.Select(axis => Extent(Map, axis))];

    /// <summary>The extent of an axis.</summary>
    /// <param name="map">Rows, columns and channels.</param>
    /// <param name="axis">One of <see cref="All"/>.</param>
    public static int Extent(Shape map, char axis) => axis switch
    {
        'H' => map.Height,
        'W' => map.Width,
        _ => map.Channels,
    };

    /// <summary>The place of an axis in the file, where the batch is 0.</summary>
    public int Place(char axis) => Axes.IndexOf(axis, StringComparison.Ordinal) + 1;

    /// <summary>The place of an axis in a layer: 0 for rows, 1 for columns, 2 for channels.</summary>
    public static int PlaceInLayer(char axis) => All.IndexOf(axis, StringComparison.Ordinal);

    /// <summary>The axes of a shape as users have them: channels last, or first.</summary>
    public static string AxesOf(Shape shape, bool isChannelsFirst) =>
        shape.IsFlat ? "C" : (shape.IsSequence, isChannelsFirst) switch
        {
            (true, true) => "CW",
            (true, false) => "WC",
            (false, true) => "CHW",
            _ => All,
        };
}
