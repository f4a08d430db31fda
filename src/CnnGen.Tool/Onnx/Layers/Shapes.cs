using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Tool.Onnx.Layers;

/// <summary>What moves elements and changes none.</summary>
internal static class Shapes
{
    /// <summary>The elements in row, column, channel order with other extents; nothing where they become a vector.</summary>
    public static OnnxTensor Reshape(LayerScope scope, Reshape layer)
    {
        if (layer.OutputShape.IsFlat)
            return scope.X;
        var axes = OnnxTensor.AxesOf(layer.OutputShape, isChannelsFirst: false);
        var extents = axes.Select(axis => OnnxTensor.Extent(layer.OutputShape, axis));
        return new(scope.Reshape(scope.Graph.Ordered(scope.X).Name, extents), layer.OutputShape, axes);
    }

    /// <summary>The same tensor with other names for its axes.</summary>
    public static OnnxTensor Permute(LayerScope scope, Permute layer)
    {
        var x = scope.X.Axes.Length == OnnxTensor.All.Length ? scope.X : scope.Graph.Arranged(scope.X, "CHW");
        var from = LayerScope.AxesOf(layer.Order);
        var axes = x.Axes.Select(axis => OnnxTensor.All[from.IndexOf(axis, StringComparison.Ordinal)]);
        return x with { Map = layer.OutputShape, Axes = string.Concat(axes) };
    }

    /// <summary>Pad with zeros.</summary>
    public static OnnxTensor ZeroPadding2D(LayerScope scope, ZeroPadding2D layer)
    {
        var x = scope.Graph.Arranged(scope.X, scope.ImageAxes);
        var sides = x.Axes.Select(axis => Of(layer.Padding, axis)).ToList();
        long[] pads = [0, .. sides.Select(side => (long)side.Before), 0, .. sides.Select(side => (long)side.Behind)];
        return new(scope.Node("Pad", [x.Name, scope.Integers("pads", pads)]), layer.OutputShape, x.Axes);
    }

    /// <summary>Slice.</summary>
    public static OnnxTensor Cropped(LayerScope scope, Layer layer, Sides cropping)
    {
        // A sequence may have been left without rows, of which nothing can be cut.
        var x = scope.X;
        List<char> axes = [.. x.Axes.Where(axis => Of(cropping, axis) != (0, 0))];
        if (axes.Count == 0)
            return x;
        var starts = scope.Integers("starts", [.. axes.Select(axis => (long)Of(cropping, axis).Before)]);
        var ends = scope.Integers(
            "ends", [.. axes.Select(axis => (long)OnnxTensor.Extent(x.Map, axis) - Of(cropping, axis).Behind)]);
        var places = scope.Integers("axes", [.. axes.Select(axis => (long)x.Place(axis))]);
        return new(scope.Node("Slice", [x.Name, starts, ends, places]), layer.OutputShape, x.Axes);
    }

    private static (int Before, int Behind) Of(Sides sides, char axis) => axis switch
    {
        'H' => (sides.Top, sides.Bottom),
        'W' => (sides.Left, sides.Right),
        _ => (0, 0),
    };
}
