using CnnGen.Generator;
using CnnGen.Generator.Graph;

namespace CnnGen.Tool.Onnx.Layers;

/// <summary>Softmax and its logarithm.</summary>
internal static class Softmaxes
{
    /// <summary>Over the channels of each pixel, or the units of a vector.</summary>
    public static OnnxTensor OfChannels(LayerScope scope, string kind, OnnxTensor x)
    {
        // A flattened map is a vector all the same.
        var read = x.IsVector ? scope.Graph.Rows(x) : x;
        return scope.Each(kind, read, ("axis", read.Place('C')));
    }

    /// <summary>Over an axis, or over several, which become one for it.</summary>
    public static OnnxTensor Along(LayerScope scope, string kind, EquatableArray<int> axes)
    {
        var named = LayerScope.AxesOf(axes);
        if (named.Length == 1 && scope.InOrder is var there && there.Axes.Contains(named[0]))
            return scope.Each(kind, there, ("axis", there.Place(named[0])));
        var (x, last) = scope.WithLast(named);
        var joined = last.Aggregate(1, (all, axis) => all * OnnxTensor.Extent(x.Map, axis));
        var rows = scope.Reshape(x.Name, [.. x.Extents.SkipLast(last.Length), joined]);
        return x with { Name = scope.Reshape(scope.Node(kind, [rows], ("axis", -1)), x.Extents) };
    }
}
