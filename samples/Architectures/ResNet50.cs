using CnnGen;

// Keras' ResNet-50, and so its weights, have a bias in front of each batch normalization.
#pragma warning disable CNN073

namespace Architectures;

/// <summary>
/// ResNet-50 (He et al., "Deep Residual Learning for Image Recognition", 2015, table 1), with the layers and the epsilon of
/// <c>keras.applications.ResNet50</c>: 25,636,712 parameters.
/// </summary>
[Input(224, 224, 3)]
[ZeroPadding2D(3)]
[Conv2D(64, 7, Strides = 2)]
[BatchNormalization(Epsilon = 1.001e-5)]
[Activation(Activation.Relu)]
[ZeroPadding2D(1)]
[MaxPool2D(3, Strides = 2)]
[Block(typeof(Projection), Filters = 64)]
[Block(typeof(Bottleneck), Filters = 64, Repeat = 2)]
[Block(typeof(Projection), Filters = 128, Strides = 2)]
[Block(typeof(Bottleneck), Filters = 128, Repeat = 3)]
[Block(typeof(Projection), Filters = 256, Strides = 2)]
[Block(typeof(Bottleneck), Filters = 256, Repeat = 5)]
[Block(typeof(Projection), Filters = 512, Strides = 2)]
[Block(typeof(Bottleneck), Filters = 512, Repeat = 2)]
[GlobalAveragePool2D]
[Dense(1000, Activation.Softmax)]
public sealed partial class ResNet50
{
    /// <summary>1 x 1, 3 x 3 and 1 x 1 with four times the filters, added to what comes in.</summary>
    [BlockInput]
    [Block(typeof(Path), Filters = Block.Filters)]
    [Add("input")]
    [Activation(Activation.Relu)]
    public static class Bottleneck;

    /// <summary>The same where the shape changes: what comes in goes through a 1 x 1 convolution, too.</summary>
    [BlockInput]
    [Conv2D(4 * Block.Filters, 1, Strides = Block.Strides)]
    [BatchNormalization(Epsilon = 1.001e-5, Name = "shortcut")]
    [Block(typeof(Path), Filters = Block.Filters, Strides = Block.Strides, From = "input")]
    [Add("shortcut")]
    [Activation(Activation.Relu)]
    public static class Projection;

    /// <summary>The three convolutions of both.</summary>
    [BlockInput]
    [Conv2D(Block.Filters, 1, Strides = Block.Strides)]
    [BatchNormalization(Epsilon = 1.001e-5)]
    [Activation(Activation.Relu)]
    [Conv2D(Block.Filters, 3, Padding = Padding.Same)]
    [BatchNormalization(Epsilon = 1.001e-5)]
    [Activation(Activation.Relu)]
    [Conv2D(4 * Block.Filters, 1)]
    [BatchNormalization(Epsilon = 1.001e-5)]
    public static class Path;
}
