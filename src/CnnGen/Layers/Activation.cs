namespace CnnGen;

/// <summary>
/// A function after a layer: of each element, or (softmax, log-softmax) of the last axis, the units of a flat output and the channels of
/// each pixel of a feature map. Names and formulas are those of Keras 3.
/// </summary>
/// <remarks>Where a function has a kink, its derivative there is that on the left, and at an upper end that on the right.</remarks>
public enum Activation
{
    /// <summary>y = x.</summary>
    Linear,

    /// <summary>y = max(x, 0); NaN for NaN, which lets a gradient pass.</summary>
    Relu,

    /// <summary>y = exp(x - max) / sum(exp(x - max)), over the last axis.</summary>
    Softmax,

    /// <summary>y = 1 / (1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>y = tanh(x).</summary>
    Tanh,

    /// <summary>y = min(max(x, 0), 6).</summary>
    Relu6,

    /// <summary>y = x, and 0.2 x below 0; <see cref="LeakyReluAttribute"/> has other slopes.</summary>
    LeakyRelu,

    /// <summary>y = x, and exp(x) - 1 below 0; <see cref="EluAttribute"/> has other factors.</summary>
    Elu,

    /// <summary>y = 1.05070098 x, and 1.75809934 (exp(x) - 1) below 0.</summary>
    Selu,

    /// <summary>y = max(x, 0) + min(exp(x) - 1, 0): as Keras' with its alpha of 1, the same as <see cref="Elu"/>.</summary>
    Celu,

    /// <summary>y = x (1 + erf(x / √2)) / 2; <see cref="GeluTanh"/> is Keras' with <c>approximate=True</c>.</summary>
    Gelu,

    /// <summary>y = x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.</summary>
    GeluTanh,

    /// <summary>y = x / (1 + exp(-x)), also called swish.</summary>
    Silu,

    /// <summary>y = x tanh(log(1 + exp(x))).</summary>
    Mish,

    /// <summary>y = log(1 + exp(x)).</summary>
    Softplus,

    /// <summary>y = x / (1 + |x|).</summary>
    Softsign,

    /// <summary>y = min(max(x + 3, 0), 6) / 6.</summary>
    HardSigmoid,

    /// <summary>y = x min(max(x + 3, 0), 6) / 6, Keras' <c>hard_silu</c>.</summary>
    HardSwish,

    /// <summary>y = min(max(x, -1), 1).</summary>
    HardTanh,

    /// <summary>y = exp(x).</summary>
    Exponential,

    /// <summary>y = x - max - log(sum(exp(x - max))), over the last axis.</summary>
    LogSoftmax,
}
