using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Tool.Onnx.Layers;

/// <summary>Normalizations, as predictions compute them.</summary>
internal static class Normalizations
{
    // From this version on weights are of channels, not of groups.
    private const int HasGroupNormalization = 21;

    // As the class has it: no deviation is less, and what never varies is only shifted.
    private const double LeastDeviation = 1e-7;

    // No length is less.
    private const double LeastLength = 1e-12;

    /// <summary>A factor and a summand.</summary>
    public static OnnxTensor Rescaling(LayerScope scope, Rescaling layer)
    {
        var y = scope.Each("Mul", scope.X, scope.Number("scale", layer.Scale));
        return layer.Offset == 0 ? y : scope.Each("Add", y, scope.Number("offset", layer.Offset));
    }

    /// <summary>Less the mean, and divided by the deviation.</summary>
    public static OnnxTensor Normalization(LayerScope scope, Normalization layer)
    {
        var isOfElements = layer.Axis == Generator.Graph.NormalizationAxis.Element;
        var x = isOfElements ? scope.X : scope.ChannelsFirst;
        var map = isOfElements ? x.Map : Generator.Graph.Shape.Map(1, 1, x.Map.Channels);
        float[] deviation =
        [
            .. scope.Values("variance").Select(variance => variance == 0 ? 1 : (float)Math.Max(Math.Sqrt(variance), LeastDeviation)),
        ];
        var centred = scope.Each("Sub", x, scope.ParameterLike("mean", x, map, scope.Values("mean")));
        return scope.Each("Div", centred, scope.ParameterLike("deviation", x, map, deviation));
    }

    /// <summary>BatchNormalization.</summary>
    public static OnnxTensor BatchNormalization(LayerScope scope, BatchNormalization layer)
    {
        var x = scope.ChannelsFirst;
        return x with
        {
            Name = scope.Node("BatchNormalization",
                [
                    x.Name, scope.OfChannels("gamma", layer.Scale, 1), scope.OfChannels("beta", layer.Center, 0),
                    scope.OfChannels("moving_mean", isThere: true, 0), scope.OfChannels("moving_variance", isThere: true, 1),
                ],
                ("epsilon", layer.Epsilon), ("momentum", layer.Momentum)),
        };
    }

    /// <summary>LayerNormalization over the last axes.</summary>
    public static OnnxTensor LayerNormalization(LayerScope scope, LayerNormalization layer)
    {
        // As in Keras, weights lie in the order of the axes, whatever the order in which they are listed.
        var axes = string.Concat(LayerScope.AxesOf(layer.Axes).OrderBy(OnnxTensor.PlaceInLayer));
        var (x, last) = scope.WithLast(axes);
        int[] shape = [.. axes.Select(axis => OnnxTensor.Extent(layer.InputShape, axis))];
        int[] order = [.. last.Select(axis => axes.IndexOf(axis, StringComparison.Ordinal))];
        var gamma = layer.Scale
            ? scope.Parameter("gamma", shape, order)
            : scope.Constant("gamma", order.Select(axis => shape[axis]), [.. Enumerable.Repeat(1f, shape.Aggregate(1, (a, b) => a * b))]);
        string[] beta = layer.Center ? [scope.Parameter("beta", shape, order)] : [];
        return x with
        {
            Name = scope.Node(
                "LayerNormalization", [x.Name, gamma, .. beta], ("axis", -last.Length), ("epsilon", layer.Epsilon)),
        };
    }

    /// <summary>GroupNormalization; before there was one of channels, InstanceNormalization of groups that are made channels.</summary>
    public static OnnxTensor GroupNormalization(LayerScope scope, GroupNormalization layer)
    {
        var (x, channels) = (scope.ChannelsFirst, layer.InputShape.Channels);
        // Both work along something behind the channels.
        var isVector = x.Axes.Length == 1;
        var y = isVector ? scope.Reshape(x.Name, [channels, 1]) : x.Name;
        if (scope.Opset < HasGroupNormalization && layer.Groups < channels)
        {
            y = OfGroups(scope, layer, y, isVector ? [channels, 1] : x.Extents);
        }
        else
        {
            string[] read = [y, scope.OfChannels("gamma", layer.Scale, 1), scope.OfChannels("beta", layer.Center, 0)];
            y = scope.Opset >= HasGroupNormalization
                ? scope.Node("GroupNormalization", read, ("num_groups", layer.Groups), ("epsilon", layer.Epsilon))
                : scope.Node("InstanceNormalization", read, ("epsilon", layer.Epsilon));
        }

        return x with { Name = isVector ? scope.Reshape(y, [channels]) : y };
    }

    private static string OfGroups(LayerScope scope, GroupNormalization layer, string x, int[] extents)
    {
        var ones = scope.Constant("ones", [layer.Groups], [.. Enumerable.Repeat(1f, layer.Groups)]);
        var zeros = scope.Constant("zeros", [layer.Groups], new float[layer.Groups]);
        var groups = scope.Reshape(x, [layer.Groups, layer.InputShape.Size / layer.Groups]);
        var y = scope.Reshape(scope.Node("InstanceNormalization", [groups, ones, zeros], ("epsilon", layer.Epsilon)), extents);
        // What follows the channels has one of each.
        int[] shape = [extents[0], .. Enumerable.Repeat(1, extents.Length - 1)];
        if (layer.Scale)
            y = scope.Node("Mul", [y, scope.Parameter("gamma", shape)]);
        return layer.Center ? scope.Node("Add", [y, scope.Parameter("beta", shape)]) : y;
    }

    /// <summary>Divided by the length along some axes.</summary>
    public static OnnxTensor UnitNormalization(LayerScope scope, UnitNormalization layer)
    {
        var x = scope.InOrder;
        long[] places = [.. LayerScope.AxesOf(layer.Axes).Where(x.Axes.Contains).Select(axis => (long)x.Place(axis))];
        // Along an axis of one element, each has its own length.
        var length = places.Length > 0 ? scope.Node("ReduceL2", [x.Name, scope.Integers("axes", places)]) : scope.Node("Abs", [x.Name]);
        return scope.Each("Div", x, scope.Node("Max", [length, scope.Number("least", LeastLength)]));
    }
}
