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
}
