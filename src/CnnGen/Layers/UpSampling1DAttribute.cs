namespace CnnGen;

/// <summary>Repeats each step of a sequence: (L, C) to (L * size, C). Keras' <c>UpSampling1D</c>.</summary>
/// <param name="size">How often, at least 1; 2 when left out.</param>
public sealed class UpSampling1DAttribute(int size = 2) : LayerAttribute
{
    /// <summary>How often each step comes.</summary>
    public int Size { get; } = size;
}
