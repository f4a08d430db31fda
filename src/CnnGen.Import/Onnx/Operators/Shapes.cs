using static CnnGen.Import.Writing.CSharp;

namespace CnnGen.Import.Onnx.Operators;

/// <summary>Other views of the same elements; most of them cost no layer.</summary>
internal static class Shapes
{
    /// <summary>Reshape.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Reshape(OnnxNode node)
    {
        var input = node.Data();
        var target = node.Ints("shape", 1) ?? throw node.Refuse("it has no shape");
        if (target.Length == 0)
            throw node.Refuse("it joins the images of a batch");
        if (node.Int("allowzero", 0) != 0 && target.Contains(0))
            throw node.Refuse("allowzero is 1, but a tensor has no extents of 0");
        int[] extents = [OnnxValue.Batch, .. input.Extents];
        var count = OnnxIndex.Count(input.Extents);
        int[] shape = [.. target.Select((extent, axis) => extent != 0 ? extent : axis < extents.Length ? extents[axis] : -1)];
        // The batch is what is written as such, or the first extent; what is left open is the rest of an image, or the batch itself.
        var rest = shape[1..];
        var isBatch = shape[0] is (-1 or OnnxValue.Batch) || shape[0] == node.Batch;
        var open = Array.IndexOf(rest, -1);
        if (open >= 0)
        {
            var known = OnnxIndex.Count([.. rest.Where(extent => extent != -1)]);
            rest[open] = known > 0 && count % known == 0 ? count / known : 0;
        }

        if (!isBatch || rest.Any(extent => extent < 1) || OnnxIndex.Count(rest) != count)
        {
            throw node.Refuse(
                $"{OnnxValue.Shown(extents)} cannot become {OnnxValue.Shown(target)}: the first axis must stay the batch, and images"
                + " whole");
        }

        return To(node, input, rest);
    }

    /// <summary>Flatten.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Flatten(OnnxNode node)
    {
        var input = node.Data();
        var axis = node.Int("axis", 1);
        axis += axis < 0 ? input.Axes.Count + 1 : 0;
        var isWhole = axis == 1 || (axis == 0 && node.Batch == 1);
        return isWhole ? To(node, input, [OnnxIndex.Count(input.Extents)])
            : throw node.Refuse($"axis is {axis}, but must be 1: the batch stays, and images become vectors");
    }

    /// <summary>Transpose.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Transpose(OnnxNode node)
    {
        var input = node.Data();
        var rank = input.Axes.Count;
        int[] order = node.Ints("perm") ?? [.. Enumerable.Range(0, rank + 1).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, rank + 1)))
            throw node.Refuse($"perm is {OnnxValue.Shown(order)}, but must name each of {rank + 1} axes once");
        return order[0] == 0 ? input.Transposed(order.Skip(1).Select(axis => axis - 1))
            : throw node.Refuse($"perm is {OnnxValue.Shown(order)}, but the batch must stay the first axis");
    }

    /// <summary>Squeeze.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Squeeze(OnnxNode node)
    {
        var input = node.Data();
        var extents = input.Extents;
        var axes = node.Ints("axes", 1) is { } given ? OnnxAxes.Read(node, extents.Length, given)
            : [.. Enumerable.Range(0, extents.Length).Where(axis => extents[axis] == 1)];
        return axes.All(axis => extents[axis] == 1) ? To(node, input, [.. extents.Where((_, axis) => !axes.Contains(axis))])
            : throw node.Refuse($"it takes away axes of {OnnxValue.Shown(extents)} that have more than one element");
    }

    /// <summary>Unsqueeze.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Unsqueeze(OnnxNode node)
    {
        var input = node.Data();
        var axes = node.Ints("axes", 1) ?? throw node.Refuse("it has no axes");
        List<int> extents = [.. input.Extents];
        foreach (var axis in OnnxAxes.Read(node, extents.Count + axes.Length, axes).Order())
            extents.Insert(Math.Min(axis, extents.Count), 1);
        return To(node, input, [.. extents]);
    }

    /// <summary>What does nothing in prediction.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Identity(OnnxNode node) => node.Inputs[0]!;

    /// <summary>Cast, of floats to floats.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Cast(OnnxNode node) => node.Int("to", 1) is 1 or 10 or 11 or 16 ? node.Data()
        : throw node.Refuse("it makes whole numbers of what the network computes");

    /// <summary>Dropout, for who trains the network further.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Dropout(OnnxNode node)
    {
        if (node.Known(2) is { } training && training.ToIntegers().FirstOrDefault() != 0)
            node.Report("training_mode is on, but must be off: export the model for prediction");
        _ = (node.Int("seed", 0), node.Int("is_test", 1));
        var rate = node.HasAttribute("ratio") ? node.Float("ratio", 0.5f) : node.Has(1) ? node.Numbers(1, 1)[0] : 0.5f;
        if (rate is not (>= 0 and < 1))
            throw node.Refuse($"ratio is {Text(rate)}, but must be from 0 to less than 1");
        return rate == 0 ? node.Data() : node.Layers.AddUnary(node, "Dropout", node.Data(), Text(rate));
    }

    /// <summary>The elements with other extents: a view where that will do, a layer otherwise.</summary>
    private static OnnxActivation To(OnnxNode node, OnnxActivation input, int[] extents)
    {
        if (input.Reshaped(extents) is { } view)
            return view;
        if (extents.Length > 3)
        {
            throw node.Refuse(
                $"{OnnxValue.Shown(input.Extents)} become {OnnxValue.Shown(extents)}, which takes channels, rows or columns apart: a"
                + " layer has three axes at most");
        }

        // In the order of the file, and from there as if its last axis were the channels.
        var flat = node.Layers.Arranged(node, input.Reshaped([OnnxIndex.Count(input.Extents)])!);
        int[] sides = [.. Enumerable.Repeat(1, 3 - extents.Length), .. extents];
        return node.Layers.Reshape(node, flat, new(sides[0], sides[1], sides[2]), Products.LastIsChannels(extents.Length));
    }
}
