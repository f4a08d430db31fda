using CnnGen;
using CnnGen.Images;

namespace ServeSample;

/// <summary>
/// Ten kinds of clothes from 28 x 28 grey pixels, light on dark: the layers of samples/TinyAot, and what looks inside of them. A new one
/// knows nothing, since the page can watch one learn; <see cref="Trained"/> makes those that answer.
/// </summary>
[Inspectable]
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
public sealed partial class ClothesCnn
{
    /// <summary>A network that has learned.</summary>
    /// <param name="weights">A safetensors file of this network; null for the weights that are a part of the program.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of another network.</exception>
    public static ClothesCnn Trained(string? weights = null)
    {
        var network = new ClothesCnn();
        try
        {
            if (weights is not null)
            {
                network.Load(weights);
                return network;
            }

            using var shipped = typeof(ClothesCnn).Assembly.GetManifestResourceStream("tiny.safetensors")!;
            network.Load(shipped, "the program's weights");
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>A picture of any size as the network takes it: 28 x 28 grey bytes.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="inverts">Whether it is dark on light, and its negative is meant.</param>
    public static ByteImage Prepare(ByteImage picture, bool inverts)
    {
        var grey = picture.ToGrey();
        return (inverts ? grey.Invert() : grey).ResizeBilinear(Information.InputShape[0], Information.InputShape[1], antialias: true);
    }
}
