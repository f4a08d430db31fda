namespace CnnGen;

/// <summary>
/// The axes of a feature map in another order. Rows are axis 1, columns 2, channels 3: <c>Permute(2, 1, 3)</c> takes (H, W, C) to
/// (W, H, C). Keras' <c>Permute</c>.
/// </summary>
/// <param name="first">The axis that becomes the rows: 1, 2 or 3.</param>
/// <param name="second">The axis that becomes the columns.</param>
/// <param name="third">The axis that becomes the channels.</param>
public sealed class PermuteAttribute(int first, int second, int third) : LayerAttribute
{
    /// <summary>The axis that becomes the rows.</summary>
    public int First { get; } = first;

    /// <summary>The axis that becomes the columns.</summary>
    public int Second { get; } = second;

    /// <summary>The axis that becomes the channels.</summary>
    public int Third { get; } = third;
}
