namespace CnnGen;

/// <summary>One of a layer's computations.</summary>
public enum LayerDirection
{
    /// <summary>Output from input.</summary>
    Forward,

    /// <summary>Gradient of the input from that of the output.</summary>
    InputGradient,

    /// <summary>Gradient of the weights.</summary>
    WeightGradient,
}
