namespace CnnGen.Tests.Networks.Zoo;

// Every activation: fused into convolutions and dense layers, behind them and alone, at channels around every vector width.

[Input(5, 6, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same)]
[Conv2D(1, Activation = Activation.Relu6)]
[Conv2D(5, Activation = Activation.LeakyRelu)]
[Conv2D(7, Activation = Activation.Elu)]
[Conv2D(8, Activation = Activation.Selu)]
[Conv2D(9, Activation = Activation.Celu)]
[Conv2D(15, Activation = Activation.Softplus)]
[Conv2D(3, Activation = Activation.Softsign)]
internal sealed partial class FusedAndDerivedFromOutputs;

[Input(5, 6, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same)]
[Conv2D(4, Activation = Activation.HardSigmoid)]
[Conv2D(17, Activation = Activation.HardTanh)]
[Conv2D(3, Activation = Activation.Exponential)]
[Conv2D(2, Activation = Activation.Tanh)]
internal sealed partial class FusedAndBounded;

[Input(5, 6, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same)]
[Conv2D(4, Activation = Activation.Gelu)]
[Conv2D(9, Activation = Activation.GeluTanh, UseBias = false)]
[Conv2D(16, Strides = 2, Activation = Activation.Silu)]
[Conv2D(17, Activation = Activation.Mish)]
[Conv2D(1, Activation = Activation.HardSwish)]
internal sealed partial class FusedAndDerivedFromInputs;

[Input(5, 4, 2)]
[DepthwiseConv2D(3, Padding = Padding.Same, DepthMultiplier = 2, Activation = Activation.Silu)]
[DepthwiseConv2D(2, Activation = Activation.Relu6)]
[DepthwiseConv2D(2, Padding = Padding.Same, Activation = Activation.HardSwish)]
[Flatten]
[Dense(17, Activation.Gelu)]
[Dropout(0.25)]
[Dense(9, Activation.Mish)]
[Dense(8, Activation.LeakyRelu)]
[Dense(5, Activation.GeluTanh)]
[Dense(4, Activation.Softmax)]
internal sealed partial class GatedPerceptron;

[Input(9, 7, 5)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(16, Activation = Activation.Silu)]
[Conv2D(24, Activation = Activation.Elu)]
[Conv2D(3, Activation = Activation.Gelu)]
[AveragePool2D(2)]
[Conv2D(5, Algorithm = ConvAlgorithm.Winograd2x2, Activation = Activation.Softplus)]
[Conv2D(8, Algorithm = ConvAlgorithm.Winograd2x2, Activation = Activation.Mish, UseBias = false)]
internal sealed partial class WinogradGates;

// What derives from outputs is part of the input gradient of the layer behind: of one by Winograd's algorithm, of a pool.
[Input(10, 8, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(16, Activation = Activation.Selu)]
[Conv2D(4, Activation = Activation.Softsign)]
[MaxPool2D(2)]
[Conv2D(9, Activation = Activation.HardSigmoid)]
[Conv2D(5, Activation = Activation.Exponential)]
internal sealed partial class WinogradDerivatives;

[Input(4, 6, 2)]
[Conv2D(5, 2)]
[Activation(Activation.Silu)]
[Activation(Activation.Gelu)]
[Conv2D(9, 2, Padding = Padding.Same, Activation = Activation.Relu)]
[Activation(Activation.Softplus)]
[DepthwiseConv2D(2)]
[Activation(Activation.HardSwish)]
[Flatten]
[Dense(6)]
[Activation(Activation.Selu)]
[Dropout(0.3)]
[Activation(Activation.Mish)]
internal sealed partial class GatesOfTheirOwn;

[Input(3, 4, 7)]
[Activation(Activation.GeluTanh)]
[Conv2D(8, 1)]
[Relu(MaxValue = 0.75, NegativeSlope = 0.1, Threshold = 0.25)]
[Conv2D(3, 2)]
[LeakyRelu]
[Conv2D(17, 1)]
[Elu(0.5)]
[Elu]
[LeakyRelu(0.2)]
[Conv2D(4, 1)]
[Relu]
[Flatten]
[Relu(NegativeSlope = 0.5)]
[Dense(5)]
[Softmax]
internal sealed partial class ActivationsWithArguments;

// Probabilities of each pixel, inside and at the end.
[Input(4, 3, 2)]
[Conv2D(5, 2, Activation = Activation.Softmax)]
[Conv2D(17, 1, Activation = Activation.LogSoftmax)]
[DepthwiseConv2D(2, Padding = Padding.Same, Activation = Activation.Softmax)]
[Conv2D(10, 1)]
[Softmax]
[AveragePool2D(2)]
[Conv2D(3, 1, Activation = Activation.Softmax)]
internal sealed partial class ProbabilitiesOfPixels;

[Input(3, 2, 4)]
[Softmax]
[Flatten]
[Dense(9, Activation.LogSoftmax)]
[Dense(16, Activation.Softmax)]
[Dense(10, Activation.LogSoftmax)]
internal sealed partial class LogarithmsOfProbabilities;

// Alphas of each element and each channel, first, last, twice in a row, of vectors.
[Input(4, 5, 3)]
[PRelu]
[Conv2D(17, 3)]
[PRelu(SharedAxes = [1, 2])]
[PRelu]
[Flatten]
[PRelu]
[Dense(5)]
[PRelu(SharedAxes = [1])]
internal sealed partial class TrainedSlopes;

// Alphas of several blocks of channels, behind borders.
[Input(3, 4, 2)]
[Conv2D(33, 2)]
[PRelu]
[Conv2D(9, 3, Padding = Padding.Same)]
[PRelu]
[Conv2D(20, 2)]
[PRelu(SharedAxes = [1, 2])]
[AveragePool2D(2, Padding = Padding.Same)]
internal sealed partial class TrainedSlopesOfBlocks;

// Alphas that rows, columns, channels or all elements share; of a single row, and read by others too.
[Input(4, 5, 2)]
[Conv2D(16, 2, Padding = Padding.Same)]
[PRelu(SharedAxes = [1])]
[Conv2D(4, 2)]
[PRelu(SharedAxes = [2], Name = "rows")]
[PRelu(SharedAxes = [3], From = "rows")]
[Add("rows")]
[Conv2D(20, 3)]
[PRelu(SharedAxes = [2, 3])]
[PRelu(SharedAxes = [1, 3])]
[BatchNormalization]
[PRelu(SharedAxes = [3, 2, 1])]
[GlobalAveragePool2D]
[Dense(8, Activation.Softmax)]
internal sealed partial class SharedSlopes;
