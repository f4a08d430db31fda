using static CnnGen.Import.Writing.CSharp;

namespace CnnGen.Import.Onnx.Operators;

/// <summary>Functions of each element, and softmax. They go into the layer before them where nobody else reads that.</summary>
internal static class Activations
{
    /// <summary>An operator that is an activation.</summary>
    /// <param name="activation">The activation.</param>
    public static Func<OnnxNode, OnnxValue> Of(Activation activation) => node => Add(node, activation);

    /// <summary>LeakyRelu.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue LeakyRelu(OnnxNode node) =>
        node.Layers.AddUnary(node, "LeakyRelu", node.Data(), Text(node.Float("alpha", 0.01f)));

    /// <summary>Elu.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Elu(OnnxNode node) => node.Float("alpha", 1) is var alpha && alpha == 1 ? Add(node, Activation.Elu)
        : node.Layers.AddUnary(node, "Elu", node.Data(), Text(alpha));

    /// <summary>Selu.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Selu(OnnxNode node)
    {
        // As the standard gives them; the numbers of CnnGen are these.
        var (alpha, gamma) = (node.Float("alpha", 1.67326319f), node.Float("gamma", 1.05070102f));
        if (Math.Abs(alpha - 1.67326324f) > 1e-5 || Math.Abs(gamma - 1.05070099f) > 1e-5)
            throw node.Refuse($"alpha is {Text(alpha)} and gamma {Text(gamma)}, but must be 1.6732632 and 1.050701");
        return Add(node, Activation.Selu);
    }

    /// <summary>Celu.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Celu(OnnxNode node) => node.Float("alpha", 1) is var alpha && alpha == 1 ? Add(node, Activation.Celu)
        : throw node.Refuse($"alpha is {Text(alpha)}, but must be 1");

    /// <summary>Gelu, by the error function or by tanh.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Gelu(OnnxNode node) => node.Word("approximate", "none") switch
    {
        "none" => Add(node, Activation.Gelu),
        "tanh" => Add(node, Activation.GeluTanh),
        var other => throw node.Refuse($"approximate is {other}, but must be none or tanh"),
    };

    /// <summary>ThresholdedRelu.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue ThresholdedRelu(OnnxNode node)
    {
        var threshold = node.Float("alpha", 1);
        if (!(threshold >= 0))
            throw node.Refuse($"alpha is {Text(threshold)}, but must not be negative");
        var output = node.Layers.AddUnary(node, "Relu", node.Data());
        // x there counts as below it, but a relu gives it.
        output.Layer.Set("Threshold", Text(MathF.BitIncrement(threshold)));
        return output;
    }

    /// <summary>HardSigmoid: the plain one, and others by a scale and a bound.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue HardSigmoid(OnnxNode node)
    {
        var (alpha, beta) = (node.Float("alpha", 0.2f), node.Float("beta", 0.5f));
        return Math.Abs(alpha - 1 / 6f) < 1e-6 && beta == 0.5f
            ? Add(node, Activation.HardSigmoid)
            : Bounded(node, OnnxAffine.Add(node, node.Data(), [alpha], [beta]), 1);
    }

    /// <summary>Clip: a relu where it can be, or one between two shifts.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Clip(OnnxNode node)
    {
        var least = Bound("min", 1, float.NegativeInfinity);
        var most = Bound("max", 2, float.PositiveInfinity);
        return (least, most) switch
        {
            (0, 6) => Add(node, Activation.Relu6),
            (0, float.PositiveInfinity) => Add(node, Activation.Relu),
            (-1, 1) => Add(node, Activation.HardTanh),
            (0, > 0) => Bounded(node, node.Data(), most),
            (float.NegativeInfinity, float.PositiveInfinity) => node.Data(),
            _ when least < most && float.IsFinite(least) => OnnxAffine.Add(
                node, Bounded(node, OnnxAffine.Add(node, node.Data(), [1], [-least]), most - least), [1], [least]),
            // min(x, most) = most - relu(most - x).
            _ when float.IsFinite(most) => OnnxAffine.Add(
                node, Bounded(node, OnnxAffine.Add(node, node.Data(), [-1], [most]), float.PositiveInfinity), [-1], [most]),
            _ => throw node.Refuse($"its bounds are {Text(least)} and {Text(most)}"),
        };

        // The largest float is how versions before 11 write that there is no bound.
        float Bound(string name, int input, float otherwise)
        {
            var bound = node.HasAttribute(name) ? node.Float(name, otherwise) : node.Has(input) ? node.Numbers(input, 1)[0] : otherwise;
            return Math.Abs(bound) >= float.MaxValue ? otherwise : bound;
        }
    }

