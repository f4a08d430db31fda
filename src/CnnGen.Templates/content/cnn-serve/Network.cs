using CnnGen;
using CnnGen.Images;

/// <summary>
/// The network, as the program has it that trained it. To serve another, put that program's Network.cs and network.safetensors in the place
/// of these two files: the build compares them.
/// </summary>
[Input(28, 28, 1)]
[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Relu, KernelInitializer = Initializer.HeUniform)]
[Normalization(NormalizationAxis.Channel)]
[Conv2D(32)] [Conv2D(32)] [MaxPool2D(2)] [Dropout(0.1)]
[Conv2D(64)] [Conv2D(64)] [MaxPool2D(2)] [Dropout(0.2)]
[Conv2D(96)] [Conv2D(96)] [GlobalAveragePool2D] [Dropout(0.3)]
[Dense(10, Activation.Softmax)]
public sealed partial class Network
{
    /// <summary>What the network tells apart: a name for each output of the last layer, in their order.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>A picture of any size as the network takes it, made as those were that it has learned from.</summary>
    /// <param name="picture">The picture.</param>
    public static ByteImage Prepare(ByteImage picture) =>
        // The pictures of Fashion-MNIST are light on dark: Invert() makes a photograph on white paper one like them.
        picture.ToGrey().ResizeBilinear(Information.InputShape[0], Information.InputShape[1], antialias: true);
}
