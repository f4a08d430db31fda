using CnnGen;

namespace CnnGen.Benchmarks;

/// <summary>A small U-Net without its last layer, which says what the values of its map are.</summary>
[BlockInput]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(16, Name = "whole")]
[MaxPool2D(2)]
[Conv2D(32, Name = "half")]
[MaxPool2D(2)]
[Conv2D(64)]
[Conv2DTranspose(32, 2, Strides = 2)]
[Concatenate("half")]
[Conv2D(32)]
[Conv2DTranspose(16, 2, Strides = 2)]
[Concatenate("whole")]
[Conv2D(16)]
public static class SmallUNet;

/// <summary>Classes of pixels that exclude each other.</summary>
[Input(64, 64, 3)]
[Block(typeof(SmallUNet))]
[Conv2D(3, 1, Activation = Activation.Softmax)]
public sealed partial class SoftmaxUNet;

/// <summary>Classes of pixels each for itself, or shares.</summary>
[Input(64, 64, 3)]
[Block(typeof(SmallUNet))]
[Conv2D(3, 1, Activation = Activation.Sigmoid)]
public sealed partial class SigmoidUNet;

/// <summary>Logits.</summary>
[Input(64, 64, 3)]
[Block(typeof(SmallUNet))]
[Conv2D(3, 1)]
public sealed partial class LogitsUNet;
