using CnnGen;
using CnnGen.Images;

/// <summary>
/// The network: an attribute for each layer. What it is made of is checked while you type, and the rest of the class is written when the
/// project is built.
/// </summary>
#if (pictures)
[Input(64, 64, 3)]
#else
[Input(28, 28, 1)]
#endif
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Relu, KernelInitializer = Initializer.HeUniform)]
[Normalization(NormalizationAxis.Channel)]
[Conv2D(32)] [Conv2D(32)] [MaxPool2D(2)] [Dropout(0.1)]
[Conv2D(64)] [Conv2D(64)] [MaxPool2D(2)] [Dropout(0.2)]
[Conv2D(96)] [Conv2D(96)] [GlobalAveragePool2D] [Dropout(0.3)]
#if (pictures)
[Dense(2, Activation.Softmax)]
#else
[Dense(10, Activation.Softmax)]
#endif
public sealed partial class Network
{
    /// <summary>What the network tells apart: a name for each output of the last layer, in their order.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
#if (pictures)
        ["cat", "dog"];
#else
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];
#endif

    /// <summary>A picture of any size as the network takes it, made as those were that it has learned from.</summary>
    /// <param name="picture">The picture.</param>
    public static ByteImage Prepare(ByteImage picture) =>
#if (pictures)
        picture.ToRgb().ResizeBilinear(Information.InputShape[0], Information.InputShape[1]);
#else
        // The pictures of Fashion-MNIST are light on dark: Invert() makes a photograph on white paper one like them.
        picture.ToGrey().ResizeBilinear(Information.InputShape[0], Information.InputShape[1], antialias: true);
#endif
}
