namespace CnnGen.Import.Onnx.Operators;

/// <summary>Sums, products and the like: of two tensors, or of one and constants.</summary>
internal static class Merges
{
    /// <summary>Add.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Add(OnnxNode node) =>
        Constant(node) is { } constant ? Affine(node, [1], Numbers(node, constant)) : Merge(node, "Add");

    /// <summary>Sub.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Sub(OnnxNode node) => Constant(node) switch
    {
        null => Merge(node, "Subtract"),
        0 => Affine(node, [-1], Numbers(node, 0)),
        _ => Affine(node, [1], Array.ConvertAll(Numbers(node, 1), value => -value)),
    };

    /// <summary>Mul; of a tensor and its own sigmoid the activation that this is.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Mul(OnnxNode node) =>
        Constant(node) is { } constant ? Affine(node, Numbers(node, constant), [0]) : Gated(node) ?? Merge(node, "Multiply");

    /// <summary>Div by constants.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Div(OnnxNode node) => Constant(node) switch
    {
        1 => Affine(node, Array.ConvertAll(Numbers(node, 1), value => 1 / value), [0]),
        _ => throw node.Refuse("it divides by what the network computes, but may divide by constants alone"),
    };

    /// <summary>Neg.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Neg(OnnxNode node) => OnnxAffine.Add(node, node.Data(), [-1], [0], node.ReadsAlone(0));

    /// <summary>Several tensors, element by element.</summary>
    /// <param name="kind">The layer.</param>
    public static Func<OnnxNode, OnnxValue> Of(string kind) => node =>
        node.Inputs.Count == 1 ? node.Data() : Merge(node, kind);

    /// <summary>Concat along the channels.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Concat(OnnxNode node)
    {
        List<OnnxActivation> inputs = [.. Enumerable.Range(0, node.Inputs.Count).Select(node.Data)];
        var rank = inputs[0].Axes.Count;
        var axis = OnnxAxes.Read(node, rank, node.Int("axis", 1));
        if (inputs.Exists(input => input.Axes.Count != rank))
            throw node.Refuse("its inputs have different numbers of axes");
        if (inputs.Count == 1)
            return inputs[0];
        var order = axis == 0 ? OnnxActivation.Order(rank) : Products.LastIsChannels(rank);
        if (axis != 0 && axis != rank - 1)
        {
            throw node.Refuse(
                $"it joins along axis {axis + 1} of {OnnxValue.Shown([OnnxValue.Batch, .. inputs[0].Extents])}, but only channels, the axis"
                + " behind the batch, can be joined");
        }

        inputs = [.. inputs.Select(input => node.Layers.Arranged(node, input, order))];
        if (inputs.Exists(input => (input.Map.Height, input.Map.Width) != (inputs[0].Map.Height, inputs[0].Map.Width)))
            throw node.Refuse($"its inputs are {Shown(inputs)}, which do not fit");
        var layer = node.Layers.Add(node.Place, "Concatenate", [.. inputs]);
        return OnnxActivation.Of(layer, inputs[0].Map with { Channels = inputs.Sum(input => input.Map.Channels) }, order);
    }

    /// <summary>Which input is a constant; null where none is.</summary>
    private static int? Constant(OnnxNode node) =>
        node.Inputs is [OnnxConstant, _] ? 0 : node.Inputs is [_, OnnxConstant] ? 1 : null;

    /// <summary>The constant as one number, or one for each channel.</summary>
    private static float[] Numbers(OnnxNode node, int input)
    {
        var (constant, data) = (node.Weights(input), node.Data(1 - input));
        if (constant.Count == 1)
            return constant.ToFloats();
        // Aligned at the end; before version 7 where an attribute said.
        int[] extents = [OnnxValue.Batch, .. data.Extents];
        var before = extents.Length - constant.Shape.Length;
        var varying = Enumerable.Range(0, constant.Shape.Length).Where(axis => constant.Shape[axis] != 1).ToList();
        var isOfOneAxis = before >= 0 && varying is [var only] && before + only > 0 && constant.Shape[only] == extents[before + only];
        if (isOfOneAxis && data.Axes[before + varying[0] - 1].Parts is [OnnxActivation.Channels])
            return constant.ToFloats();
        throw node.Refuse(
            $"its constant of {OnnxValue.Shown(constant.Shape)} does not fit {OnnxValue.Shown(extents)}, of which it may have one number"
            + " for all, or one for each channel");
    }

    private static OnnxActivation Affine(OnnxNode node, float[] scale, float[] offset)
    {
        var input = node.Inputs[0] is OnnxConstant ? 1 : 0;
        return OnnxAffine.Add(node, node.Data(input), scale, offset, node.ReadsAlone(input));
    }

    /// <summary>x sigmoid(x), as exporters write silu, and hard swish likewise; null of anything else.</summary>
    private static OnnxActivation? Gated(OnnxNode node)
    {
        for (var gate = 0; gate < 2; gate++)
        {
            var (sigmoid, data) = (node.Data(gate), node.Data(1 - gate));
            var function = sigmoid.Layer.Kind == "Activation" && sigmoid.Layer.Inputs[0] == data.Layer.FileName && node.ReadsAlone(gate)
                ? sigmoid.Layer.Arguments[0].Value : "";
            var activation = function switch
            {
                "Activation.Sigmoid" => Activation.Silu,
                "Activation.HardSigmoid" => Activation.HardSwish,
                _ => Activation.Linear,
            };
            if (activation != Activation.Linear)
                return Activations.Behind(node, data, activation, readers: 2, inputNumber: 1 - gate);
        }

        return null;
    }

    private static OnnxActivation Merge(OnnxNode node, string kind)
    {
        List<OnnxActivation> inputs = [.. Enumerable.Range(0, node.Inputs.Count).Select(node.Data)];
        if (inputs.Exists(input => input.Axes.Count != inputs[0].Axes.Count))
            throw node.Refuse($"its inputs are {Shown(inputs)}: they must have the same number of axes");
        if (!inputs.TrueForAll(input => FitsTogether(inputs[0], input)))
            inputs = [.. inputs.Select(input => node.Layers.Arranged(node, input))];
        int[] sides = [.. Enumerable.Range(0, 3).Select(part => inputs.Max(input => input.Map[part]))];
        if (inputs.Exists(input => Enumerable.Range(0, 3).Any(part => input.Map[part] != sides[part] && input.Map[part] != 1)))
            throw node.Refuse($"its inputs are {Shown(inputs)}, which do not fit");
        var layer = node.Layers.Add(node.Place, kind, [.. inputs]);
        var isVector = inputs.TrueForAll(input => input.IsVector);
        var largest = inputs.MaxBy(input => input.Map.Count)!;
        var map = new OnnxMap(sides[0], sides[1], sides[2], isVector);
        var axes = Enumerable.Range(0, largest.Axes.Count).Select(axis => inputs.MaxBy(input => input.Axes[axis].Extent)!.Axes[axis]);
        return new(layer, map, [.. axes]);
    }

    private static string Shown(IEnumerable<OnnxActivation> inputs) =>
        string.Join(" and ", inputs.Select(input => OnnxValue.Shown([OnnxValue.Batch, .. input.Extents])));

    /// <summary>Whether the axes of both are those of the layers in the same order, but for axes of one element.</summary>
    private static bool FitsTogether(OnnxActivation one, OnnxActivation other) => one.Axes.Zip(other.Axes).All(
        pair => pair.First.Parts.SequenceEqual(pair.Second.Parts) || pair.First.Parts.Count == 0 || pair.Second.Parts.Count == 0)
        && one.Axes.Count(axis => axis.Parts.Count > 0) > 0;
}
