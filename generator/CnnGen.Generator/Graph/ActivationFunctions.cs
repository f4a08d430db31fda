namespace CnnGen.Generator.Graph;

/// <summary>What is known of activations.</summary>
internal static class ActivationFunctions
{
    /// <summary>Whether each output follows from one input; else from all channels of its pixel.</summary>
    public static bool IsOfElements(this ActivationFunction function) =>
        function is not (ActivationFunction.Softmax or ActivationFunction.LogSoftmax);

    /// <summary>Whether it is a few operations, which kernels have inline; others are calls.</summary>
    public static bool IsInline(this ActivationFunction function) => function is ActivationFunction.Linear or ActivationFunction.Relu
        or ActivationFunction.Relu6 or ActivationFunction.LeakyRelu or ActivationFunction.HardSigmoid or ActivationFunction.HardSwish
        or ActivationFunction.HardTanh or ActivationFunction.Softsign;

    /// <summary>
    /// Whether the derivative follows from the output. It does not from that of functions which fall and rise: the input has to be read
    /// again.
    /// </summary>
    public static bool IsDerivedFromOutput(this ActivationFunction function) => function is not (ActivationFunction.Gelu
        or ActivationFunction.GeluTanh or ActivationFunction.Silu or ActivationFunction.Mish or ActivationFunction.HardSwish);
}
