namespace CnnGen.Tests.Networks.Zoo;

// Windows with gaps between their cells: channels around every vector width, with padding, without, and wider than their input.

[Input(9, 8, 1)]
[Conv2D(3, 3, Dilation = 2, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(4, 3, Dilation = 2)]
[Conv2D(5, 2, DilationHeight = 3)]
[Conv2D(2, 2, DilationWidth = 2)]
internal sealed partial class DilatedOver1To5;

[Input(7, 9, 8)]
[Conv2D(7, 3, Dilation = 2, Padding = Padding.Same)]
[Conv2D(9, 2, 3, DilationHeight = 3, DilationWidth = 2, Padding = Padding.Same, Activation = Activation.Tanh)]
[Conv2D(16, 3, 1, Dilation = 2)]
[Conv2D(17, 1, Dilation = 5)]
[Conv2D(8, 2, Dilation = 2)]
[Flatten]
[Dense(4, Activation.Softmax)]
internal sealed partial class DilatedOver7To17;

[Input(3, 4, 2)]
[Conv2D(5, 3, Dilation = 4, Padding = Padding.Same)]
[Conv2D(16, 5, Dilation = 3, Padding = Padding.Same)]
[Conv2D(3, 1)]
internal sealed partial class DilatedBeyondTheirInput;

[Input(9, 8, 1)]
[DepthwiseConv2D(3, Dilation = 2, Padding = Padding.Same)]
[Conv2D(4, 1)]
[DepthwiseConv2D(3, Dilation = 2, Activation = Activation.Relu)]
[Conv2D(7, 1)]
[DepthwiseConv2D(2, DilationWidth = 3)]
internal sealed partial class DilatedDepthwise1To7;

[Input(6, 13, 9)]
[DepthwiseConv2D(3, DilationHeight = 2, Padding = Padding.Same)]
[Conv2D(16, 1)]
[DepthwiseConv2D(3, DilationWidth = 2, Padding = Padding.Same, Activation = Activation.Tanh)]
[DepthwiseConv2D(5, Dilation = 2, Padding = Padding.Same)]
[Conv2D(33, 1)]
[DepthwiseConv2D(2, Dilation = 3, DepthMultiplier = 2)]
[GlobalAveragePool2D]
[Dense(3, Activation.Softmax)]
internal sealed partial class DilatedDepthwise9To33;

// Rows that no instruction set unrolls, and a kernel wider than what is read at once.
[Input(5, 41, 3)]
[Conv2D(16, 1)]
[DepthwiseConv2D(3, 11, Dilation = 2, Padding = Padding.Same)]
[DepthwiseConv2D(3, 9, Dilation = 2, Padding = Padding.Same)]
internal sealed partial class DilatedLargeDepthwise;
