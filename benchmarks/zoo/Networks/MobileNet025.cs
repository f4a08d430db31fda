namespace CnnGen.Benchmarks.Zoo.Networks;

/// <summary>
/// MobileNet (Howard et al., "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications", 2017, table 1) with a
/// quarter of its filters.
/// </summary>
[Input(224, 224, 3)]
[LayerDefaults(Padding = Padding.Same, UseBias = false)]
[Conv2D(8, 3, Strides = 2)]
[BatchNormalization]
[Activation(Activation.Relu6)]
[Block(typeof(Separable), Filters = 16)]
[Block(typeof(Separable), Filters = 32, Strides = 2)]
[Block(typeof(Separable), Filters = 32)]
[Block(typeof(Separable), Filters = 64, Strides = 2)]
[Block(typeof(Separable), Filters = 64)]
[Block(typeof(Separable), Filters = 128, Strides = 2)]
[Block(typeof(Separable), Filters = 128, Repeat = 5)]
[Block(typeof(Separable), Filters = 256, Strides = 2)]
[Block(typeof(Separable), Filters = 256)]
[GlobalAveragePool2D]
[Dense(1000, Activation.Softmax, UseBias = true)]
public sealed partial class MobileNet025
{
    /// <summary>A depthwise convolution and one of 1 x 1.</summary>
    [BlockInput]
    [LayerDefaults(Padding = Padding.Same, UseBias = false)]
    [DepthwiseConv2D(3, Strides = Block.Strides)]
    [BatchNormalization]
    [Activation(Activation.Relu6)]
    [Conv2D(Block.Filters, 1)]
    [BatchNormalization]
    [Activation(Activation.Relu6)]
    public static class Separable;
}
