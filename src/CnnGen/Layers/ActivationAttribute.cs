namespace CnnGen;

/// <summary>An activation as a layer of its own; the shape stays. Keras' <c>Activation</c>.</summary>
/// <param name="function">The function.</param>
/// <remarks>
/// In prediction, a function of single elements is applied by a linear layer with weights before it, where nothing else reads that.
/// </remarks>
public sealed class ActivationAttribute(Activation function) : LayerAttribute
{
    /// <summary>The function.</summary>
    public Activation Function { get; } = function;
}
