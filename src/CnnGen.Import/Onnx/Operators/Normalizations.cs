using static CnnGen.Import.Writing.CSharp;

namespace CnnGen.Import.Onnx.Operators;

/// <summary>Normalizations, with their weights.</summary>
internal static class Normalizations
{
    private const float KerasEpsilon = 1e-3f, KerasMomentum = 0.99f;

    /// <summary>BatchNormalization, as it is in prediction.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue BatchNormalization(OnnxNode node)
    {
        if (node.Int("training_mode", 0) != 0)
            node.Report("training_mode is 1, but must be 0: export the model for prediction");
        if (node.Int("spatial", 1) != 1)
            node.Report("spatial is 0, but must be 1: statistics are those of channels");
        var output = Add(node, "BatchNormalization", ["gamma", "beta", "moving_mean", "moving_variance"]);
        if (node.Float("momentum", 0.9f) is var momentum && momentum != KerasMomentum)
            output.Layer.Set("Momentum", Text(momentum));
        return output;
    }

    /// <summary>InstanceNormalization: a normalization of groups of one channel.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue InstanceNormalization(OnnxNode node)
    {
        var output = Add(node, "GroupNormalization", ["gamma", "beta"]);
        output.Layer.Set("Groups", $"{output.Map.Channels}");
        return output;
    }

    /// <summary>GroupNormalization; before version 21 with weights of groups.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue GroupNormalization(OnnxNode node)
    {
        var groups = node.Int("num_groups", 0);
        CheckPrecision(node);
        if (groups < 1 || node.Data().Extents is not [var channels, ..] || channels % groups != 0)
            throw node.Refuse($"num_groups is {groups}, but must divide the channels");
        var output = Add(node, "GroupNormalization", ["gamma", "beta"], node.Opset < 21 ? channels / groups : 1);
        if (groups != 32)
            output.Layer.Set("Groups", $"{groups}");
        return output;
    }

    /// <summary>LayerNormalization over the last axis.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue LayerNormalization(OnnxNode node)
    {
        CheckPrecision(node);
        var input = node.Data();
        var axis = OnnxAxes.Read(node, input.Axes.Count, node.Int("axis", -1));
        if (axis != input.Axes.Count - 1)
            throw node.Refuse("it normalizes several axes, but may normalize the last one alone");
        input = node.Layers.Arranged(node, input, Products.LastIsChannels(input.Axes.Count));
        var output = node.Layers.AddUnary(node, "LayerNormalization", input);
        SetEpsilon(node, output);
        node.Layers.SetWeights(output.Layer, "gamma", [input.Map.Channels], node.Numbers(1, input.Map.Channels));
        if (node.Has(2))
            node.Layers.SetWeights(output.Layer, "beta", [input.Map.Channels], node.Numbers(2, input.Map.Channels));
        else
            output.Layer.Set("Center", "false");
        return output;
    }

    private static OnnxActivation Add(OnnxNode node, string kind, string[] roles, int repeats = 1)
    {
        var input = node.Layers.Arranged(node, node.Data());
        var output = node.Layers.AddUnary(node, kind, input);
        SetEpsilon(node, output);
        var channels = input.Map.Channels;
        for (var i = 0; i < roles.Length; i++)
        {
            var values = node.Numbers(i + 1, channels / repeats);
            node.Layers.SetWeights(output.Layer, roles[i], [channels], [.. values.SelectMany(value => Enumerable.Repeat(value, repeats))]);
        }

        return output;
    }

    private static void SetEpsilon(OnnxNode node, OnnxActivation output)
    {
        if (node.Float("epsilon", 1e-5f) is var epsilon && epsilon != KerasEpsilon)
            output.Layer.Set("Epsilon", Text(epsilon));
    }

    private static void CheckPrecision(OnnxNode node)
    {
        if (node.Int("stash_type", 1) is not 1 and var type)
            node.Report($"stash_type is {type}, but must be 1, floats");
    }
}
