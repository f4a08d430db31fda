namespace CnnGen;

/// <summary>An activation as a layer of its own; the shape stays. Keras' <c>Activation</c>.</summary>
/// <param name="function">The function; softmax needs a flat input.</param>
public sealed class ActivationAttribute(Activation function) : LayerAttribute
{
    /// <summary>The function.</summary>
    public Activation Function { get; } = function;
}
