namespace CnnGen.Tests.Networks.Zoo;

// Sequences: every layer of them, first and last, with channels around every width of vectors.

[Input(23, 3)]
[Conv1D(17, 5, Activation = Activation.Relu)]
[MaxPool1D]
[Conv1D(4, 3, Padding = Padding.Same, Strides = 2)]
[BatchNormalization]
[PRelu(SharedAxes = [1])]
[Conv1D(8, 2, UseBias = false)]
[GlobalAveragePool1D]
[Dense(5, Activation.Softmax)]
internal sealed partial class Signal;

// Causal and dilated, with residual connections, as in temporal convolutional networks.
[Input(19, 2)]
[LayerDefaults(KernelSize = 3, Activation = Activation.Tanh)]
[Conv1D(8, Padding = Padding.Causal, Name = "x")]
[Conv1D(8, Padding = Padding.Causal, Dilation = 2)]
[Conv1D(8, 1, Activation = Activation.Linear)]
[Add("x", Name = "y")]
[Conv1D(9, Padding = Padding.Causal, Dilation = 4, UseBias = false)]
[Conv1D(8, 2, Padding = Padding.Causal, Strides = 3)]
[Conv1D(16, 4, Padding = Padding.Causal, Groups = 4)]
[Flatten]
[Dense(3, Activation.Softmax)]
internal sealed partial class Causal;

// Of these only Conv1D can be causal.
[Input(13, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Causal)]
[Conv1D(5)]
[DepthwiseConv1D]
[Conv1D(8, Padding = Padding.Same)]
[SeparableConv1D(4)]
[Conv1D(9, Dilation = 2)]
[Conv2D(2, 1, 2)]
internal sealed partial class CausalByDefault;

[Input(14, 4)]
[Normalization]
[DepthwiseConv1D(3, Padding = Padding.Same, DepthMultiplier = 2)]
[SeparableConv1D(15, 4, Strides = 2, Activation = Activation.Silu)]
[AveragePool1D(2, Padding = Padding.Same)]
[SeparableConv1D(5, 2, DepthMultiplier = 2, Dilation = 2)]
[DepthwiseConv1D(1, Activation = Activation.Sigmoid)]
[GlobalMaxPool1D(KeepDims = true)]
internal sealed partial class SeparableSignal;

[Input(9, 3)]
[ZeroPadding1D]
[Conv1D(16, 3, Groups = 1)]
[ZeroPadding1D(2, 0)]
[Cropping1D(0, 1)]
[UpSampling1D(3)]
[Conv1D(1, 4, Dilation = 3)]
[Cropping1D]
[AveragePool1D(3, Strides = 1)]
[UpSampling1D]
[MaxPool1D(4, Strides = 3, Padding = Padding.Same)]
internal sealed partial class MovedSignal;

// Layers of maps on sequences, and sequences of a map of one row, which becomes one of several.
[Input(1, 12, 2)]
[Conv1D(6, 3)]
[Conv2D(4, 1, 2)]
[MaxPool1D(2, Strides = 1)]
[Reshape(2, 4, 4)]
[Conv2D(5, 2, Padding = Padding.Same)]
[GlobalMaxPool2D(KeepDims = true)]
[Conv1D(4, 1)]
[GlobalMaxPool1D]
[Dense(3, Activation.Softmax)]
internal sealed partial class SignalAndMap;
