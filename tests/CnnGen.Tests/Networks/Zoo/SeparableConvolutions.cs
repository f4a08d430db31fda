namespace CnnGen.Tests.Networks.Zoo;

// Two convolutions that are one layer with three parameters: first, in a row, with and without copies of channels, last.

[Input(7, 6, 1)]
[SeparableConv2D(3, 3, Padding = Padding.Same)]
[SeparableConv2D(5, 2, Activation = Activation.Relu)]
[SeparableConv2D(9, 2, 3, Strides = 2, DepthMultiplier = 2, UseBias = false)]
internal sealed partial class SeparableOver1To9;

[Input(6, 8, 8)]
[SeparableConv2D(16, 3, Dilation = 2, Padding = Padding.Same, Activation = Activation.Gelu)]
[SeparableConv2D(17, 3, Padding = Padding.Same, DepthMultiplier = 3, Activation = Activation.Tanh)]
[Dropout(0.3)]
[SeparableConv2D(4, 1, DepthMultiplier = 1)]
[GlobalAveragePool2D]
[Dense(3, Activation.Softmax)]
internal sealed partial class SeparableOver8To17;

[Input(6, 6, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Relu, UseBias = false)]
[SeparableConv2D(8, Name = "stem")]
[SeparableConv2D(8)]
[Add("stem")]
[SeparableConv2D(6, Strides = 2)]
[Flatten]
[Dense(4, Activation.Softmax, UseBias = true)]
internal sealed partial class SeparableBranches;
