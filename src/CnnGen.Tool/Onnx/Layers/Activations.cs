using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Tool.Onnx.Layers;

/// <summary>Activations: operators of ONNX, or several of them.</summary>
internal static class Activations
{
    // The version that brought it.
    private const int HasGelu = 20;

    private const double SeluAlpha = 1.6732632423543772, SeluScale = 1.0507009873554805;

    /// <summary>An activation of what was computed.</summary>
    public static OnnxTensor Behind(LayerScope scope, OnnxTensor x, ActivationFunction function) => function switch
    {
        ActivationFunction.Linear => x,
        ActivationFunction.Relu => scope.Each("Relu", x),
        ActivationFunction.Softmax => Softmaxes.OfChannels(scope, "Softmax", x),
        ActivationFunction.LogSoftmax => Softmaxes.OfChannels(scope, "LogSoftmax", x),
        ActivationFunction.Sigmoid => scope.Each("Sigmoid", x),
        ActivationFunction.Tanh => scope.Each("Tanh", x),
        ActivationFunction.Relu6 => Clip(scope, x, 0, 6),
        ActivationFunction.LeakyRelu => scope.Each("LeakyRelu", x, ("alpha", 0.2)),
        ActivationFunction.Elu => scope.Each("Elu", x, ("alpha", 1.0)),
        ActivationFunction.Selu => scope.Each("Selu", x, ("alpha", SeluAlpha), ("gamma", SeluScale)),
        ActivationFunction.Celu => scope.Each("Celu", x, ("alpha", 1.0)),
        ActivationFunction.Gelu => Gelu(scope, x),
        ActivationFunction.GeluTanh => GeluTanh(scope, x),
        ActivationFunction.Silu => scope.Each("Mul", x, scope.Each("Sigmoid", x).Name),
        ActivationFunction.Mish => scope.Each("Mish", x),
        ActivationFunction.Softplus => scope.Each("Softplus", x),
        ActivationFunction.Softsign => scope.Each("Softsign", x),
        ActivationFunction.HardSigmoid => scope.Each("HardSigmoid", x, ("alpha", 1 / 6.0), ("beta", 0.5)),
        ActivationFunction.HardSwish => scope.Each("HardSwish", x),
        ActivationFunction.HardTanh => Clip(scope, x, -1, 1),
        ActivationFunction.Exponential => scope.Each("Exp", x),
        _ => throw new InvalidOperationException($"No operators for {function}."),
    };

    /// <summary>Relu, Clip or LeakyRelu where it bends at 0, and else a choice.</summary>
    public static OnnxTensor Relu(LayerScope scope, Relu layer)
    {
        var x = scope.X;
        var isBounded = !double.IsPositiveInfinity(layer.MaxValue);
        if ((layer.NegativeSlope, layer.Threshold) is (0, 0))
            return isBounded ? Clip(scope, x, 0, layer.MaxValue) : scope.Each("Relu", x);
        OnnxTensor y;
        if (layer.Threshold == 0)
        {
            y = scope.Each("LeakyRelu", x, ("alpha", layer.NegativeSlope));
        }
        else
        {
            // ThresholdedRelu would give 0 at the threshold itself.
            var threshold = scope.Number("threshold", layer.Threshold);
            var below = layer.NegativeSlope == 0
                ? scope.Number("below", 0)
                : scope.Each("Mul", scope.Each("Sub", x, threshold), scope.Number("slope", layer.NegativeSlope)).Name;
            var isAbove = scope.Node("GreaterOrEqual", [x.Name, threshold]);
            y = x with { Name = scope.Node("Where", [isAbove, x.Name, below]) };
        }

        return isBounded ? scope.Each("Min", y, scope.Number("max", layer.MaxValue)) : y;
    }

    /// <summary>LeakyRelu.</summary>
    public static OnnxTensor LeakyRelu(LayerScope scope, LeakyRelu layer) =>
        scope.Each("LeakyRelu", scope.X, ("alpha", layer.NegativeSlope));

    /// <summary>Elu.</summary>
    public static OnnxTensor Elu(LayerScope scope, Elu layer) => scope.Each("Elu", scope.X, ("alpha", layer.Alpha));

    /// <summary>PRelu, with its slopes in the order of what it reads.</summary>
    public static OnnxTensor PRelu(LayerScope scope, PRelu layer)
    {
        var x = scope.InOrder;
        return scope.Each("PRelu", x, scope.ParameterLike("alpha", x, layer.Alphas, scope.Values("alpha")));
    }

    private static OnnxTensor Clip(LayerScope scope, OnnxTensor x, double min, double max) =>
        x with { Name = scope.Node("Clip", [x.Name, scope.Number("min", min), scope.Number("max", max)]) };

    /// <summary>x (1 + erf(x / √2)) / 2.</summary>
    private static OnnxTensor Gelu(LayerScope scope, OnnxTensor x)
    {
        if (scope.Opset >= HasGelu)
            return scope.Each("Gelu", x);
        var erf = scope.Each("Erf", scope.Each("Mul", x, scope.Number("root", Math.Sqrt(0.5))));
        return Gated(scope, x, erf);
    }

    /// <summary>x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.</summary>
    private static OnnxTensor GeluTanh(LayerScope scope, OnnxTensor x)
    {
        if (scope.Opset >= HasGelu)
            return scope.Each("Gelu", x, ("approximate", "tanh"));
        var cube = scope.Each("Mul", scope.Each("Mul", x, x.Name), x.Name);
        var sum = scope.Each("Add", x, scope.Each("Mul", cube, scope.Number("cubic", 0.044715)).Name);
        return Gated(scope, x, scope.Each("Tanh", scope.Each("Mul", sum, scope.Number("root", Math.Sqrt(2 / Math.PI)))));
    }

    private static OnnxTensor Gated(LayerScope scope, OnnxTensor x, OnnxTensor gate) => scope.Each(
        "Mul", scope.Each("Mul", x, scope.Each("Add", gate, scope.Number("one", 1)).Name), scope.Number("half", 0.5));
}
