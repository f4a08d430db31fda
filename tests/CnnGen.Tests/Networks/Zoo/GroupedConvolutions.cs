namespace CnnGen.Tests.Networks.Zoo;

// Groups of one and several channels, to as many, fewer and more filters; strides, dilation, all kinds of blocks.

[Input(6, 7, 4)]
[Conv2D(6, 3, Groups = 2, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(3, 2, Groups = 3)]
[Conv2D(9, 2, 1, Groups = 3, UseBias = false)]
[Conv2D(9, 1, 2, Groups = 9)]
internal sealed partial class Groups3To9;

[Input(7, 6, 8)]
[Conv2D(16, 3, Groups = 4, Strides = 2, Padding = Padding.Same, Activation = Activation.Tanh)]
[Dropout(0.3)]
[Conv2D(32, 1, Groups = 2)]
[Conv2D(8, 3, Groups = 8, Padding = Padding.Same, Activation = Activation.Gelu)]
[Conv2D(24, 2, Groups = 8, StrideWidth = 2)]
[Flatten]
[Dense(4, Activation.Softmax)]
internal sealed partial class Groups8To32;

[Input(9, 10, 6)]
[Conv2D(6, 1)]
[Conv2D(10, 3, Groups = 2, Dilation = 2, Padding = Padding.Same)]
[Conv2D(15, 3, 2, Groups = 5, DilationHeight = 3)]
[Conv2D(3, 1, 3, Groups = 3, DilationWidth = 2)]
[GlobalAveragePool2D]
[Dense(3, Activation.Softmax)]
internal sealed partial class DilatedGroups;

[Input(5, 5, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(34, Name = "stem")]
[Conv2D(34, Groups = 2)]
[Add("stem")]
[Conv2D(17, Groups = 17, Strides = 3)]
internal sealed partial class WideGroups;
