namespace CnnGen.Tests.Networks.Zoo;

// Layers with several readers, layers that read several, and outputs besides the last layer.

// y = x + relu(x): the skip value is read after the relu.
[Input(4, 5, 3)]
[Conv2D(6, 2, Name = "x")]
[Activation(Activation.Relu)]
[Add("x")]
internal sealed partial class SkipOverRelu;

[Input(6, 6, 3)]
[Conv2D(8, 3, Padding = Padding.Same, Activation = Activation.Relu, Name = "stem")]
[Conv2D(8, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(8, 3, Padding = Padding.Same)]
[Add("stem")]
[Activation(Activation.Relu)]
[GlobalAveragePool2D]
[Dense(4, Activation.Softmax)]
internal sealed partial class ResidualBlock;

// The skip has a convolution of its own; both ways are strided.
[Input(9, 8, 5)]
[Conv2D(7, 3, Padding = Padding.Same, Name = "x")]
[Conv2D(9, 3, Strides = 2, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(9, 3, Padding = Padding.Same, Name = "path")]
[Conv2D(9, 1, Strides = 2, From = "x", Name = "shortcut")]
[Add("path")]
[Activation(Activation.Relu)]
internal sealed partial class StridedResidualBlock;

[Input(5, 4, 2)]
[Conv2D(5, 2)]
[Add("conv2d")]
internal sealed partial class AddWithItself;

[Input(5, 4, 2)]
[Conv2D(5, 2)]
[Concatenate("conv2d", "conv2d")]
[Conv2D(3, 1)]
internal sealed partial class ConcatenateWithItself;

[Input(6, 5, 3)]
[Conv2D(3, 3, Padding = Padding.Same, Activation = Activation.Relu, Name = "a")]
[Conv2D(17, 3, Padding = Padding.Same, From = "input", Name = "b")]
[MaxPool2D(3, Strides = 1, Padding = Padding.Same, From = "input", Name = "c")]
[Concatenate("a", "b", "input")]
[Conv2D(8, 3)]
[Flatten]
[Dense(3, Activation.Softmax)]
internal sealed partial class Inception;

// Every layer reads all before it.
[Input(5, 5, 4)]
[Conv2D(3, 3, Padding = Padding.Same, Activation = Activation.Relu, Name = "a")]
[Concatenate("input", Name = "ab")]
[Conv2D(3, 3, Padding = Padding.Same, Activation = Activation.Relu, Name = "b")]
[Concatenate("ab", Name = "abc")]
[Conv2D(3, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Concatenate("abc")]
[GlobalAveragePool2D]
[Dense(5, Activation.Softmax)]
internal sealed partial class DenselyConnected;

// Squeeze and excitation: vectors of one pixel count for every pixel.
[Input(5, 6, 3)]
[Conv2D(9, 3, Padding = Padding.Same, Name = "x")]
[GlobalAveragePool2D]
[Dense(4, Activation.Relu)]
[Dense(9, Activation.Sigmoid)]
[Multiply("x")]
[Conv2D(3, 2)]
internal sealed partial class SqueezeAndExcitation;

[Input(4, 5, 2)]
[Conv2D(17, 2, Name = "x")]
[Conv2D(17, 3, 4, Name = "pixel")]
[Add("x", From = "pixel", Name = "sum")]
[Subtract("pixel", From = "sum")]
[Average("pixel", "sum")]
[Maximum("pixel")]
[Minimum("pixel", "x")]
internal sealed partial class BroadcastByEveryMerge;

// CBAM: a factor for each channel, then one for each pixel.
[Input(5, 6, 3)]
[Conv2D(17, 3, Padding = Padding.Same, Activation = Activation.Tanh, Name = "x")]
[GlobalAveragePool2D(KeepDims = true)]
[Dense(4, Activation.Tanh)]
[Dense(17, Activation.Sigmoid)]
[Multiply("x", Name = "channels")]
[Conv2D(2, 1)]
[Conv2D(1, 5, Padding = Padding.Same, Activation = Activation.Sigmoid)]
[Multiply("channels")]
[Conv2D(3, 2)]
internal sealed partial class ChannelAndSpatialAttention;

// Rows, columns, channels and single values that count for all, of every merge layer; two that each count for what the other has.
[Input(4, 5, 2)]
[Conv2D(9, 2, Padding = Padding.Same, Name = "x")]
[Conv2D(9, 4, 1, Name = "row")]
[Conv2D(9, 1, 5, From = "x", Name = "column")]
[Conv2D(1, 1, From = "x", Name = "map")]
[Conv2D(1, 4, 1, From = "x", Name = "narrowRow")]
[Conv2D(1, 1, 5, From = "x", Name = "narrowColumn")]
[Conv2D(1, 4, 5, From = "x", Name = "value")]
[Add("column", From = "row", Name = "outer")]
[Subtract("row", From = "outer")]
[Multiply("map", "column")]
[Activation(Activation.Tanh)]
[Average("narrowRow", "x")]
[Maximum("narrowColumn", "value")]
[Minimum("outer")]
[Add("value", Name = "sum")]
[Multiply("narrowColumn", From = "narrowRow", Name = "product")]
[Subtract("sum")]
internal sealed partial class EveryExtentOfOne;

// A vector with a single unit counts for all values of a map.
[Input(3, 4, 5)]
[Conv2D(16, 1, Name = "x")]
[GlobalAveragePool2D(Name = "means")]
[Dense(1, Activation.Sigmoid)]
[Multiply("means", Name = "scaled")]
[Add("x")]
[Dropout(0.25)]
[Flatten]
[Dense(3, Activation.Softmax)]
internal sealed partial class ValueForAll;

[Input(6, 3)]
[Conv1D(8, 3, Padding = Padding.Causal, Name = "x")]
[Conv1D(1, 1, Activation = Activation.Sigmoid)]
[Multiply("x")]
[GlobalAveragePool1D(KeepDims = true)]
[Subtract("x")]
internal sealed partial class SequenceAttention;

[Input(4, 4, 3)]
[Conv2D(5, 1, Name = "a")]
[Conv2D(5, 1, From = "input", Name = "b", Activation = Activation.Tanh)]
[Conv2D(5, 1, From = "input", Name = "c", Activation = Activation.Relu)]
[Subtract("b", From = "a", Name = "difference")]
[Multiply("a", "b", From = "c", Name = "product")]
[Maximum("a", "b", From = "c", Name = "largest")]
[Minimum("b", "c", From = "a", Name = "smallest")]
[Average("difference", "product", "largest")]
internal sealed partial class EveryMerge;

// A sum whose inputs have activations that they apply in place on the way back, and one that is the sum of another.
[Input(5, 5, 2)]
[Conv2D(4, 3, Activation = Activation.Relu, Name = "a")]
[Conv2D(4, 3, From = "input", Activation = Activation.Sigmoid, Name = "b")]
[Add("a", Name = "first")]
[Add("b", "first", From = "a")]
[Add("first")]
internal sealed partial class SumsOfSums;

// Flattens share their gradients, and so do the sums behind them.
[Input(3, 3, 16)]
[Conv2D(16, 1, Activation = Activation.Relu, Name = "map")]
[Flatten(Name = "one")]
[Flatten(From = "map", Name = "two")]
[Add("one")]
[Dense(5, Activation.Softmax)]
internal sealed partial class SumOfFlattens;

// A layer that is read by windows of several sizes, with dropout between.
[Input(7, 6, 3)]
[Conv2D(8, 3, Padding = Padding.Same, Activation = Activation.Relu, Name = "x")]
[Dropout(0.3)]
[Conv2D(6, 5, Padding = Padding.Same, Name = "wide")]
[Conv2D(6, 3, Padding = Padding.Same, From = "x", Name = "narrow")]
[Dropout(0.5, From = "x")]
[Conv2D(6, 1)]
[Add("wide", "narrow")]
[Dropout(0.2)]
[GlobalAveragePool2D]
[Dense(3, Activation.Softmax)]
internal sealed partial class DropoutOnBranches;

// A branch from the raw input does not read normalized data.
[Input(4, 4, 3)]
[Normalization(NormalizationAxis.Channel)]
[Conv2D(4, 3, Padding = Padding.Same, Name = "normalized")]
[Conv2D(4, 3, Padding = Padding.Same, From = "input")]
[Add("normalized")]
internal sealed partial class RawAndNormalized;

[Input(4, 4, 2)]
[Rescaling(0.5, -0.25)]
[Normalization(Name = "standard")]
[Conv2D(4, 3, Padding = Padding.Same)]
[Concatenate("standard")]
[Flatten]
[Dense(3, Activation.Softmax)]
internal sealed partial class NormalizedTwiceRead;

// The rescaling is read by others, so the normalization behind it is a layer like any other.
[Input(4, 4, 2)]
[Rescaling(0.5, -0.25)]
[Normalization(Name = "standard")]
[Conv2D(4, 3, Padding = Padding.Same)]
[Concatenate("rescaling", "standard")]
[Conv2D(3, 1)]
internal sealed partial class NormalizedAndNot;

// The pool cannot be part of the convolution, whose output is read elsewhere too.
[Input(8, 8, 3)]
[Conv2D(16, 3, Padding = Padding.Same, Activation = Activation.Relu, Algorithm = ConvAlgorithm.Winograd4x4, Name = "x")]
[MaxPool2D(2)]
[Conv2D(16, 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd2x2)]
[Conv2D(16, 2, Strides = 2, From = "x")]
[Add("conv2d")]
internal sealed partial class SkipOverPool;

// Outputs besides the last layer: one that is read inside, one that nobody reads, the input itself.
[Input(5, 5, 3)]
[Conv2D(7, 3, Activation = Activation.Relu, Name = "features")]
[GlobalAveragePool2D(Name = "pooled")]
[Dense(4, Activation.Softmax, Name = "classes")]
[Conv2D(2, 3, Padding = Padding.Same, From = "features", Name = "map")]
[Dense(3, From = "pooled")]
[Output("features")]
[Output("classes")]
[Output("map")]
[Output("input")]
internal sealed partial class SeveralOutputs;

[Input(3, 3, 2)]
[Flatten]
[Dense(4, Name = "logits")]
[Activation(Activation.Softmax)]
[Output("logits")]
internal sealed partial class LogitsAndProbabilities;
