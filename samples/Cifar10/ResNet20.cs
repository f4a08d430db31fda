using CnnGen;

namespace CifarSample;

/// <summary>
/// ResNet-20 for pictures of 32 x 32 (He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2015, section 4.2): three
/// stages of three blocks, with 16, 32 and 64 filters. Where the size changes, the shortcut is a 1 x 1 convolution.
/// </summary>
[Input(32, 32, 3)]
[Normalization]
[Conv2D(16, 3, Padding = Padding.Same, UseBias = false, KernelInitializer = Initializer.HeNormal)]
[BatchNormalization(Momentum = 0.9)]
[Activation(Activation.Relu)]
[Block(typeof(BasicBlock), Filters = 16, Repeat = 3)]
[Block(typeof(Downsampling), Filters = 32)]
[Block(typeof(BasicBlock), Filters = 32, Repeat = 2)]
[Block(typeof(Downsampling), Filters = 64)]
[Block(typeof(BasicBlock), Filters = 64, Repeat = 2)]
[GlobalAveragePool2D]
[Dense(10, Activation.Softmax)]
public sealed partial class ResNet20
{
    /// <summary>Two convolutions, added to what comes in.</summary>
    [BlockInput]
    [Block(typeof(Path), Filters = Block.Filters)]
    [Add("input")]
    [Activation(Activation.Relu)]
    public static class BasicBlock;

    /// <summary>The same to half the size.</summary>
    [BlockInput]
    [Conv2D(Block.Filters, 1, Strides = 2, UseBias = false, KernelInitializer = Initializer.HeNormal)]
    [BatchNormalization(Momentum = 0.9, Name = "shortcut")]
    [Block(typeof(Path), Filters = Block.Filters, Strides = 2, From = "input")]
    [Add("shortcut")]
    [Activation(Activation.Relu)]
    public static class Downsampling;

    /// <summary>The convolutions of both.</summary>
    [BlockInput]
    [LayerDefaults(KernelSize = 3, Padding = Padding.Same, UseBias = false, KernelInitializer = Initializer.HeNormal)]
    [Conv2D(Block.Filters, Strides = Block.Strides)]
    [BatchNormalization(Momentum = 0.9)]
    [Activation(Activation.Relu)]
    [Conv2D(Block.Filters)]
    [BatchNormalization(Momentum = 0.9)]
    public static class Path;
}
