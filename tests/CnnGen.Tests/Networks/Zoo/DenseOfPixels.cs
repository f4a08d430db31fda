namespace CnnGen.Tests.Networks.Zoo;

// Dense layers on feature maps, which work on the channels of each pixel. That is meant here.

[Input(5, 6, 3)]
[Dense(8, Activation.Relu)]
[Conv2D(17, 3, Padding = Padding.Same)]
[Dense(9, Activation.Gelu)]
[Dense(1, UseBias = false)]
[BatchNormalization]
[Dense(16)]
[MaxPool2D(2)]
[Dense(4, Activation.Softmax)]
[Rescaling(2)]
internal sealed partial class DenseLayersOfPixels;

// Squeeze and excitation of a map of one pixel, and a network that ends in a vector.
[Input(4, 4, 2)]
[Conv2D(12, 2, Activation = Activation.Tanh, Name = "x")]
[GlobalAveragePool2D(KeepDims = true)]
[Dense(3, Activation.Relu)]
[Dense(12, Activation.Sigmoid)]
[Multiply("x")]
[Dense(5)]
[Flatten]
[Dense(7, Activation.Softmax)]
internal sealed partial class DenseExcitation;
