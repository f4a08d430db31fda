using CnnGen;

namespace Architectures;

/// <summary>
/// MobileNetV2 (Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018, table 2), with the momentum of
/// <c>keras.applications.MobileNetV2</c>: 3,538,984 parameters.
/// </summary>
[Input(224, 224, 3)]
[LayerDefaults(Padding = Padding.Same, UseBias = false)]
[Conv2D(32, 3, Strides = 2)]
[BatchNormalization(Momentum = 0.999)]
[Activation(Activation.Relu6)]
[Block(typeof(Separable), Filters = 16)]
[Block(typeof(Bottleneck), Filters = 24, Expansion = 6, Strides = 2)]
[Block(typeof(Residual), Expansion = 6)]
[Block(typeof(Bottleneck), Filters = 32, Expansion = 6, Strides = 2)]
[Block(typeof(Residual), Expansion = 6, Repeat = 2)]
[Block(typeof(Bottleneck), Filters = 64, Expansion = 6, Strides = 2)]
[Block(typeof(Residual), Expansion = 6, Repeat = 3)]
[Block(typeof(Bottleneck), Filters = 96, Expansion = 6)]
[Block(typeof(Residual), Expansion = 6, Repeat = 2)]
[Block(typeof(Bottleneck), Filters = 160, Expansion = 6, Strides = 2)]
[Block(typeof(Residual), Expansion = 6, Repeat = 2)]
[Block(typeof(Bottleneck), Filters = 320, Expansion = 6)]
[Conv2D(1280, 1)]
[BatchNormalization(Momentum = 0.999)]
[Activation(Activation.Relu6)]
[GlobalAveragePool2D]
[Dense(1000, Activation.Softmax, UseBias = true)]
public sealed partial class MobileNetV2
{
    /// <summary>A wide layer between two narrow ones: 1 x 1, depthwise 3 x 3, and 1 x 1 without an activation.</summary>
    [BlockInput]
    [Conv2D(Block.Expansion * Block.Channels, 1, UseBias = false)]
    [BatchNormalization(Momentum = 0.999)]
    [Activation(Activation.Relu6)]
    [Block(typeof(Separable), Filters = Block.Filters, Strides = Block.Strides)]
    public static class Bottleneck;

    /// <summary>The same, added to what comes in.</summary>
    [BlockInput]
    [Block(typeof(Bottleneck), Filters = Block.Channels, Expansion = Block.Expansion)]
    [Add("input")]
    public static class Residual;

    /// <summary>The depthwise and the last convolution.</summary>
    [BlockInput]
    [LayerDefaults(Padding = Padding.Same, UseBias = false)]
    [DepthwiseConv2D(3, Strides = Block.Strides)]
    [BatchNormalization(Momentum = 0.999)]
    [Activation(Activation.Relu6)]
    [Conv2D(Block.Filters, 1)]
    [BatchNormalization(Momentum = 0.999)]
    public static class Separable;
}
