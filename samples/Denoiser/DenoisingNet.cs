using CnnGen;

namespace DenoiserSample;

/// <summary>
/// A small U-Net (Ronneberger et al., 2015): what a picture shows is found at a quarter of its size, where it is, in the layers that are
/// joined on the way back. It ends in a picture: for each pixel how light it is, from 0 to 1.
/// </summary>
[Input(28, 28, 1)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Relu, KernelInitializer = Initializer.HeNormal)]
[Rescaling(1.0 / 255)]
[Conv2D(16)]
[Conv2D(16, Name = "fine")]
[MaxPool2D(2)]
[Conv2D(32)]
[Conv2D(32, Name = "middle")]
[MaxPool2D(2)]
[Conv2D(64)]
[Conv2D(64)]
[Conv2DTranspose(32, 2, Strides = 2)]
[Concatenate("middle")]
[Conv2D(32)]
[Conv2DTranspose(16, 2, Strides = 2)]
[Concatenate("fine")]
[Conv2D(16)]
[Conv2D(1, 1, Activation = Activation.Sigmoid)]
public sealed partial class DenoisingNet;
