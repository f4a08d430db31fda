namespace CnnGen.Tests.Networks.Zoo;

/// <summary>
/// Networks with layers that are worth sharing out where several threads predict one image, by every instruction set. They are too large
/// for the reference.
/// </summary>
internal static partial class Shared
{
    // Tiles in several regions and groups; strides; a border that is zeroed each time; one row of pixels.
    [Input(27, 23, 3)]
    [LayerDefaults(Padding = Padding.Same, Activation = Activation.Relu)]
    [Conv2D(72, 5)]
    [Conv2D(40, 3, Strides = 2, UseBias = false)]
    [Conv2D(136, 1)]
    [Conv2D(24, 5)]
    [Conv2D(33, 4)]
    [GlobalAveragePool2D]
    internal sealed partial class Direct;

    // One block of strips: the three steps are stages.
    [Input(14, 13, 48)]
    [LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Relu, Algorithm = ConvAlgorithm.Winograd4x4)]
    [Conv2D(72)]
    [MaxPool2D(2)]
    [Conv2D(96, UseBias = false)]
    [Conv2D(64, Algorithm = ConvAlgorithm.Winograd2x2)]
    [Flatten]
    [Dense(10, Activation.Softmax)]
    internal sealed partial class WinogradInOneBlock;

    // A few blocks of strips, the last with fewer.
    [Input(51, 54, 3)]
    [LayerDefaults(KernelSize = 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
    [Conv2D(40)]
    [Conv2D(36)]
    [AveragePool2D(3)]
    [Conv2D(8)]
    internal sealed partial class WinogradInAFewBlocks;

    // So many blocks that each is an item of its own.
    [Input(87, 120, 4)]
    [LayerDefaults(KernelSize = 3, Algorithm = ConvAlgorithm.Winograd2x2, Padding = Padding.Same)]
    [Conv2D(8)]
    [Conv2D(12, Activation = Activation.Tanh)]
    [MaxPool2D(3)]
    [Conv2D(5)]
    internal sealed partial class WinogradInManyBlocks;

    // Groups of units, the last of them narrower.
    [Input(10, 10, 5)]
    [Flatten]
    [Dense(531, Activation.Relu)]
    [Dropout(0.3)]
    [Dense(700, Activation.Tanh, UseBias = false)]
    [Dense(7, Activation.Softmax)]
    internal sealed partial class Perceptron;
}
