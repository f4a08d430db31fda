using CnnGen;

namespace PretrainedSample;

/// <summary>
/// MobileNet with a width of 0.25 (Howard et al., "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications",
/// 2017), as <c>keras.applications.MobileNet(alpha=0.25)</c> has it: 475,544 parameters, statistics of normalizations among them. It takes
/// pictures of 224 x 224 with pixels from -1 to 1, and tells the 1,000 classes of ImageNet apart.
/// </summary>
/// <remarks>
/// <c>cnngen import mobilenet.h5 --class MobileNet</c> writes such blocks, too; here all but the top is one as well, and convolutions with
/// strides pad by themselves.
/// </remarks>
[Input(224, 224, 3)]
[Block(typeof(Base))]
[GlobalAveragePool2D(KeepDims = true)]
[Dropout(0.001)]
[Conv2D(1000, 1)]
[Reshape(1000)]
[Activation(Activation.Softmax)]
public sealed partial class MobileNet
{
    /// <summary>All of it but the top, for pictures of any size that 32 divides.</summary>
    [BlockInput]
    [Conv2D(8, 3, Strides = 2, Padding = Padding.Same, UseBias = false)]
    [BatchNormalization]
    [Activation(Activation.Relu6)]
    [Block(typeof(Separable), Filters = 16, Strides = 1)]
    [Block(typeof(Separable), Filters = 32, Strides = 2)]
    [Block(typeof(Separable), Filters = 32, Strides = 1)]
    [Block(typeof(Separable), Filters = 64, Strides = 2)]
    [Block(typeof(Separable), Filters = 64, Strides = 1)]
    [Block(typeof(Separable), Filters = 128, Strides = 2)]
    [Block(typeof(Separable), Filters = 128, Strides = 1, Repeat = 5)]
    [Block(typeof(Separable), Filters = 256, Strides = 2)]
    [Block(typeof(Separable), Filters = 256, Strides = 1)]
    public static class Base;

    /// <summary>A depthwise convolution, which looks around, and one of 1 x 1, which mixes channels.</summary>
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
