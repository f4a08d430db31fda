namespace CnnGen.Tests.Networks.Zoo;

// Winograd's algorithms where the planner might choose otherwise: feature maps around every edge of a tile, channels around every vector
// width, all neighbours.

// Valid padding walks the rows down from layer to layer.
[Input(10, 9, 1)]
[LayerDefaults(KernelSize = 3, Algorithm = ConvAlgorithm.Winograd2x2)]
[Conv2D(3)]
[Conv2D(10, Activation = Activation.Relu)]
[Conv2D(24)]
internal sealed partial class Winograd2On8To3;

[Input(9, 10, 3)]
[LayerDefaults(KernelSize = 3, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(1)]
[Conv2D(16, Activation = Activation.Relu)]
[Conv2D(10)]
internal sealed partial class Winograd4On8To3;

[Input(7, 6, 24)]
[LayerDefaults(KernelSize = 3, Algorithm = ConvAlgorithm.Winograd2x2, UseBias = false)]
[Conv2D(64, Padding = Padding.Same)]
[Conv2D(3, UseBias = true)]
internal sealed partial class Winograd2On7To4;

[Input(6, 9, 64)]
[LayerDefaults(KernelSize = 3, Algorithm = ConvAlgorithm.Winograd4x4, UseBias = false)]
[Conv2D(3, Padding = Padding.Same, Activation = Activation.Tanh)]
[Conv2D(24)]
internal sealed partial class Winograd4On9To4;

[Input(16, 13, 10)]
[LayerDefaults(KernelSize = 3, Algorithm = ConvAlgorithm.Winograd2x2)]
[Conv2D(1, Padding = Padding.Same, Activation = Activation.Sigmoid)]
[Conv2D(16)]
internal sealed partial class Winograd2On16To11;

[Input(17, 15, 10)]
[LayerDefaults(KernelSize = 3, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(16, Padding = Padding.Same)]
[Conv2D(3)]
internal sealed partial class Winograd4On17To13;

// Feature maps smaller than one tile.
[Input(1, 2, 3)]
[Conv2D(16, 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(10, 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd2x2)]
internal sealed partial class WinogradOnTwoPixels;

// Each image has more strips than a block, and all images more than a round of a weight gradient; both end within an image.
[Input(48, 46, 2)]
[LayerDefaults(KernelSize = 3, Algorithm = ConvAlgorithm.Winograd2x2)]
[Conv2D(3, Padding = Padding.Same)]
[Conv2D(4)]
[AveragePool2D(8)]
[Flatten]
[Dense(4, Activation.Softmax)]
internal sealed partial class WinogradRounds;

// More input channels than a work item of a weight gradient takes, and several groups of output channels.
[Input(5, 6, 2)]
[Conv2D(130, 1)]
[Conv2D(33, 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[Flatten]
[Dense(3, Activation.Softmax)]
internal sealed partial class WinogradSlices;

// What lies before and behind: the input's preparation, pools and dropout whose outputs have borders for tiles, and a flatten.
[Input(9, 11, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[Rescaling(0.5, 0.25)]
[Normalization(NormalizationAxis.Channel)]
[Conv2D(16, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Dropout(0.25)]
[Conv2D(10)]
[Dropout(0.5)]
[Conv2D(8, Algorithm = ConvAlgorithm.Winograd2x2)]
[Flatten]
[Dense(5, Activation.Softmax)]
internal sealed partial class WinogradBetweenPoolsAndDropout;

[Input(8, 7, 6)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[DepthMaxPool(2)]
[Conv2D(12)]
[DepthMaxPool(3)]
[Conv2D(5)]
[Activation(Activation.Tanh)]
[AveragePool2D(3, Strides = 2, Padding = Padding.Same)]
[Conv2D(3)]
[GlobalAveragePool2D]
internal sealed partial class WinogradBetweenOtherPools;

// One algorithm behind the other; the defaults' leaves alone what it cannot compute.
[Input(11, 9, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(7)]
[Conv2D(9, Algorithm = ConvAlgorithm.Direct)]
[Conv2D(8, Algorithm = ConvAlgorithm.Winograd2x2)]
[Conv2D(6, 5)]
[Conv2D(4, Strides = 2)]
[Conv2D(16, Algorithm = ConvAlgorithm.Auto)]
internal sealed partial class AlgorithmsOneBehindTheOther;

// Full lanes, so that the flatten in front of the dense layer would be free but for the border of the gradient.
[Input(6, 5, 1)]
[Conv2D(64, 3, Algorithm = ConvAlgorithm.Winograd4x4)]
[Flatten]
[Dense(10, Activation.Softmax)]
internal sealed partial class WinogradIntoDense;

[Input(7, 5, 3)]
[Conv2D(8, 3, UseBias = false, Algorithm = ConvAlgorithm.Winograd2x2)]
internal sealed partial class WinogradAlone;

// The same convolution with a bias and without; smaller tiles likewise.
[Input(8, 8, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same)]
[Conv2D(8, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(8, UseBias = false, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(8, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(8, UseBias = false, Algorithm = ConvAlgorithm.Winograd2x2)]
[Conv2D(8, Algorithm = ConvAlgorithm.Winograd2x2)]
[Flatten]
[Dense(3, Activation.Softmax)]
internal sealed partial class WinogradWithAndWithoutBias;

// Forward kernels in panels: of two blocks where an image has many tiles, of four where it has few, of one where the blocks do not come out
// even. No relu and no maximum: among so many values some are always too close to call.
[Input(13, 9, 5)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(32, Activation = Activation.Sigmoid)]
[AveragePool2D(2)]
[Conv2D(64, Activation = Activation.Tanh)]
[Conv2D(128)]
[Conv2D(48)]
[Flatten]
[Dense(4, Activation.Softmax)]
internal sealed partial class WinogradPanels;

// Equal channels, but panels of two blocks before the pool and of four behind it.
[Input(13, 9, 64)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(64, Activation = Activation.Sigmoid)]
[AveragePool2D(2)]
[Conv2D(64, Activation = Activation.Tanh)]
[GlobalAveragePool2D]
internal sealed partial class WinogradPanelsOfEqualChannels;

// Pools that prediction computes where a convolution stores its tiles: whole tiles, tiles cut to two and to three, a border around what is
// stored.
[Input(14, 15, 2)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(3)]
[MaxPool2D(2)]
[Conv2D(5, Activation = Activation.Relu)]
[MaxPool2D(2)]
internal sealed partial class WinogradIntoPools;

// Full lanes, so that the flatten behind the pool is free, too.
[Input(7, 6, 2)]
[Conv2D(16, 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[MaxPool2D(2)]
[Flatten]
[Dense(4, Activation.Softmax)]
internal sealed partial class WinogradIntoPoolAndDense;

// The same with the smaller tile; dropout behind the pool is the pool's own buffer, and the last pool is the output.
[Input(8, 12, 2)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd2x2)]
[Conv2D(24, UseBias = false)]
[MaxPool2D(2, Padding = Padding.Same)]
[Dropout(0.25)]
[Conv2D(5, Activation = Activation.Relu)]
[MaxPool2D(2)]
internal sealed partial class Winograd2IntoPools;

// Pools that stay passes of their own: a tile with one row, windows that overlap, that are padded, that skip pixels.
[Input(13, 18, 3)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.Winograd4x4)]
[Conv2D(6)]
[MaxPool2D(2)]
[Conv2D(5, Activation = Activation.Tanh)]
[MaxPool2D(3, Strides = 2)]
[Conv2D(3, 2, Padding = Padding.Valid)]
[Conv2D(4)]
[MaxPool2D(2, Strides = 1, Padding = Padding.Same)]
internal sealed partial class WinogradBeforePools;
