namespace CnnGen;

/// <summary>
/// Makes a layer another output of the network, besides the last layer, which always is the first output. <c>Predict</c> then has an
/// overload with a span for each output, in the order in which they are declared.
/// </summary>
/// <param name="layer">Name of the layer.</param>
/// <remarks>
/// Layers may read it as well. Training takes a loss for it by <see cref="Training.OutputLosses"/>, and its targets by <c>WithTargets</c>
/// of the data set; an output without a loss is not trained, and metrics are of the last layer's output alone.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
[System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
public sealed class OutputAttribute(string layer) : Attribute
{
    /// <summary>Name of the layer.</summary>
    public string Layer { get; } = layer;
}
