namespace CnnGen.Tests.Networks.Zoo;

// Layers that training leaves as they are: all in front, which go forward as in prediction, in the middle, at the end, by blocks.

[Input(6, 6, 2)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same)]
[Conv2D(16, Frozen = true)]
[BatchNormalization(Frozen = true)]
[Activation(Activation.Tanh)]
[DepthwiseConv2D(3, UseBias = false, Frozen = true)]
[BatchNormalization(Frozen = true)]
[Activation(Activation.Gelu)]
[Conv2D(3, Algorithm = ConvAlgorithm.Winograd4x4, Frozen = true)]
[MaxPool2D(2)]
[Conv2D(5, UseBias = false)]
[BatchNormalization]
[Activation(Activation.Tanh)]
[GlobalAveragePool2D]
[Dense(9, Frozen = true)]
[BatchNormalization(Frozen = true)]
[Dense(4, Activation.Softmax)]
internal sealed partial class FrozenBase;

[Input(6, 5, 2)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same)]
[Conv2D(7)]
[BatchNormalization(Frozen = true)]
[Activation(Activation.Tanh, Name = "a")]
[SeparableConv2D(7, DepthMultiplier = 2, Frozen = true)]
[Add("a")]
[Conv2D(9, Algorithm = ConvAlgorithm.Winograd2x2, Frozen = true)]
[BatchNormalization(Scale = false, Frozen = true)]
[Conv2DTranspose(3, Strides = 2, Frozen = true)]
[BatchNormalization(Center = false)]
[Conv2D(4, 1, Groups = 1, UseBias = false)]
[BatchNormalization(Center = false, Scale = false, Frozen = true)]
internal sealed partial class FrozenBetween;

[Input(5, 5, 3)]
[BatchNormalization(Frozen = true)]
[Conv2D(6, 3, Activation = Activation.Sigmoid)]
[Flatten]
[Dense(5, Frozen = true)]
internal sealed partial class FrozenAtBothEnds;

[Input(7, 6, 3)]
[Conv2D(4, 3, Padding = Padding.Same, Frozen = true)]
[BatchNormalization(Frozen = true)]
[Activation(Activation.Tanh, Name = "a")]
[Conv2D(4, 3, Padding = Padding.Same, Frozen = true)]
[BatchNormalization(Frozen = true)]
[Add("a", Name = "sum")]
[Conv2D(5, 1, UseBias = false, From = "a")]
[Concatenate("sum")]
[BatchNormalization]
[GlobalAveragePool2D]
internal sealed partial class FrozenBranches;

[Input(4, 4, 2)]
[Conv2D(3, 3, Frozen = true)]
[BatchNormalization(Frozen = true)]
[Flatten]
[Dense(3, Activation.Softmax, Frozen = true)]
internal sealed partial class AllFrozen;

[Input(8, 8, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same)]
[Conv2D(16, Frozen = true)]
[BatchNormalization(Frozen = true)]
[Activation(Activation.Tanh)]
[Conv2D(16, Frozen = true)]
[BatchNormalization(Frozen = true)]
[Activation(Activation.Tanh)]
[Conv2D(16, Frozen = true)]
[BatchNormalization(Frozen = true)]
[Activation(Activation.Tanh)]
[GlobalAveragePool2D]
[Dense(3, Activation.Softmax)]
internal sealed partial class FrozenChain;

[Input(8, 8, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same)]
[Conv2D(16)]
[BatchNormalization]
[Activation(Activation.Tanh)]
[Conv2D(16)]
[BatchNormalization]
[Activation(Activation.Tanh)]
[Conv2D(16)]
[BatchNormalization]
[Activation(Activation.Tanh)]
[GlobalAveragePool2D]
[Dense(3, Activation.Softmax)]
internal sealed partial class TrainedChain;

// Dense layers of pixels are meant here.
#pragma warning disable CNN032

[Input(17, 3)]
[Conv1D(8, 3, Padding = Padding.Causal, Frozen = true)]
[PRelu(Frozen = true)]
[Conv1D(6, 2, Groups = 2, Frozen = true)]
[Dense(5, Activation.Tanh, Frozen = true)]
[SeparableConv1D(9, 3, DepthMultiplier = 2)]
[PRelu(SharedAxes = [1], Frozen = true)]
[DepthwiseConv1D(2, DepthMultiplier = 2, Frozen = true)]
[Dense(5, Frozen = true)]
[BatchNormalization]
[SeparableConv1D(4, 3, Frozen = true)]
[PRelu(SharedAxes = [1, 2])]
[Conv1D(3, 3)]
[PRelu(Frozen = true)]
internal sealed partial class FrozenSignal;
