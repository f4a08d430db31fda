namespace CnnGen.Tests.Networks.Zoo;

// Each pool stands behind a convolution, so that its gradient is seen in the gradient of that kernel.

[Input(8, 6, 2)]
[Conv2D(5, 3, Padding = Padding.Same)]
[MaxPool2D(2)]
[Conv2D(3, 2)]
internal sealed partial class MaxPoolEven;

[Input(7, 9, 3)]
[Conv2D(9, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(4, 2)]
internal sealed partial class MaxPoolLeavesARest;

[Input(9, 8, 2)]
[Conv2D(17, 2)]
[MaxPool2D(3, Strides = 2)]
[MaxPool2D(3, Strides = 2, Padding = Padding.Same)]
internal sealed partial class MaxPoolOverlaps;

[Input(7, 5, 2)]
[Conv2D(8, 1)]
[MaxPool2D(2, Padding = Padding.Same)]
[Conv2D(5, 3, Padding = Padding.Same)]
[MaxPool2D(3, Padding = Padding.Same)]
internal sealed partial class MaxPoolSameOnOddSizes;

[Input(8, 11, 3)]
[Conv2D(4, 1, 2)]
[MaxPool2D(2, 3, StrideHeight = 1, StrideWidth = 2)]
[MaxPool2D(2, Strides = 3)]
internal sealed partial class MaxPoolRectangularAndSparse;

[Input(8, 9, 2)]
[Conv2D(7, 3)]
[AveragePool2D(2)]
[Conv2D(5, 2)]
[AveragePool2D(1, 2)]
internal sealed partial class AveragePoolValid;

[Input(7, 8, 3)]
[Conv2D(16, 2)]
[AveragePool2D(3, Strides = 2, Padding = Padding.Same)]
[AveragePool2D(2, Padding = Padding.Same)]
internal sealed partial class AveragePoolSame;

[Input(6, 5, 2)]
[Conv2D(10, 2, Activation = Activation.Relu)]
[AveragePool2D(3, Strides = 1)]
[Conv2D(3, 3, Padding = Padding.Same)]
internal sealed partial class AveragePoolOverlaps;

[Input(5, 7, 3)]
[Conv2D(17, 3, Activation = Activation.Relu)]
[GlobalAveragePool2D]
[Dense(5)]
internal sealed partial class GlobalAverage;

[Input(6, 6, 2)]
[Conv2D(10, 3)]
[GlobalAveragePool2D]
[Activation(Activation.Softmax)]
internal sealed partial class GlobalAverageWithoutDense;

[Input(5, 4, 2)]
[Conv2D(15, 2)]
[DepthMaxPool(3)]
[Conv2D(10, 2, Padding = Padding.Same, Activation = Activation.Relu)]
[DepthMaxPool(2)]
internal sealed partial class DepthMaxPools;

[Input(4, 5, 3)]
[Conv2D(33, 2)]
[DepthMaxPool(3)]
[Flatten]
[Dense(4)]
internal sealed partial class DepthMaxPoolOf33;

[Input(9, 7, 6)]
[DepthMaxPool(2)]
[MaxPool2D(2)]
[AveragePool2D(2, Strides = 1)]
[Conv2D(4, 2)]
internal sealed partial class PoolsFirst;

[Input(9, 9, 2)]
[Conv2D(8, 3, Padding = Padding.Same)]
[MaxPool2D(2)]
[AveragePool2D(2)]
[Flatten]
internal sealed partial class EndsInPoolsAndFlatten;
