namespace CnnGen;

/// <summary>
/// Channels become blocks of pixels: (H, W, C) to (H * blockSize, W * blockSize, C / blockSize^2). Keras users write it as a
/// <c>Lambda</c> around <c>tf.nn.depth_to_space</c>.
/// </summary>
/// <param name="blockSize">Rows and columns of a block, at least 1; its square must divide the number of channels.</param>
/// <remarks>Channel (i * blockSize + j) * C' + c of a pixel, where C' is C / blockSize^2, becomes channel c in row i, column j of its
/// block.</remarks>
public sealed class DepthToSpaceAttribute(int blockSize) : LayerAttribute
{
    /// <summary>Rows and columns of a block.</summary>
    public int BlockSize { get; } = blockSize;
}
