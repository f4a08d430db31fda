using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Tool.Onnx.Layers;

/// <summary>What joins several tensors.</summary>
internal static class Merges
{
    /// <summary>An operator of any number of tensors.</summary>
    /// <param name="scope">The layer.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="kind">The operator.</param>
    /// <param name="kindOfTwo">The operator of two; the same when left out.</param>
    public static OnnxTensor OfAll(LayerScope scope, Layer layer, string kind, string? kindOfTwo = null)
    {
        var (read, axes) = Alike(scope, layer);
        return new(scope.Node(read.Count == 2 ? kindOfTwo ?? kind : kind, read), layer.OutputShape, axes);
    }

    /// <summary>An operator of two tensors, for one after the other.</summary>
    public static OnnxTensor InTurn(LayerScope scope, Layer layer, string kind)
    {
        var (read, axes) = Alike(scope, layer);
        return new(read.Skip(1).Aggregate(read[0], (y, next) => scope.Node(kind, [y, next])), layer.OutputShape, axes);
    }

    /// <summary>Concat along the channels.</summary>
    public static OnnxTensor Concatenate(LayerScope scope, Concatenate layer)
    {
        var (read, axes) = Alike(scope, layer);
        return new(scope.Node("Concat", read, ("axis", axes.IndexOf('C', StringComparison.Ordinal) + 1)), layer.OutputShape, axes);
    }

    /// <summary>The inputs with their axes in one order, in which most of them lie already.</summary>
    private static (IReadOnlyList<string> Names, string Axes) Alike(LayerScope scope, Layer layer)
    {
        if (layer.OutputShape.IsFlat)
            return ([.. scope.Inputs.Select(input => scope.Graph.Rows(input).Name)], "C");
        var preferred = OnnxTensor.AxesOf(layer.OutputShape, isChannelsFirst: true);
        var axes = scope.Inputs.Where(input => !input.IsVector).Select(input => input.Axes)
            .Where(order => order.Length == preferred.Length && preferred.All(order.Contains))
            .GroupBy(order => order).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key == preferred)
            .FirstOrDefault()?.Key ?? preferred;
        return ([.. scope.Inputs.Select(input => scope.Graph.Arranged(input.IsVector ? scope.Graph.Rows(input) : input, axes).Name)], axes);
    }
}
