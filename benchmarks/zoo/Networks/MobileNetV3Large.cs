namespace CnnGen.Benchmarks.Zoo.Networks;

/// <summary>
/// MobileNetV3-Large (Howard et al., "Searching for MobileNetV3", 2019, table 1) for pictures of 32 x 32, with ten outputs without an
/// activation.
/// </summary>
[Input(32, 32, 3)]
[Conv2D(16, 3, Strides = 2, Padding = Padding.Same, UseBias = false)]
[BatchNormalization]
[Activation(Activation.HardSwish)]
[Block(typeof(First), Filters = 16)]
[Block(typeof(Plain), Units = 64, Filters = 24, KernelSize = 3, Strides = 2)]
[Block(typeof(PlainResidual), Units = 72, Filters = 24, KernelSize = 3)]
[Block(typeof(Squeezed), Units = 72, Filters = 40, KernelSize = 5, Strides = 2)]
[Block(typeof(SqueezedResidual), Units = 120, Filters = 40, KernelSize = 5, Repeat = 2)]
[Block(typeof(Hard), Units = 240, Filters = 80, KernelSize = 3, Strides = 2)]
[Block(typeof(HardResidual), Units = 200, Filters = 80, KernelSize = 3)]
[Block(typeof(HardResidual), Units = 184, Filters = 80, KernelSize = 3, Repeat = 2)]
[Block(typeof(HardSqueezed), Units = 480, Filters = 112, KernelSize = 3, Strides = 1)]
[Block(typeof(HardSqueezedResidual), Units = 672, Filters = 112, KernelSize = 3)]
[Block(typeof(HardSqueezed), Units = 672, Filters = 160, KernelSize = 5, Strides = 2)]
[Block(typeof(HardSqueezedResidual), Units = 960, Filters = 160, KernelSize = 5, Repeat = 2)]
[Conv2D(960, 1, UseBias = false)]
[BatchNormalization]
[Activation(Activation.HardSwish)]
[GlobalAveragePool2D]
[Dense(1280, Activation.HardSwish)]
[Dense(10)]
public sealed partial class MobileNetV3Large
{
    /// <summary>The first, which has no more channels than come in.</summary>
    [BlockInput]
    [LayerDefaults(Padding = Padding.Same, UseBias = false)]
    [DepthwiseConv2D(3)]
    [BatchNormalization]
    [Activation(Activation.Relu)]
    [Conv2D(Block.Filters, 1)]
    [BatchNormalization]
    [Add("input")]
    public static class First;

    /// <summary>An inverted residual: 1 x 1 to more channels, depthwise, 1 x 1 back to few.</summary>
    [BlockInput]
    [LayerDefaults(Padding = Padding.Same, UseBias = false)]
    [Conv2D(Block.Units, 1)]
    [BatchNormalization]
    [Activation(Activation.Relu)]
    [DepthwiseConv2D(Block.KernelSize, Strides = Block.Strides)]
    [BatchNormalization]
    [Activation(Activation.Relu)]
    [Conv2D(Block.Filters, 1)]
    [BatchNormalization]
    public static class Plain;

    /// <summary>The same, added to what comes in.</summary>
    [BlockInput]
    [Block(typeof(Plain), Units = Block.Units, Filters = Block.Filters, KernelSize = Block.KernelSize)]
    [Add("input")]
    public static class PlainResidual;

    /// <summary>The same with squeeze and excitation: each channel times what the means of all say.</summary>
    [BlockInput]
    [LayerDefaults(Padding = Padding.Same, UseBias = false)]
    [Conv2D(Block.Units, 1)]
    [BatchNormalization]
    [Activation(Activation.Relu)]
    [DepthwiseConv2D(Block.KernelSize, Strides = Block.Strides)]
    [BatchNormalization]
    [Activation(Activation.Relu, Name = "wide")]
    [GlobalAveragePool2D(KeepDims = true)]
    [Conv2D((Block.Units / 4 + 7) / 8 * 8, 1, Activation = Activation.Relu, UseBias = true)]
    [Conv2D(Block.Units, 1, Activation = Activation.HardSigmoid, UseBias = true)]
    [Multiply("wide")]
    [Conv2D(Block.Filters, 1)]
    [BatchNormalization]
    public static class Squeezed;

    /// <summary>The same, added to what comes in.</summary>
    [BlockInput]
    [Block(typeof(Squeezed), Units = Block.Units, Filters = Block.Filters, KernelSize = Block.KernelSize)]
    [Add("input")]
    public static class SqueezedResidual;

    /// <summary>As <see cref="Plain"/> with hard swish.</summary>
    [BlockInput]
    [LayerDefaults(Padding = Padding.Same, UseBias = false)]
    [Conv2D(Block.Units, 1)]
    [BatchNormalization]
    [Activation(Activation.HardSwish)]
    [DepthwiseConv2D(Block.KernelSize, Strides = Block.Strides)]
    [BatchNormalization]
    [Activation(Activation.HardSwish)]
    [Conv2D(Block.Filters, 1)]
    [BatchNormalization]
    public static class Hard;

    /// <summary>The same, added to what comes in.</summary>
    [BlockInput]
    [Block(typeof(Hard), Units = Block.Units, Filters = Block.Filters, KernelSize = Block.KernelSize)]
    [Add("input")]
    public static class HardResidual;

    /// <summary>As <see cref="Squeezed"/> with hard swish.</summary>
    [BlockInput]
    [LayerDefaults(Padding = Padding.Same, UseBias = false)]
    [Conv2D(Block.Units, 1)]
    [BatchNormalization]
    [Activation(Activation.HardSwish)]
    [DepthwiseConv2D(Block.KernelSize, Strides = Block.Strides)]
    [BatchNormalization]
    [Activation(Activation.HardSwish, Name = "wide")]
    [GlobalAveragePool2D(KeepDims = true)]
    [Conv2D((Block.Units / 4 + 7) / 8 * 8, 1, Activation = Activation.Relu, UseBias = true)]
    [Conv2D(Block.Units, 1, Activation = Activation.HardSigmoid, UseBias = true)]
    [Multiply("wide")]
    [Conv2D(Block.Filters, 1)]
    [BatchNormalization]
    public static class HardSqueezed;

    /// <summary>The same, added to what comes in.</summary>
    [BlockInput]
    [Block(typeof(HardSqueezed), Units = Block.Units, Filters = Block.Filters, KernelSize = Block.KernelSize)]
    [Add("input")]
    public static class HardSqueezedResidual;
}
