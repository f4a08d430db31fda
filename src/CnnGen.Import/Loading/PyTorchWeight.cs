namespace CnnGen.Import.Loading;

/// <summary>A weight of a layer as PyTorch has it: its name in the module, its shape, and the way from there.</summary>
/// <param name="Parameter">The weight in the network.</param>
/// <param name="Role">Its name in the module: <c>weight</c>, <c>running_mean</c>.</param>
/// <param name="Shape">
/// Its extents there: (out, in, rows, columns) of kernels, (in, out, rows, columns) of transposed ones, (out, in) of dense ones.
/// </param>
/// <param name="Convert">Makes the network's values, row-major, of PyTorch's.</param>
internal sealed record PyTorchWeight(
    Parameter Parameter, string Role, IReadOnlyList<int> Shape, Func<float[], ReadOnlyMemory<float>> Convert)
{
    /// <summary>The module of a tensor: <c>layer1.0.conv1.weight</c> is of <c>layer1.0.conv1</c>.</summary>
    /// <param name="tensor">The tensor's name.</param>
    public static string ModuleOf(string tensor) => tensor[..Math.Max(0, tensor.LastIndexOf('.'))];

    /// <summary>What a tensor is in its module.</summary>
    /// <param name="tensor">The tensor's name.</param>
    public static string RoleOf(string tensor) => tensor[(tensor.LastIndexOf('.') + 1)..];

    /// <summary>The weights of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="layers">All layers of the network.</param>
    public static IReadOnlyList<PyTorchWeight> Of(WeightedLayer layer, IReadOnlyList<LayerInfo> layers) =>
        [.. layer.Weights.Select(weight => Of(weight.Parameter, weight.Roles[0], layer, layers))];

    private static PyTorchWeight Of(Parameter parameter, string role, WeightedLayer layer, IReadOnlyList<LayerInfo> layers)
    {
        var shape = parameter.Shape;
        switch (role)
        {
            case "kernel" when layer.KerasClass == "Dense":
                // Of a map that was flattened, PyTorch's channels come first.
                var map = FlattenedMap(layers, layer.Place, shape[0]) ?? [shape[0]];
                return new(parameter, "weight", [shape[1], shape[0]], values => Axes.ChannelsLast(values, [shape[1]], map));
            case "kernel":
                // (rows, columns, in, out); of depthwise ones the last two are the outputs of one input each.
                int[] window = [.. shape.SkipLast(2)];
                var isDepthwise = layer.KerasClass.StartsWith("Depthwise", StringComparison.Ordinal);
                var (inputs, outputs) = isDepthwise ? (1, shape[^2] * shape[^1]) : (shape[^2], shape[^1]);
                return new(parameter, "weight", [outputs, inputs, .. window],
                    values => Axes.ChannelsLast(values, [outputs], [.. window, inputs]));
            case "alpha":
                // One for each channel; PyTorch has none for each place.
                return new(parameter, "weight", shape.SkipLast(1).All(extent => extent == 1) ? [shape[^1]] : shape, values => values);
            default:
                var name = role switch
                {
                    "gamma" => "weight",
                    "beta" => "bias",
                    "moving_mean" => "running_mean",
                    "moving_variance" => "running_var",
                    _ => role,
                };
                var isVector = shape.Count == 1 && layers[layer.Place].OutputShape.Count == 1;
                var whole = isVector && layer.KerasClass != "Dense" ? FlattenedMap(layers, layer.Place, shape[0]) : shape;
                return whole is null or { Count: 1 }
                    ? new(parameter, name, shape, values => values)
                    : new(parameter, name, isVector ? shape : [whole[^1], .. whole.SkipLast(1)],
                        values => Axes.ChannelsLast(values, [], whole));
        }
    }

    /// <summary>
    /// The map whose values the vector has that a layer reads; null where it reads none that was a map, or one without axes but channels.
    /// </summary>
    /// <param name="layers">All layers of the network.</param>
    /// <param name="place">The place of the layer that reads it.</param>
    /// <param name="size">Its values.</param>
    private static IReadOnlyList<int>? FlattenedMap(IReadOnlyList<LayerInfo> layers, int place, int size)
    {
        // Back over layers that leave the vector's order as it is.
        var before = LastVector(place);
        while (before >= 0 && !MakesVector(layers[before].Kind))
            before = LastVector(before);
        if (before < 0 || layers[before].Kind is not ("Flatten" or "Reshape"))
            return null;
        var source = Last(before, layer => layer.OutputShape.Aggregate(1, (product, extent) => product * extent) == size);
        return source >= 0 && layers[source].OutputShape is { Count: > 1 } map ? map : null;

        int LastVector(int end) => Last(end, layer => layer.OutputShape.Count == 1 && layer.OutputShape[0] == size);

        static bool MakesVector(string kind) =>
            kind is "Flatten" or "Reshape" or "Dense" || kind.StartsWith("Global", StringComparison.Ordinal);

        int Last(int end, Func<LayerInfo, bool> isIt)
        {
            var at = end - 1;
            while (at >= 0 && !isIt(layers[at]))
                at--;
            return at;
        }
    }
}
