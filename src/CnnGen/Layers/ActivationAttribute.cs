namespace CnnGen;

/// <summary>An activation as a layer of its own; the shape stays. Keras' <c>Activation</c>.</summary>
/// <param name="function">The function; softmax needs a flat input.</param>
/// <remarks>On a feature map Keras' softmax works on the last axis, the channels of each pixel; here that is error CNN033.</remarks>
public sealed class ActivationAttribute(Activation function) : LayerAttribute
{
    /// <summary>The function.</summary>
    public Activation Function { get; } = function;
}
