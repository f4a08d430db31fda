namespace CnnGen.Tests.Networks.Zoo;

// Maps that grow: channels around every vector width, strides up to beyond the kernel, cut off or not, with rows and columns to spare.

[Input(3, 4, 2)]
[Conv2DTranspose(3, 3)]
[Conv2DTranspose(5, 2, Strides = 2, Activation = Activation.Relu)]
[Conv2DTranspose(1, 2, 3, StrideHeight = 3, UseBias = false)]
[Conv2D(2, 3)]
internal sealed partial class TransposedOver1To5;

[Input(3, 3, 9)]
[Conv2DTranspose(8, 3, Strides = 2, Padding = Padding.Same, Activation = Activation.Tanh)]
[Conv2DTranspose(16, 3, Padding = Padding.Same, Activation = Activation.Gelu)]
[Dropout(0.3)]
[Conv2DTranspose(17, 4, Strides = 2, Padding = Padding.Same)]
[GlobalAveragePool2D]
[Dense(3, Activation.Softmax)]
internal sealed partial class TransposedOver8To17;

[Input(4, 3, 3)]
[Conv2DTranspose(4, 3, Strides = 2, OutputPadding = 1)]
[Conv2DTranspose(7, 3, Strides = 2, Padding = Padding.Same, OutputPadding = 1)]
[Conv2DTranspose(2, 2, Strides = 3, Padding = Padding.Same, OutputPadding = 0)]
[Flatten]
[Dense(3)]
internal sealed partial class TransposedOutputPadding;

[Input(1, 1, 33)]
[Conv2DTranspose(32, 1, Strides = 3)]
[Conv2DTranspose(5, 5, Strides = 4, Padding = Padding.Same)]
[MaxPool2D(2)]
[Flatten]
[Dense(4, Activation.Softmax)]
internal sealed partial class TransposedFromOnePixel;

// What a U-Net does: down, up again, and both side by side.
[Input(8, 8, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Tanh)]
[Conv2D(8, Name = "down")]
[AveragePool2D(2)]
[Conv2D(16)]
[Conv2DTranspose(8, 2, Strides = 2)]
[Concatenate("down")]
[Conv2D(4)]
[Flatten]
[Dense(3, Activation.Softmax)]
internal sealed partial class TransposedInAU;