    /// <summary>PRelu: alpha of each channel, of each element, or one for all.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue PRelu(OnnxNode node)
    {
        var (input, slope) = (node.Layers.Arranged(node, node.Data()), node.Weights(1));
        if (slope.Count == 1)
            return node.Layers.AddUnary(node, "LeakyRelu", input, Text(slope.ToFloats()[0]));
        var rank = input.Axes.Count;
        // Aligned at the end, as the standard broadcasts; extents of one in front are those of the batch.
        int[] shape = [.. slope.Shape.SkipWhile((_, axis) => axis < slope.Shape.Length - rank)];
        shape = [.. Enumerable.Repeat(1, rank - shape.Length), .. shape];
        if (OnnxIndex.Count(shape) != slope.Count || shape.Zip(input.Extents).Any(pair => pair.First != 1 && pair.First != pair.Second))
            throw node.Refuse($"its slope of {OnnxValue.Shown(slope.Shape)} does not fit {OnnxValue.Shown(input.Extents)}");
        int[] order = [.. Enumerable.Range(1, rank - 1), 0];
        var alpha = slope.Reshaped(shape).Transposed(order);
        var output = node.Layers.AddUnary(node, "PRelu", input);
        var shared = Enumerable.Range(1, rank).Where(axis => alpha.Shape[axis - 1] == 1 && input.Extents[order[axis - 1]] > 1).ToList();
        if (shared.Count > 0)
            output.Layer.Set("SharedAxes", $"[{string.Join(", ", shared)}]");
        node.Layers.SetWeights(output.Layer, "alpha", alpha.Shape, alpha.ToFloats());
        return output;
    }

    /// <summary>Softmax and LogSoftmax: over one axis, and before version 13 over all from one on.</summary>
    /// <param name="activation">Which of the two.</param>
    public static Func<OnnxNode, OnnxValue> Softmax(Activation activation) => node =>
    {
        var input = node.Data();
        var first = OnnxAxes.Read(node, input.Axes.Count, node.Int("axis", node.Opset < 13 ? 1 : -1));
        var axes = node.Opset < 13 ? input.Axes.Skip(first) : [input.Axes[first]];
        int[] parts = [.. axes.SelectMany(axis => axis.Parts).Order()];
        var last = input.IsVector || input.Map.Channels > 1 ? OnnxActivation.Channels : OnnxActivation.Rows;
        if (parts.Length == 0)
            parts = [Enumerable.Range(0, 3).FirstOrDefault(part => input.Map[part] == 1, last)];
        if (parts is [OnnxActivation.Channels])
            return Add(node, activation);
        var output = node.Layers.AddUnary(node, activation.ToString(), input);
        if (!input.IsVector)
        {
            var isSequence = node.Layers.IsSequence(input);
            var counted = parts.Select(part => part + (isSequence ? 0 : 1)).ToList();
            if (counted is [var axis])
                output.Layer.Set("Axis", Text(axis));
            else
                output.Layer.Set("Axes", $"[{string.Join(", ", counted)}]");
        }

        return output;
    };

    /// <summary>An activation, in the layer before or in one of its own.</summary>
    /// <param name="node">The node.</param>
    /// <param name="activation">The activation.</param>
    public static OnnxActivation Add(OnnxNode node, Activation activation) => Behind(node, node.Data(), activation);

    /// <summary>An activation, in the layer before or in one of its own.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">What it is of.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="readers">How many nodes that become this activation read it.</param>
    /// <param name="inputNumber">Which input of the node it is.</param>
    public static OnnxActivation Behind(OnnxNode node, OnnxActivation input, Activation activation, int readers = 1, int inputNumber = 0)
    {
        if (OnnxLayers.HasBiasAndActivation(input.Layer) && input.Layer["Activation"] is null && node.ReadersOf(inputNumber) == readers)
        {
            input.Layer.Set("Activation", $"Activation.{activation}");
            return input;
        }

        return activation is Activation.Softmax or Activation.LogSoftmax
            ? node.Layers.AddUnary(node, $"{activation}", input)
            : node.Layers.AddUnary(node, "Activation", input, $"Activation.{activation}");
    }

    private static OnnxActivation Bounded(OnnxNode node, OnnxActivation input, float most)
    {
        var output = node.Layers.AddUnary(node, "Relu", input);
        if (float.IsFinite(most))
            output.Layer.Set("MaxValue", Text(most));
        return output;
    }
}
