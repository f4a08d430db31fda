using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Tool.Onnx.Layers;

/// <summary>Pools. Padding neither wins a maximum nor counts in an average, as in ONNX.</summary>
internal static class Pools
{
    /// <summary>MaxPool.</summary>
    public static OnnxTensor MaxPool2D(LayerScope scope, MaxPool2D layer) => Pool(scope, layer, layer.Window, "MaxPool");

    /// <summary>AveragePool.</summary>
    public static OnnxTensor AveragePool2D(LayerScope scope, AveragePool2D layer) => Pool(scope, layer, layer.Window, "AveragePool");

    /// <summary>GlobalAveragePool.</summary>
    public static OnnxTensor GlobalAveragePool2D(LayerScope scope, GlobalAveragePool2D layer) => Global(scope, layer, "GlobalAveragePool");

    /// <summary>GlobalMaxPool.</summary>
    public static OnnxTensor GlobalMaxPool2D(LayerScope scope, GlobalMaxPool2D layer) => Global(scope, layer, "GlobalMaxPool");

    /// <summary>The maximum of an axis that is made of neighbouring channels.</summary>
    public static OnnxTensor DepthMaxPool(LayerScope scope, DepthMaxPool layer)
    {
        var (x, y) = (scope.Graph.Arranged(scope.X, "CHW"), layer.OutputShape);
        var groups = scope.Reshape(x.Name, [y.Channels, layer.PoolSize, y.Height, y.Width]);
        return new(scope.Node("ReduceMax", [groups, scope.Integers("axes", 2)], ("keepdims", 0)), y, "CHW");
    }

    private static OnnxTensor Pool(LayerScope scope, Layer layer, Window window, string kind)
    {
        var slid = OnnxWindow.Of(layer, window);
        var x = scope.Graph.Arranged(scope.X, slid.Axes);
        scope.Graph.KeepApart(x.Name);
        return new(scope.Node(kind, [x.Name], [.. slid.Attributes]), layer.OutputShape, slid.Axes);
    }

    private static OnnxTensor Global(LayerScope scope, Layer layer, string kind)
    {
        var x = scope.Graph.Arranged(scope.X, OnnxTensor.AxesOf(layer.InputShape, isChannelsFirst: true));
        return new(scope.Node(kind, [x.Name]), Shape.Map(1, 1, layer.OutputShape.Channels), x.Axes);
    }
}
