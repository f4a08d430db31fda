using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Tool.Onnx.Layers;

/// <summary>Dense layers.</summary>
internal static class DenseLayers
{
    /// <summary>
    /// Gemm of a vector; of what was a map, whose elements stay as they lie, with the rows of the kernel in their order. Of the channels of
    /// pixels MatMul where they come last, and else Conv.
    /// </summary>
    public static OnnxTensor Dense(LayerScope scope, Dense layer)
    {
        if (!layer.InputShape.IsFlat)
            return scope.X.Axes[^1] == 'C' ? OfLastAxis(scope, layer) : Convolutions.Conv2D(scope.As(layer.OfPixels), layer.OfPixels);

        var (x, units) = (scope.X, layer.OutputShape.Channels);
        int[] shape = [x.Map.Height, x.Map.Width, x.Map.Channels, units];
        // Axes of one element, which are left out, may be anywhere.
        var order = OnnxTensor.All.Except(x.Axes).Concat(x.Axes).Select(OnnxTensor.PlaceInLayer);
        var rows = LayerScope.Moved(scope.Values("kernel"), shape, [.. order, 3]);
        var kernel = scope.Parameter("kernel", [x.Map.Size, units], rows);
        string[] bias = layer.UseBias ? [scope.Parameter("bias", [units])] : [];
        var y = new OnnxTensor(scope.Node("Gemm", [scope.Graph.Flat(x).Name, kernel, .. bias]), layer.OutputShape, "C");
        return Activations.Behind(scope, y, layer.Activation);
    }

    private static OnnxTensor OfLastAxis(LayerScope scope, Dense layer)
    {
        var (x, units) = (scope.X, layer.OutputShape.Channels);
        var kernel = scope.Parameter("kernel", [layer.InputShape.Channels, units]);
        var y = new OnnxTensor(scope.Node("MatMul", [x.Name, kernel]), layer.OutputShape, x.Axes);
        if (layer.UseBias)
            y = scope.Each("Add", y, scope.Parameter("bias", [units]));
        return Activations.Behind(scope, y, layer.Activation);
    }
}
