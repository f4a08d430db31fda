using CnnGen;

namespace TinyAot;

/// <summary>
/// Clothes from 28 x 28 grey pixels. Averages over maps instead of a large dense layer keep its weights below 500 KB in float16; one mean
/// and one variance for all pixels let pictures be shifted.
/// </summary>
[Input(28, 28, 1)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Relu, KernelInitializer = Initializer.HeUniform)]
[Normalization(NormalizationAxis.Channel)]
[Conv2D(32)]
[Conv2D(32)]
[MaxPool2D(2)]
[Dropout(0.1)]
[Conv2D(64)]
[Conv2D(64)]
[MaxPool2D(2)]
[Dropout(0.2)]
[Conv2D(96)]
[Conv2D(96)]
[GlobalAveragePool2D]
[Dropout(0.3)]
[Dense(10, Activation.Softmax)]
public sealed partial class TinyCnn;
