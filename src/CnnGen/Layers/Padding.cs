namespace CnnGen;

/// <summary>What a window does at the border of its input; Keras' (TensorFlow's) rules.</summary>
public enum Padding
{
    /// <summary>Windows lie inside the input: output = floor((input - window) / stride) + 1.</summary>
    Valid,

    /// <summary>
    /// Zeros around the input such that output = ceil(input / stride); an odd cell of padding goes to the bottom and the right.
    /// Pooling leaves the padding out: a maximum never sees it and an average does not count it.
    /// </summary>
    Same,

    /// <summary>
    /// As many zeros before a sequence as keep outputs from seeing what comes later: output = ceil(input / stride). For
    /// <see cref="Conv1DAttribute"/> alone.
    /// </summary>
    Causal,
}
