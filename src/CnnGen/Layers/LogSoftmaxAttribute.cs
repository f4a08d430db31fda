namespace CnnGen;

/// <summary>
/// y = x - max - log(sum(exp(x - max))) over one axis, the last one unless another is named: the units of a flat input, the channels of
/// each pixel of a feature map. The shape stays. Keras has no such layer, but the function <c>log_softmax</c>, which over the last axis is
/// <see cref="Activation.LogSoftmax"/>; PyTorch's is <c>LogSoftmax</c>.
/// </summary>
/// <remarks>Over other axes than the last, values are moved before and behind.</remarks>
public sealed class LogSoftmaxAttribute : LayerAttribute
{
    /// <summary>
    /// The axis: 1 for rows, 2 for columns, 3 or -1 for channels of a feature map, 1 for the length and 2 or -1 for channels of a
    /// sequence, 1 or -1 for the units of a vector; -1 when left out. It may be counted from the end, as -2 and -3. Axis 0 is the batch,
    /// whose images do not meet: error CNN039.
    /// </summary>
    public int Axis { get; init; } = -1;

    /// <summary>
    /// Several axes whose exponentials sum up to 1 together, in place of <see cref="Axis"/>: <c>Axes = [1, 2]</c> are all pixels of
    /// each channel.
    /// </summary>
    public int[] Axes { get; init; } = [];
}
