namespace CnnGen.Tests.Networks.Zoo;

// Everything around the convolutions: dense layers, activations, dropout, the preparation of inputs.

[Input(4, 5, 3)]
[Flatten]
[Dense(10)]
internal sealed partial class FlattenAndDense;

[Input(3, 3, 2)]
[Flatten]
internal sealed partial class FlattenOnly;

// The input's space is free again when the gradient of the logits is written.
[Input(14, 14, 1)]
[AveragePool2D(2)]
[Flatten]
[Dense(10, Activation.Softmax)]
internal sealed partial class PoolThenClasses;

[Input(1, 1, 6)]
[Flatten]
[Activation(Activation.Softmax)]
internal sealed partial class SoftmaxOnly;

[Input(1, 1, 33)]
[Flatten]
[Dense(17, Activation.Relu)]
[Dense(31, Activation.Tanh)]
[Dense(1, Activation.Sigmoid)]
[Dense(9)]
[Dense(10, Activation.Softmax)]
internal sealed partial class Perceptron;

[Input(5, 5, 2)]
[Conv2D(3, 2)]
[Flatten]
[Dense(64, Activation.Relu)]
[Dense(2, Activation.Softmax)]
internal sealed partial class OddChannelsIntoDense;

[Input(4, 6, 2)]
[Activation(Activation.Tanh)]
[Conv2D(5, 2)]
[Activation(Activation.Relu)]
[Conv2D(9, 2, Padding = Padding.Same)]
[Activation(Activation.Sigmoid)]
[Conv2D(3, 1)]
[Activation(Activation.Linear)]
[Flatten]
[Activation(Activation.Tanh)]
[Dense(6)]
[Activation(Activation.Softmax)]
internal sealed partial class ActivationsOfTheirOwn;

[Input(5, 6, 3)]
[Conv2D(8, 3, Padding = Padding.Same, Activation = Activation.Sigmoid)]
[MaxPool2D(2)]
[Conv2D(7, 2, Activation = Activation.Tanh)]
internal sealed partial class FusedSigmoidAndTanh;

[Input(6, 7, 2)]
[Conv2D(9, 3, Activation = Activation.Relu)]
[Dropout(0.25)]
[MaxPool2D(2)]
[Dropout(0.1)]
[Flatten]
[Dense(17, Activation.Relu)]
[Dropout(0.5)]
[Dropout(0.3)]
[Dense(4, Activation.Softmax)]
internal sealed partial class DropoutChain;

[Input(5, 3, 3)]
[Dropout(0.4)]
[Conv2D(5, 2)]
[Dropout(0)]
[Conv2D(3, 1)]
[Dropout(0.6)]
internal sealed partial class DropoutFirstAndLast;

[Input(5, 6, 3)]
[Rescaling(1.0 / 255, -0.5)]
[Normalization]
[Conv2D(8, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Flatten]
[Dense(3, Activation.Softmax)]
internal sealed partial class RescaledAndNormalized;

[Input(6, 4, 3)]
[Normalization(NormalizationAxis.Channel)]
[Conv2D(5, 3)]
[Flatten]
[Dense(4, Activation.Softmax)]
internal sealed partial class NormalizedByChannel;

[Input(5, 5, 1)]
[Normalization]
[Flatten]
[Dense(10, Activation.Softmax)]
internal sealed partial class NormalizedPerceptron;

[Input(5, 4, 2)]
[Rescaling(2.0 / 255, -1)]
[Conv2D(5, 3, Padding = Padding.Same)]
[Rescaling(-0.5)]
[Conv2D(3, 2)]
internal sealed partial class RescaledTwice;

[Input(28, 28, 1)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Normalization]
[Conv2D(64, 7)]
[MaxPool2D(2)]
[Conv2D(128)]
[Conv2D(128)]
[MaxPool2D(2)]
[Conv2D(256)]
[Conv2D(256)]
[MaxPool2D(2)]
[Flatten]
[Dense(128)]
[Dropout(0.5)]
[Dense(64)]
[Dropout(0.5)]
[Dense(10, Activation.Softmax)]
internal sealed partial class FashionNetwork;

[Input(12, 12, 8)]
[Conv2D(64, 3)]
[Conv2D(32, 3, KernelInitializer = Initializer.HeUniform)]
[Conv2D(32, 3, KernelInitializer = Initializer.GlorotNormal)]
[DepthwiseConv2D(6, DepthMultiplier = 4, Padding = Padding.Same, DepthwiseInitializer = Initializer.HeUniform)]
[Conv2D(32, 1)]
[Flatten]
[Dense(16, KernelInitializer = Initializer.HeNormal)]
internal sealed partial class EveryInitializer;
