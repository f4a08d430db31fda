using CnnGen;

namespace Architectures;

/// <summary>
/// U-Net (Ronneberger et al., "U-Net: Convolutional Networks for Biomedical Image Segmentation", 2015, figure 1), for 128 x 128 pixels,
/// with padding in place of cropping: for each pixel how likely it belongs to the object. 31,030,593 parameters.
/// </summary>
[Input(128, 128, 1)]
[Block(typeof(Convolutions), Filters = 64, Name = "down1")]
[MaxPool2D(2)]
[Block(typeof(Convolutions), Filters = 128, Name = "down2")]
[MaxPool2D(2)]
[Block(typeof(Convolutions), Filters = 256, Name = "down3")]
[MaxPool2D(2)]
[Block(typeof(Convolutions), Filters = 512, Name = "down4")]
[MaxPool2D(2)]
[Block(typeof(Convolutions), Filters = 1024)]
[Conv2DTranspose(512, 2, Strides = 2)]
[Concatenate("down4")]
[Block(typeof(Convolutions), Filters = 512)]
[Conv2DTranspose(256, 2, Strides = 2)]
[Concatenate("down3")]
[Block(typeof(Convolutions), Filters = 256)]
[Conv2DTranspose(128, 2, Strides = 2)]
[Concatenate("down2")]
[Block(typeof(Convolutions), Filters = 128)]
[Conv2DTranspose(64, 2, Strides = 2)]
[Concatenate("down1")]
[Block(typeof(Convolutions), Filters = 64)]
[Conv2D(1, 1, Activation = Activation.Sigmoid)]
public sealed partial class UNet
{
    /// <summary>Two 3 x 3 convolutions.</summary>
    [BlockInput]
    [LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Relu)]
    [Conv2D(Block.Filters)]
    [Conv2D(Block.Filters)]
    public static class Convolutions;
}
