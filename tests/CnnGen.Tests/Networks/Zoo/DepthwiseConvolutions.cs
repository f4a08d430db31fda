namespace CnnGen.Tests.Networks.Zoo;

// Channels each by themselves: counts around every vector width, windows of all kinds, several kernels per channel.

[Input(6, 5, 1)]
[DepthwiseConv2D(3, Padding = Padding.Same)]
[Conv2D(3, 1)]
[DepthwiseConv2D(2)]
[Conv2D(4, 2)]
[DepthwiseConv2D(3, Padding = Padding.Same, Activation = Activation.Relu)]
internal sealed partial class DepthwiseOver1To4;

[Input(7, 6, 5)]
[Conv2D(7, 1)]
[DepthwiseConv2D(3)]
[Conv2D(8, 2)]
[DepthwiseConv2D(2, Padding = Padding.Same)]
[Conv2D(9, 1)]
[DepthwiseConv2D(1, 3)]
internal sealed partial class DepthwiseOver7To9;

[Input(5, 6, 15)]
[DepthwiseConv2D(3, Padding = Padding.Same)]
[DepthwiseConv2D(3, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(16, 1)]
[DepthwiseConv2D(3, Padding = Padding.Same, Activation = Activation.Tanh)]
[Conv2D(17, 1)]
[DepthwiseConv2D(3, 1)]
[Flatten]
[Dense(4, Activation.Softmax)]
internal sealed partial class DepthwiseOver15To17;

// More than two blocks of channels, and a last work item that is not full.
[Input(4, 7, 33)]
[DepthwiseConv2D(3, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(80, 1)]
[DepthwiseConv2D(3, Padding = Padding.Same, Activation = Activation.Relu)]
[GlobalAveragePool2D]
[Dense(5, Activation.Softmax)]
internal sealed partial class DepthwiseOverBlocks;

[Input(9, 10, 3)]
[Conv2D(5, 1)]
[DepthwiseConv2D(3, Strides = 2, Padding = Padding.Same)]
[DepthwiseConv2D(2, Strides = 2)]
internal sealed partial class DepthwiseStride2;

[Input(11, 13, 2)]
[Conv2D(17, 1)]
[DepthwiseConv2D(5, Strides = 3, Padding = Padding.Same)]
[DepthwiseConv2D(2, Strides = 3)]
internal sealed partial class DepthwiseStride3;

[Input(10, 9, 3)]
[Conv2D(4, 2)]
[DepthwiseConv2D(3, StrideHeight = 2)]
[DepthwiseConv2D(2, StrideWidth = 3, Padding = Padding.Same)]
[DepthwiseConv2D(1, Strides = 2)]
internal sealed partial class DepthwiseStridesBeyondTheirKernel;

// Windows that no instruction set holds in registers whole, of prime and other widths, and wider than their input.
[Input(9, 12, 3)]
[Conv2D(16, 1)]
[DepthwiseConv2D(5, Padding = Padding.Same, Activation = Activation.Sigmoid)]
[DepthwiseConv2D(7, Padding = Padding.Same)]
[DepthwiseConv2D(3, 11, Padding = Padding.Same)]
internal sealed partial class DepthwiseLargeKernels;

[Input(3, 2, 4)]
[Conv2D(5, 1)]
[DepthwiseConv2D(7, 9, Padding = Padding.Same)]
[DepthwiseConv2D(1, 16, Padding = Padding.Same)]
internal sealed partial class DepthwiseKernelsLargerThanTheirInput;

// Rows as wide as a tile, wider, and no multiple of one.
[Input(4, 41, 2)]
[Conv2D(8, 1)]
[DepthwiseConv2D(3, Padding = Padding.Same)]
[DepthwiseConv2D(3)]
[DepthwiseConv2D(2, 3, StrideWidth = 2)]
internal sealed partial class DepthwiseWideInput;

[Input(1, 1, 6)]
[Conv2D(16, 1)]
[DepthwiseConv2D(3, Padding = Padding.Same, Activation = Activation.Relu)]
[Flatten]
[Dense(2, Activation.Softmax)]
internal sealed partial class DepthwiseOnePixel;

// Several kernels per channel; the dropout behind them is drawn by its place among the layers that are computed.
[Input(6, 5, 3)]
[DepthwiseConv2D(3, DepthMultiplier = 2, Padding = Padding.Same)]
[Dropout(0.3)]
[DepthwiseConv2D(2, DepthMultiplier = 3, Strides = 2, Activation = Activation.Relu)]
[DepthwiseConv2D(1, DepthMultiplier = 1)]
[Flatten]
[Dense(4, Activation.Softmax)]
internal sealed partial class DepthMultipliers;

[Input(5, 5, 16)]
[Conv2D(8, 1)]
[DepthwiseConv2D(3, DepthMultiplier = 2, UseBias = false)]
[Conv2D(1, 1)]
[DepthwiseConv2D(2, DepthMultiplier = 17, Padding = Padding.Same)]
internal sealed partial class DepthMultipliersOfFullBlocks;

[Input(8, 7, 2)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Tanh, UseBias = false)]
[DepthwiseConv2D]
[DepthwiseConv2D(2, Padding = Padding.Valid, Activation = Activation.Linear, UseBias = true)]
[DepthwiseConv2D(Strides = 2, Name = "strided")]
[Flatten]
[Dense(3)]
internal sealed partial class DepthwiseDefaultsAndExceptions;

// What MobileNet repeats, with pools, dropout and borders around it.
[Input(14, 14, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(8, Strides = 2)]
[DepthwiseConv2D]
[Conv2D(16, 1)]
[MaxPool2D(2)]
[DepthwiseConv2D(Strides = 2)]
[Dropout(0.2)]
[Conv2D(24, 1)]
[GlobalAveragePool2D]
[Dense(4, Activation.Softmax)]
internal sealed partial class Separated;

// Nobody before it has weights: no input gradient.
[Input(8, 6, 8)]
[AveragePool2D(2)]
[DepthwiseConv2D(3, Activation = Activation.Sigmoid)]
internal sealed partial class DepthwiseFirst;
