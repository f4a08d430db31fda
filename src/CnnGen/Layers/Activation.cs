namespace CnnGen;

/// <summary>An element-wise function after a layer (softmax: over all units of a flat output). Names and formulas are Keras'.</summary>
public enum Activation
{
    /// <summary>y = x.</summary>
    Linear,

    /// <summary>y = max(x, 0); NaN for NaN, which lets a gradient pass.</summary>
    Relu,

    /// <summary>
    /// y = exp(x - max) / sum(exp(x - max)), over the units of a flat output. On a feature map, where Keras takes the last axis, error
    /// CNN033.
    /// </summary>
    Softmax,

    /// <summary>y = 1 / (1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>y = tanh(x).</summary>
    Tanh,
}
