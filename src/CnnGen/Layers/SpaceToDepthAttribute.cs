namespace CnnGen;

/// <summary>
/// Blocks of pixels become channels: (H, W, C) to (H / blockSize, W / blockSize, C * blockSize^2). Keras users write it as a
/// <c>Lambda</c> around <c>tf.nn.space_to_depth</c>.
/// </summary>
/// <param name="blockSize">Rows and columns of a block, at least 1; must divide the rows and the columns.</param>
/// <remarks>Channel c in row i, column j of a block becomes channel (i * blockSize + j) * C + c.</remarks>
public sealed class SpaceToDepthAttribute(int blockSize) : LayerAttribute
{
    /// <summary>Rows and columns of a block.</summary>
    public int BlockSize { get; } = blockSize;
}
