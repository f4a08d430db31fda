using CnnGen;

namespace Architectures;

/// <summary>
/// EfficientNet-B0 (Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", 2019, table 1), as
/// <c>keras.applications.EfficientNetB0</c> without its stochastic depth. Keras counts 5,330,571 parameters, one more than there are here:
/// its <c>Normalization</c> also keeps how many images it has seen.
/// </summary>
[Input(224, 224, 3)]
[Rescaling(1.0 / 255)]
[Normalization(NormalizationAxis.Channel)]
[LayerDefaults(Padding = Padding.Same, UseBias = false)]
[Conv2D(32, 3, Strides = 2)]
[BatchNormalization]
[Activation(Activation.Silu)]
[Block(typeof(MBConv1), Filters = 16, KernelSize = 3, Units = 8)]
[Block(typeof(MBConv6), Filters = 24, KernelSize = 3, Strides = 2)]
[Block(typeof(Residual), KernelSize = 3)]
[Block(typeof(MBConv6), Filters = 40, KernelSize = 5, Strides = 2)]
[Block(typeof(Residual), KernelSize = 5)]
[Block(typeof(MBConv6), Filters = 80, KernelSize = 3, Strides = 2)]
[Block(typeof(Residual), KernelSize = 3, Repeat = 2)]
[Block(typeof(MBConv6), Filters = 112, KernelSize = 5)]
[Block(typeof(Residual), KernelSize = 5, Repeat = 2)]
[Block(typeof(MBConv6), Filters = 192, KernelSize = 5, Strides = 2)]
[Block(typeof(Residual), KernelSize = 5, Repeat = 3)]
[Block(typeof(MBConv6), Filters = 320, KernelSize = 3)]
[Conv2D(1280, 1)]
[BatchNormalization]
[Activation(Activation.Silu)]
[GlobalAveragePool2D]
[Dropout(0.2)]
[Dense(1000, Activation.Softmax, UseBias = true)]
public sealed partial class EfficientNetB0
{
    /// <summary>
    /// The mobile inverted bottleneck: six times the channels, and then <see cref="MBConv1"/>, its squeeze with a quarter of the channels
    /// that come in.
    /// </summary>
    [BlockInput]
    [Conv2D(6 * Block.Channels, 1, UseBias = false)]
    [BatchNormalization]
    [Activation(Activation.Silu)]
    [Block(
        typeof(MBConv1), Filters = Block.Filters, KernelSize = Block.KernelSize, Strides = Block.Strides, Units = Block.Channels / 4)]
    public static class MBConv6;

    /// <summary>The same, added to what comes in.</summary>
    [BlockInput]
    [Block(typeof(MBConv6), Filters = Block.Channels, KernelSize = Block.KernelSize)]
    [Add("input")]
    public static class Residual;

    /// <summary>
    /// The mobile inverted bottleneck without an expansion: depthwise, squeeze and excitation, and a convolution of 1 x 1 to its filters.
    /// </summary>
    [BlockInput]
    [DepthwiseConv2D(Block.KernelSize, Strides = Block.Strides, Padding = Padding.Same, UseBias = false)]
    [BatchNormalization]
    [Activation(Activation.Silu, Name = "wide")]
    [GlobalAveragePool2D(KeepDims = true)]
    [Conv2D(Block.Units, 1, Activation = Activation.Silu)]
    [Conv2D(Block.Channels, 1, Activation = Activation.Sigmoid)]
    [Multiply("wide")]
    [Conv2D(Block.Filters, 1, UseBias = false)]
    [BatchNormalization]
    public static class MBConv1;
}
