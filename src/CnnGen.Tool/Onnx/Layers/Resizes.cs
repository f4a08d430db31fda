using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Import.Onnx.Operators;

namespace CnnGen.Tool.Onnx.Layers;

/// <summary>Images of other sizes.</summary>
internal static class Resizes
{
    /// <summary>Resize: between pixels, or to the one whose middle is nearest.</summary>
    public static OnnxTensor To(LayerScope scope, Layer layer, Generator.Graph.Interpolation interpolation)
    {
        var (from, to) = (layer.InputShape, layer.OutputShape);
        var axes = scope.ImageAxes;
        var x = scope.Graph.Arranged(scope.X, axes);
        var (rows, columns) = (Scale(from.Height, to.Height), Scale(from.Width, to.Width));
        var isWhole = to.Height % from.Height == 0 && to.Width % from.Width == 0;
        (string Coordinates, string Rounding) nearest = isWhole ? ("asymmetric", "floor") : ("half_pixel", "round_prefer_ceil");
        var isNearest = interpolation == Generator.Graph.Interpolation.Nearest;
        if (isNearest && !(IsNearest(from.Height, to.Height, rows) && IsNearest(from.Width, to.Width, columns)))
        {
            var ofRows = Gather(scope, x.Name, "rows", 2, from.Height, to.Height);
            return new(Gather(scope, ofRows, "columns", 3, from.Width, to.Width), to, axes);
        }

        var scales = scope.Constant("scales", [axes.Length + 1], axes == "CW" ? [1, 1, columns] : [1, 1, rows, columns]);
        (string, object)[] attributes = isNearest
            ? [("mode", "nearest"), ("coordinate_transformation_mode", nearest.Coordinates), ("nearest_mode", nearest.Rounding)]
            : [("mode", "linear"), ("coordinate_transformation_mode", "half_pixel")];
        return new(scope.Node("Resize", [x.Name, "", scales], attributes), to, axes);

        bool IsNearest(int side, int target, float scale) =>
            Nearest.IsMiddle(side, target, scale, nearest.Coordinates, nearest.Rounding);
    }

    /// <summary>DepthToSpace.</summary>
    public static OnnxTensor DepthToSpace(LayerScope scope, DepthToSpace layer) => Blocks(scope, layer, "DepthToSpace", layer.BlockSize);

    /// <summary>SpaceToDepth.</summary>
    public static OnnxTensor SpaceToDepth(LayerScope scope, SpaceToDepth layer) => Blocks(scope, layer, "SpaceToDepth", layer.BlockSize);

    private static OnnxTensor Blocks(LayerScope scope, Layer layer, string kind, int size) => new(
        scope.Node(kind, [scope.Graph.Arranged(scope.X, "CHW").Name], ("blocksize", size)), layer.OutputShape, "CHW");

    /// <summary>The ratio of two sides, so that the one times it, rounded down, is the other.</summary>
    private static float Scale(int side, int target)
    {
        var scale = target / (float)side;
        while (Math.Floor((double)scale * side) < target)
            scale = MathF.BitIncrement(scale);
        return scale;
    }

    /// <summary>Some rows or columns, by their numbers: where a scale is no float, runtimes differ in which of two is nearest.</summary>
    private static string Gather(LayerScope scope, string x, string name, int axis, int side, int target) => side == target
        ? x
        : scope.Node("Gather",
            [x, scope.Integers(name, [.. Enumerable.Range(0, target).Select(i => ((2L * i) + 1) * side / (2L * target))])], ("axis", axis));
}
