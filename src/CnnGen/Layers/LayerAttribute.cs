namespace CnnGen;

/// <summary>
/// Base of the layer attributes. The attributes of one class declaration, in source order, are the network: each layer reads the one before
/// it, unless <see cref="From"/> names another.
/// </summary>
/// <remarks>They are read at build time only and leave no trace in the compiled program.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
[System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
public abstract class LayerAttribute : Attribute
{
    /// <summary>The layer's name, as Keras would give it when left out: <c>conv2d</c>, <c>conv2d_1</c>, ...</summary>
    public string? Name { get; init; }

    /// <summary>Name of the layer that it reads: one that stands above it; the layer before it when left out.</summary>
    public string? From { get; init; }

    /// <summary>
    /// Whether its weights are left as they are in training, as Keras' <c>trainable = False</c>; false when left out. It then has no
    /// gradients of its weights and no optimizer state, and where everything before a layer is frozen or has no weights, no input gradient
    /// either. A batch normalization normalizes by its moving statistics in training, too, and updates none. Of a block: all its layers.
    /// </summary>
    /// <remarks>To train it later, load what was saved into a class without it: names and shapes of weights are the same.</remarks>
    public bool Frozen { get; init; }
}
