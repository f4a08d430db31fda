namespace CnnGen.Tests.Networks.Zoo;

// Channel counts around every vector width, layer after layer, so that each is once an input and once an output.

[Input(6, 5, 1)]
[Conv2D(2, 3, Padding = Padding.Same)]
[Conv2D(3, 1)]
[Conv2D(4, 2)]
[Conv2D(5, 3, Padding = Padding.Same, Activation = Activation.Relu)]
internal sealed partial class Channels1To5;

[Input(7, 6, 7)]
[Conv2D(8, 3)]
[Conv2D(9, 2, Padding = Padding.Same)]
[Conv2D(10, 1, 3)]
internal sealed partial class Channels7To10;

[Input(5, 6, 15)]
[Conv2D(16, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(17, 3, Padding = Padding.Same)]
[Conv2D(24, 3, 1)]
internal sealed partial class Channels15To24;

[Input(4, 5, 31)]
[Conv2D(32, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(33, 2)]
internal sealed partial class Channels31To33;

[Input(4, 6, 48)]
[Conv2D(64, 3, Padding = Padding.Same)]
[Conv2D(48, 1)]
[Flatten]
[Dense(3)]
internal sealed partial class Channels48To64;

// Between tensors without borders, where tiles run on from row to row; the second also backward.
[Input(5, 7, 3)]
[Conv2D(9, 1)]
[Conv2D(32, 1, Activation = Activation.Relu)]
[Conv2D(5, 1)]
[Conv2D(4, 3, 1)]
[Flatten]
[Dense(3, Activation.Softmax)]
internal sealed partial class RowsWithoutGaps;

[Input(5, 8, 3)]
[Conv2D(4, 1, 3)]
[Conv2D(5, 3, 1)]
[Conv2D(6, 2, 4)]
internal sealed partial class RectangularKernels;

[Input(9, 8, 2)]
[Conv2D(6, 5, Padding = Padding.Same, Activation = Activation.Tanh)]
[Conv2D(5, 7, Padding = Padding.Same)]
internal sealed partial class LargeKernels;

[Input(3, 2, 2)]
[Conv2D(5, 7, Padding = Padding.Same, Activation = Activation.Sigmoid)]
[Conv2D(3, 5, Padding = Padding.Same)]
internal sealed partial class KernelsLargerThanTheirInput;

[Input(9, 10, 3)]
[Conv2D(8, 3, Strides = 2, Padding = Padding.Same)]
[Conv2D(9, 2, Strides = 2)]
internal sealed partial class Stride2;

[Input(11, 13, 2)]
[Conv2D(5, 3, Padding = Padding.Same)]
[Conv2D(7, 5, Strides = 3, Padding = Padding.Same)]
[Conv2D(4, 2, Strides = 3)]
internal sealed partial class Stride3;

[Input(9, 7, 3)]
[Conv2D(4, 3, StrideHeight = 2)]
[Conv2D(5, 3, StrideHeight = 2, StrideWidth = 1, Padding = Padding.Same)]
[Conv2D(6, 2, StrideWidth = 2)]
internal sealed partial class StridesDifferByAxis;

[Input(10, 11, 3)]
[Conv2D(4, 3, Padding = Padding.Same)]
[Conv2D(5, 2, Strides = 3)]
[Conv2D(6, 1, Strides = 2, Padding = Padding.Same)]
internal sealed partial class StridesLargerThanTheirKernel;

[Input(8, 6, 2)]
[Conv2D(5, 2, Padding = Padding.Same)]
[Conv2D(4, 4, Padding = Padding.Same)]
[Conv2D(6, 3, Strides = 2, Padding = Padding.Same)]
internal sealed partial class OneSidedPadding;

[Input(1, 1, 3)]
[Conv2D(16, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(4, 1)]
[Flatten]
[Dense(2)]
internal sealed partial class OnePixel;

[Input(2, 30, 1)]
[Conv2D(10, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(3, 2, 3)]
internal sealed partial class WideInput;

[Input(29, 1, 2)]
[Conv2D(9, 3, 1)]
[Conv2D(8, 5, 1, Padding = Padding.Same)]
internal sealed partial class OneColumn;

[Input(14, 14, 3)]
[Conv2D(16, 3, Padding = Padding.Same)]
[MaxPool2D(2)]
[Conv2D(16, 3, Padding = Padding.Same)]
internal sealed partial class FourteenAndSeven;

[Input(5, 6, 3)]
[Conv2D(9, 3, UseBias = false, Activation = Activation.Relu)]
[Conv2D(4, 2, UseBias = false)]
[Flatten]
[Dense(5, UseBias = false)]
internal sealed partial class NoBias;

[Input(8, 7, 2)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Tanh, UseBias = false)]
[Conv2D(5)]
[Conv2D(6, 2, Padding = Padding.Valid, Activation = Activation.Linear, UseBias = true)]
[Conv2D(4, Strides = 2, Name = "strided")]
[Flatten]
[Dense(7)]
[Dense(3, Activation.Sigmoid)]
internal sealed partial class DefaultsAndExceptions;
