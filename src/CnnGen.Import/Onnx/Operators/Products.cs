namespace CnnGen.Import.Onnx.Operators;

/// <summary>Products with matrices: dense layers.</summary>
internal static class Products
{
    /// <summary>The order in which the last axis of the file is the channels of the layer.</summary>
    /// <param name="rank">Axes without the batch: 1 to 3.</param>
    public static int[][] LastIsChannels(int rank) => rank switch
    {
        1 => [[OnnxActivation.Channels]],
        2 => [[OnnxActivation.Columns], [OnnxActivation.Channels]],
        _ => [[OnnxActivation.Rows], [OnnxActivation.Columns], [OnnxActivation.Channels]],
    };

    /// <summary>Gemm: alpha x W + beta C.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Gemm(OnnxNode node)
    {
        if (node.Int("transA", 0) != 0)
            throw node.Refuse("transA is 1, but must be 0: the batch comes first");
        var weights = node.Weights(1, 2);
        if (node.Int("transB", 0) != 0)
            weights = weights.Transposed(1, 0);
        var (alpha, beta) = (node.Float("alpha", 1), node.Float("beta", 1));
        var units = weights.Shape[1];
        var output = Dense(node, node.Data(), weights, alpha);
        if (!node.Has(2))
        {
            output.Layer.Set("UseBias", "false");
            return output;
        }

        var bias = node.Weights(2);
        var isOfUnits = bias.Count == units && bias.Shape.Length is 1 or 2 && (units == 1 || bias.Shape[^1] == units);
        if (!isOfUnits && bias.Count != 1)
            throw node.Refuse($"C has the shape {OnnxValue.Shown(bias.Shape)}, but must have one number, or one for each of {units} units");
        var values = bias.ToFloats();
        node.Layers.SetWeights(output.Layer, "bias", [units],
            [.. Enumerable.Range(0, units).Select(unit => beta * values[values.Length == 1 ? 0 : unit])]);
        return output;
    }

    /// <summary>MatMul with a matrix; what is added behind it becomes its bias.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue MatMul(OnnxNode node)
    {
        if (node.Inputs is [OnnxConstant, OnnxActivation])
            throw node.Refuse("its first input is a constant, but must be computed from the network's input: the batch comes first");
        var weights = node.Weights(1);
        int[] shape = [.. weights.Shape.SkipWhile((extent, axis) => extent == 1 && axis < weights.Shape.Length - 2)];
        if (shape.Length != 2)
            throw node.Refuse($"its second input has the shape {OnnxValue.Shown(weights.Shape)}, but must be a matrix");
        var output = Dense(node, node.Data(), weights.Reshaped(shape), 1);
        output.Layer.Set("UseBias", "false");
        return output;
    }

    private static OnnxActivation Dense(OnnxNode node, OnnxActivation input, OnnxConstant weights, float factor)
    {
        int[] extents = input.Extents;
        if (extents.Length == 0 || extents[^1] != weights.Shape[0])
            throw node.Refuse($"weights of {OnnxValue.Shown(weights.Shape)} do not fit {OnnxValue.Shown([OnnxValue.Batch, .. extents])}");
        var units = weights.Shape[1];
        var kernel = factor == 1 ? weights.ToFloats() : Array.ConvertAll(weights.ToFloats(), value => factor * value);
        OnnxMap map;
        if (extents.Length == 1)
        {
            // The rows go where the layer has the elements: a model that flattens channels first costs nothing then.
            input = node.Layers.Flat(node, input);
            var (places, rows) = (input.Places(), kernel);
            kernel = new float[rows.Length];
            for (var row = 0; row < places.Length; row++)
                rows.AsSpan(row * units, units).CopyTo(kernel.AsSpan(places[row] * units, units));
            map = OnnxMap.Vector(units);
        }
        else
        {
            input = node.Layers.Arranged(node, input, LastIsChannels(extents.Length));
            map = input.Map with { Channels = units };
        }

        var layer = node.Layers.Add(node.Place, "Dense", input);
        layer.Add($"{units}");
        node.Layers.SetWeights(layer, "kernel", [extents[^1], units], kernel);
        return OnnxActivation.Of(layer, map, LastIsChannels(extents.Length));
    }
}
