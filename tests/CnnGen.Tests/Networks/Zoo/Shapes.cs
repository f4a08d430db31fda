namespace CnnGen.Tests.Networks.Zoo;

// Layers that move values or repeat them: first, last, behind each other, on branches, with channels around every width of vectors.

[Input(5, 7, 3)]
[Conv2D(17, 3, Activation = Activation.Relu)]
[GlobalMaxPool2D]
[Dense(5, Activation.Softmax)]
internal sealed partial class GlobalMaximum;

// Maps of more pixels than a window is written out for, and a pool that the convolution before it could compute.
[Input(11, 9, 2)]
[Conv2D(5, 2, Name = "wide")]
[GlobalMaxPool2D]
[Conv2D(5, 3, Padding = Padding.Same, From = "wide", Strides = 5)]
[Conv2D(5, 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd2x2)]
[GlobalMaxPool2D]
[Add("global_max_pooling2d")]
internal sealed partial class GlobalMaximaOfLargeAndSmall;

// Squeeze and excitation with convolutions of the one pixel that the pools keep.
[Input(6, 5, 3)]
[Conv2D(9, 3, Padding = Padding.Same, Name = "x")]
[GlobalMaxPool2D(KeepDims = true, Name = "largest")]
[GlobalAveragePool2D(KeepDims = true, From = "x")]
[Add("largest")]
[Conv2D(4, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(9, 1, Activation = Activation.Sigmoid)]
[Multiply("x")]
[GlobalAveragePool2D(KeepDims = true)]
internal sealed partial class PoolsThatKeepDimensions;

[Input(4, 5, 3)]
[ZeroPadding2D]
[Conv2D(8, 3, Strides = 2, Activation = Activation.Relu)]
[ZeroPadding2D(0, 1, 0, 1)]
[DepthwiseConv2D(3, Strides = 2)]
[ZeroPadding2D(2, 1)]
[MaxPool2D(3, Strides = 2)]
[Flatten]
[Dense(3, Activation.Softmax)]
internal sealed partial class PaddingInFrontOfWindows;

// Two frames around each other; nobody pads what is padded already, where something else writes into it or reads it too.
[Input(3, 4, 2)]
[Conv2D(5, 2, Activation = Activation.Relu, Name = "x")]
[ZeroPadding2D(1, 0, 2, 1)]
[ZeroPadding2D(1, Name = "twice")]
[Conv2D(9, 3, Padding = Padding.Same)]
[ZeroPadding2D(1, 2, From = "x", Name = "other")]
[BatchNormalization]
[Activation(Activation.Sigmoid)]
[Cropping2D(0, 0, 1, 1)]
[Add("twice", From = "twice")]
[Dropout(0.4)]
[ZeroPadding2D(3)]
[Conv2D(3, 2, Strides = 2, Name = "last")]
[ZeroPadding2D(1, Name = "nothing_behind")]
[GlobalMaxPool2D(KeepDims = true, From = "last")]
[Output("nothing_behind")]
[Output("other")]
[Output("batch_normalization")]
[Output("cropping2d")]
[Output("conv2d")]
internal sealed partial class PaddingOnBranches;

// A pool that the convolution before it computes in prediction, into the middle of what is padded.
[Input(8, 8, 3)]
[Conv2D(16, 3, Padding = Padding.Same, Activation = Activation.Relu, Algorithm = ConvAlgorithm.Winograd4x4)]
[MaxPool2D(2)]
[ZeroPadding2D(1)]
[Conv2D(16, 3, Algorithm = ConvAlgorithm.Winograd2x2)]
[ZeroPadding2D(1)]
[ZeroPadding2D(0, 1, 2, 0)]
[BatchNormalization]
[ZeroPadding2D(0, 1, 1, 0)]
[Conv2D(7, 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[GlobalAveragePool2D]
internal sealed partial class PaddingBetweenWinograd;

[Input(7, 6, 3)]
[Cropping2D(1)]
[Conv2D(17, 2, Activation = Activation.Tanh)]
[Cropping2D(1, 0)]
[Conv2D(4, 3, Padding = Padding.Same)]
[Cropping2D(0, 1, 2, 0)]
internal sealed partial class Croppings;

// A crop of the whole, and one that leaves a pixel.
[Input(5, 5, 4)]
[Conv2D(5, 1, Name = "x")]
[Cropping2D(0)]
[Cropping2D(2, 2, 1, 3)]
[Multiply("x")]
internal sealed partial class CroppedToAPixel;

[Input(3, 4, 3)]
[UpSampling2D]
[Conv2D(9, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[UpSampling2D(1, 3)]
[UpSampling2D(2, Interpolation = Interpolation.Bilinear)]
[Conv2D(4, 3, Padding = Padding.Same)]
[UpSampling2D(3, 1, Interpolation = Interpolation.Bilinear)]
internal sealed partial class UpSamplings;

// Windows of more taps than are written out; a single row, whose rows are repeated.
[Input(1, 3, 2)]
[Conv2D(17, 1, Name = "x")]
[UpSampling2D(9, 8, Name = "repeated")]
[UpSampling2D(9, 8, Interpolation = Interpolation.Bilinear, From = "x")]
[Subtract("repeated")]
[GlobalAveragePool2D]
[Dense(3, Activation.Softmax)]
internal sealed partial class LargeUpSamplings;

// Maps of other sizes, larger and smaller, first and last, with channels around every width of vectors.
[Input(5, 7, 3)]
[Resizing(8, 4)]
[Conv2D(17, 2, Activation = Activation.Relu)]
[Resizing(3, 9)]
[Conv2D(4, 2)]
[Resizing(7, 5, Interpolation = Interpolation.Nearest)]
[Conv2D(16, 3)]
[Resizing(2, 2, Interpolation = Interpolation.Nearest)]
[Conv2D(1, 1)]
[Resizing(3, 5)]
internal sealed partial class Resizings;

// Twice in a row, from a single row and to one, of the size there is, and what repeats pixels.
[Input(1, 5, 2)]
[Conv2D(9, 1, Name = "x")]
[Resizing(4, 10, Interpolation = Interpolation.Nearest)]
[Resizing(4, 10)]
[Resizing(4, 10, Interpolation = Interpolation.Nearest)]
[Resizing(1, 5)]
[Add("x")]
[Resizing(3, 1)]
[Resizing(1, 3)]
[GlobalAveragePool2D]
[Dense(3, Activation.Softmax)]
internal sealed partial class ResizingsInARow;

// What is left of an odd and of an even number of rows and columns, in front of windows that reach past the edges.
[Input(9, 8, 3)]
[CenterCrop(8, 5)]
[Conv2D(8, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[CenterCrop(5, 5)]
[CenterCrop(2, 4)]
[Conv2D(5, 2, Padding = Padding.Same)]
[CenterCrop(1, 1)]
internal sealed partial class CenterCrops;

// The shape of a U-Net.
[Input(6, 7, 3)]
[Conv2D(8, 3, Padding = Padding.Same, Activation = Activation.Relu, Name = "left")]
[MaxPool2D(2, Padding = Padding.Same)]
[Conv2D(16, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[UpSampling2D(2, Interpolation = Interpolation.Bilinear)]
[Cropping2D(0, 0, 0, 1)]
[Concatenate("left")]
[Conv2D(5, 3, Padding = Padding.Same)]
[GlobalMaxPool2D]
[Activation(Activation.Softmax)]
internal sealed partial class SmallUNet;

[Input(4, 3, 2)]
[Reshape(2, 3, 4)]
[Conv2D(8, 2, Activation = Activation.Relu)]
[Reshape(4, 1, 4)]
[Reshape(16)]
[Dense(32, Activation.Tanh)]
[Reshape(2, 2, 8)]
[Conv2D(3, 3, Padding = Padding.Same)]
[Reshape(2, 6, 1)]
[Conv2D(9, 1, 3)]
[Reshape(72)]
[Dense(9)]
[Reshape(3, 3, 1)]
internal sealed partial class Reshapes;

// Vectors and maps that lie alike, with gradients that are one buffer and are summed.
[Input(3, 3, 16)]
[Conv2D(16, 1, Activation = Activation.Relu, Name = "map")]
[Reshape(9, 1, 16)]
[Reshape(3, 3, 16)]
[Add("map", Name = "sum")]
[Reshape(144, Name = "vector")]
[Reshape(1, 9, 16)]
[Conv2D(16, 1, 3, Padding = Padding.Same)]
[Reshape(144)]
[Add("vector")]
[Dropout(0.3)]
[Dense(3, Activation.Softmax)]
internal sealed partial class ReshapesOnBranches;

[Input(4, 5, 3)]
[Permute(2, 1, 3)]
[Conv2D(9, 2, Activation = Activation.Relu)]
[Permute(3, 1, 2)]
[Conv2D(16, 2)]
[Permute(2, 3, 1)]
[Permute(1, 3, 2)]
[Conv2D(5, 1)]
[Permute(3, 2, 1)]
internal sealed partial class Permutations;

[Input(2, 3, 12)]
[DepthToSpace(2)]
[Conv2D(64, 2, Activation = Activation.Relu)]
[DepthToSpace(2)]
[Conv2D(5, 3, Padding = Padding.Same)]
[SpaceToDepth(2)]
[Conv2D(8, 1)]
[SpaceToDepth(1)]
internal sealed partial class DepthAndSpace;

[Input(6, 3, 1)]
[SpaceToDepth(3)]
[Conv2D(9, 1, Name = "x")]
[DepthToSpace(3)]
[Conv2D(2, 3, Padding = Padding.Same)]
[SpaceToDepth(3)]
[Concatenate("x")]
[Flatten]
[Dense(4, Activation.Softmax)]
internal sealed partial class SpaceAndDepth;
