using CnnGen.Import.Onnx.Operators;

namespace CnnGen.Import.Onnx;

/// <summary>The one table of ONNX' operators.</summary>
internal static class OnnxOperators
{
    // By what they do on tensors that the network computes.
    private static readonly Dictionary<string, Func<OnnxNode, OnnxValue>> Computing = new()
    {
        ["Conv"] = Convolutions.Conv,
        ["ConvTranspose"] = Convolutions.ConvTranspose,
        ["Gemm"] = Products.Gemm,
        ["MatMul"] = Products.MatMul,

        ["BatchNormalization"] = Normalizations.BatchNormalization,
        ["InstanceNormalization"] = Normalizations.InstanceNormalization,
        ["GroupNormalization"] = Normalizations.GroupNormalization,
        ["LayerNormalization"] = Normalizations.LayerNormalization,

        ["MaxPool"] = Pools.MaxPool,
        ["AveragePool"] = Pools.AveragePool,
        ["GlobalMaxPool"] = Pools.GlobalMaxPool,
        ["GlobalAveragePool"] = Pools.GlobalAveragePool,
        ["ReduceMax"] = Pools.ReduceMax,
        ["ReduceMean"] = Pools.ReduceMean,

        ["Add"] = Merges.Add,
        ["Sub"] = Merges.Sub,
        ["Mul"] = Merges.Mul,
        ["Div"] = Merges.Div,
        ["Neg"] = Merges.Neg,
        ["Sum"] = Merges.Of("Add"),
        ["Mean"] = Merges.Of("Average"),
        ["Max"] = Merges.Of("Maximum"),
        ["Min"] = Merges.Of("Minimum"),
        ["Concat"] = Merges.Concat,

        ["Relu"] = Activations.Of(Activation.Relu),
        ["Sigmoid"] = Activations.Of(Activation.Sigmoid),
        ["Tanh"] = Activations.Of(Activation.Tanh),
        ["Softplus"] = Activations.Of(Activation.Softplus),
        ["Softsign"] = Activations.Of(Activation.Softsign),
        ["HardSwish"] = Activations.Of(Activation.HardSwish),
        ["Mish"] = Activations.Of(Activation.Mish),
        ["Exp"] = Activations.Of(Activation.Exponential),
        ["Clip"] = Activations.Clip,
        ["LeakyRelu"] = Activations.LeakyRelu,
        ["PRelu"] = Activations.PRelu,
        ["ThresholdedRelu"] = Activations.ThresholdedRelu,
        ["Elu"] = Activations.Elu,
        ["Selu"] = Activations.Selu,
        ["Celu"] = Activations.Celu,
        ["Gelu"] = Activations.Gelu,
        ["HardSigmoid"] = Activations.HardSigmoid,
        ["Softmax"] = Activations.Softmax(Activation.Softmax),
        ["LogSoftmax"] = Activations.Softmax(Activation.LogSoftmax),

        ["Reshape"] = Shapes.Reshape,
        ["Flatten"] = Shapes.Flatten,
        ["Transpose"] = Shapes.Transpose,
        ["Squeeze"] = Shapes.Squeeze,
        ["Unsqueeze"] = Shapes.Unsqueeze,
        ["Identity"] = Shapes.Identity,
        ["Cast"] = Shapes.Cast,
        ["Dropout"] = Shapes.Dropout,
        ["Shape"] = Folding.Shape,

        ["Slice"] = Slices.Slice,
        ["Pad"] = Slices.Pad,
        ["Resize"] = Resizes.Resize,
        ["Upsample"] = Resizes.Upsample,
        ["DepthToSpace"] = Resizes.DepthToSpace,
        ["SpaceToDepth"] = Resizes.SpaceToDepth,
    };

    /// <summary>Reads a node: what it computes, in the order of its outputs.</summary>
    public static IReadOnlyDictionary<string, Func<OnnxNode, IReadOnlyList<OnnxValue>>> Table { get; } = Computing.Keys
        .Union(Folding.Table.Keys).ToDictionary(name => name, Reading)
        .Append(new("Split", node => Slices.Split(node))).ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>An operator on constants is computed at once, where it has that form.</summary>
    private static Func<OnnxNode, IReadOnlyList<OnnxValue>> Reading(string name)
    {
        var (computes, folds) = (Computing.GetValueOrDefault(name), Folding.Table.GetValueOrDefault(name));
        return node =>
        {
            if (node.Inputs.Count == 0 && name != "Constant")
                throw node.Refuse("it reads nothing");
            var isKnown = node.Inputs.All(input => input is null or OnnxConstant);
            var read = isKnown ? folds ?? computes! : computes
                ?? throw node.Refuse("it may work on constants and shapes alone, but it works on what the network computes");
            return [read(node)];
        };
    }
}
