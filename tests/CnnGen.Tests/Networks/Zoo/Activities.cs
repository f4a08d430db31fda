namespace CnnGen.Tests.Networks.Zoo;

// Outputs that cost something: first and last, twice in a row, on branches, behind every layer that can say so, in front of what else would
// do a layer's work along with its own: pools, activations, batch normalizations.

[Input(7, 6, 3)]
[ActivityRegularization(L1 = 0.01, L2 = 0.02)]
[Conv2D(10, 3, Padding = Padding.Same, Activation = Activation.Tanh, ActivityRegularizerL2 = 0.05)]
[MaxPool2D(2)]
[Conv2D(17, 2, ActivityRegularizerL1 = 0.02)]
[ActivityRegularization(L2 = 0.01)]
[Activation(Activation.Sigmoid)]
[Flatten]
[Dense(9, Activation.Sigmoid, ActivityRegularizerL1 = 0.03, ActivityRegularizerL2 = 0.01)]
[Dense(5, Activation.Softmax)]
internal sealed partial class PenalizedActivities;

[Input(9, 8, 4)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, ActivityRegularizerL2 = 0.003)]
[Conv2D(19, Activation = Activation.Tanh, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(16, Activation = Activation.Sigmoid, Algorithm = ConvAlgorithm.Winograd2x2, ActivityRegularizerL1 = 0.004)]
[AveragePool2D(2)]
[DepthwiseConv2D(DepthMultiplier = 2, Activation = Activation.Silu)]
[SeparableConv2D(7, Activation = Activation.Elu)]
[Conv2DTranspose(5, Strides = 2, Activation = Activation.Softplus)]
[Conv2D(10, Groups = 5, Padding = Padding.Valid, ActivityRegularizerL2 = 0, Name = "free")]
[Reshape(1, 36, 10)]
[GlobalAveragePool2D]
[Dense(3, Activation.Softmax, ActivityRegularizerL1 = 0.01)]
internal sealed partial class EveryPenalizedLayer;

[Input(20, 6)]
[Conv1D(18, 3, Activation = Activation.Gelu, ActivityRegularizerL2 = 0.02)]
[DepthwiseConv1D(3, ActivityRegularizerL1 = 0.01)]
[SeparableConv1D(4, 3, Activation = Activation.Tanh, ActivityRegularizerL2 = 0.02)]
[GlobalMaxPool1D]
[Dense(4, Activation.Softmax)]
internal sealed partial class PenalizedSequence;

[Input(6, 5, 2)]
[Conv2D(12, 3, Padding = Padding.Same, ActivityRegularizerL2 = 0.03)]
[BatchNormalization]
[ActivityRegularization(L2 = 0.02)]
[Activation(Activation.Sigmoid)]
[Conv2D(12, 3, Padding = Padding.Same)]
[ActivityRegularization(L2 = 0.01)]
[BatchNormalization]
[ActivityRegularization(L2 = 0.02)]
[Conv2D(20, 1, Activation = Activation.Tanh)]
[ActivityRegularization]
[GlobalAveragePool2D]
[ActivityRegularization(L2 = 0.5)]
[Dense(6, Activation.Softmax)]
internal sealed partial class PenalizedNormalizations;

// Gradients that others have, too: sums hand on one buffer to all that they are of, which none of them may change.
[Input(5, 4, 4)]
[Conv2D(8, 3, Padding = Padding.Same, Name = "x")]
[ActivityRegularization(L2 = 0.05, Name = "y")]
[ActivityRegularization(L1 = 0.02, L2 = 0.01)]
[Add("x", Name = "z")]
[ActivityRegularization(L2 = 0.02)]
[Conv2D(8, 3, Padding = Padding.Same, ActivityRegularizerL2 = 0.04, Name = "w")]
[Conv2D(8, 3, Padding = Padding.Same, From = "y", ActivityRegularizerL1 = 0.03)]
[GaussianNoise(0.1)]
[Add("w", "z")]
[ActivityRegularization(L2 = 0.03)]
[SpatialDropout2D(0.3)]
[Concatenate("y")]
[GlobalAveragePool2D]
[Dense(3, Activation.Softmax)]
[Output("z")]
internal sealed partial class PenalizedBranches;

// Nothing before the penalties is trained, or nothing at all: they are in the loss, and there is no way back to them.
[Input(8, 8, 3)]
[Conv2D(16, 3, Padding = Padding.Same, Frozen = true, Activation = Activation.Relu, ActivityRegularizerL2 = 0.02)]
[MaxPool2D(2)]
[Conv2D(12, 3, Frozen = true, ActivityRegularizerL1 = 0.02)]
[BatchNormalization(Frozen = true)]
[ActivityRegularization(L2 = 0.01)]
[Conv2D(9, 2, ActivityRegularizerL2 = 0.03)]
[Conv2D(7, 1, Frozen = true, Activation = Activation.Tanh, ActivityRegularizerL1 = 0.05)]
[Flatten]
[Dense(4, Activation.Softmax)]
internal sealed partial class PenalizedFrozen;

// What the network gives costs something, too: behind a softmax there is no loss that is computed with it.
[Input(3, 3, 5)]
[Flatten]
[Dense(11, Activation.Relu)]
[Dense(4, Activation.Softmax, ActivityRegularizerL1 = 0.1, ActivityRegularizerL2 = 0.3)]
internal sealed partial class PenalizedProbabilities;

// The end is the softmax in front of it.
[Input(3, 3, 5)]
[Flatten]
[Dense(4, Activation.Softmax)]
[ActivityRegularization(L1 = 0.1, L2 = 0.3)]
internal sealed partial class PenalizedEnd;
