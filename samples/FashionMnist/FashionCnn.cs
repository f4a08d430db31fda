using CnnGen;

namespace FashionSample;

/// <summary>The network of this sample. Everything else of the class is written by the generator when the project is built.</summary>
[Input(28, 28, 1)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Relu, KernelInitializer = Initializer.HeNormal)]
[Normalization]
[Conv2D(64, 7)] [MaxPool2D(2)]
[Conv2D(128)] [Conv2D(128)] [MaxPool2D(2)]
[Conv2D(256)] [Conv2D(256)] [MaxPool2D(2)]
[Flatten]
[Dense(128)] [Dropout(0.5)]
[Dense(64)]  [Dropout(0.5)]
[Dense(10, Activation.Softmax)]
public sealed partial class FashionCnn;
