namespace CnnGen;

/// <summary>
/// Maximum over groups of neighbouring channels: (H, W, C) to (H, W, C / poolSize). Keras users write it as a <c>Lambda</c> around
/// <c>tf.nn.max_pool(ksize=(1, 1, 1, n), strides=(1, 1, 1, n))</c>.
/// </summary>
/// <param name="poolSize">Channels per group, at least 1; must divide the number of channels.</param>
/// <remarks>
/// Output channel k is the maximum of input channels k * poolSize to (k + 1) * poolSize - 1; the gradient goes to the first maximum. A
/// group with a NaN gives NaN, and its gradient goes to a NaN.
/// </remarks>
public sealed class DepthMaxPoolAttribute(int poolSize) : LayerAttribute
{
    /// <summary>Channels per group.</summary>
    public int PoolSize { get; } = poolSize;
}
