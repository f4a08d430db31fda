using CnnGen;

namespace Architectures;

/// <summary>
/// DenseNet-121 (Huang et al., "Densely Connected Convolutional Networks", 2016, table 1), with the epsilon of
/// <c>keras.applications.DenseNet121</c>: 8,062,504 parameters.
/// </summary>
[Input(224, 224, 3)]
[ZeroPadding2D(3)]
[Conv2D(64, 7, Strides = 2, UseBias = false)]
[BatchNormalization(Epsilon = 1.001e-5)]
[Activation(Activation.Relu)]
[ZeroPadding2D(1)]
[MaxPool2D(3, Strides = 2)]
[Block(typeof(Growth), Filters = 32, Repeat = 6)]
[Block(typeof(Transition))]
[Block(typeof(Growth), Filters = 32, Repeat = 12)]
[Block(typeof(Transition))]
[Block(typeof(Growth), Filters = 32, Repeat = 24)]
[Block(typeof(Transition))]
[Block(typeof(Growth), Filters = 32, Repeat = 16)]
[BatchNormalization(Epsilon = 1.001e-5)]
[Activation(Activation.Relu)]
[GlobalAveragePool2D]
[Dense(1000, Activation.Softmax)]
public sealed partial class DenseNet121
{
    /// <summary>Some channels more, made of all before them.</summary>
    [BlockInput]
    [BatchNormalization(Epsilon = 1.001e-5)]
    [Activation(Activation.Relu)]
    [Conv2D(4 * Block.Filters, 1, UseBias = false)]
    [BatchNormalization(Epsilon = 1.001e-5)]
    [Activation(Activation.Relu)]
    [Conv2D(Block.Filters, 3, Padding = Padding.Same, UseBias = false, Name = "more")]
    [Concatenate("more", From = "input")]
    public static class Growth;

    /// <summary>Half the channels, half the rows and columns.</summary>
    [BlockInput]
    [BatchNormalization(Epsilon = 1.001e-5)]
    [Activation(Activation.Relu)]
    [Conv2D(Block.Channels / 2, 1, UseBias = false)]
    [AveragePool2D(2)]
    public static class Transition;
}
