using CnnGen.Generator.Graph;
using static CnnGen.Benchmarks.DeclaredNetwork;

namespace CnnGen.Benchmarks;

/// <summary>
/// Networks on which it is measured how much is generated: this benchmark's, and stacks of the convolutions of two well-known ones.
/// </summary>
internal static class KnownNetworks
{
    /// <summary>By name; the stacks take 224 x 224 x 3, end in 1000 classes and have neither shortcuts nor batch normalisation.</summary>
    public static IReadOnlyDictionary<string, DeclaredNetwork> All { get; } = new Dictionary<string, DeclaredNetwork>
    {
        ["seed"] = new("Seed", [.. Seed()]),
        ["resnet50"] = new("ResNet50", [.. ResNet50()]),
        ["mobilenet"] = new("MobileNet", [.. MobileNet()]),
    };

    private static IEnumerable<LayerDeclaration> Seed()
    {
        var pool = Layer("MaxPool2D", ("PoolHeight", 2), ("PoolWidth", 2));
        return
        [
            Layer("Input", ("Height", 28), ("Width", 28), ("Channels", 1)),
            Layer("Normalization"),
            Convolution(64, 7), pool,
            Convolution(128, 3), Convolution(128, 3), pool,
            Convolution(256, 3), Convolution(256, 3), pool,
            Layer("Flatten"),
            Layer("Dense", ("Units", 128)), Layer("Dropout", ("Rate", 0.5)),
            Layer("Dense", ("Units", 64)), Layer("Dropout", ("Rate", 0.5)),
            Classes(10),
        ];
    }

    private static IEnumerable<LayerDeclaration> ResNet50()
    {
        yield return Image();
        yield return Convolution(64, 7, ("Strides", 2));
        yield return Layer("MaxPool2D", ("PoolHeight", 3), ("PoolWidth", 3), ("Strides", 2), SameRelu[0]);
        foreach (var (filters, blocks) in new[] { (64, 3), (128, 4), (256, 6), (512, 3) })
        {
            for (var block = 0; block < blocks; block++)
            {
                yield return Convolution(filters, 1);
                yield return Convolution(filters, 3, ("Strides", block == 0 && filters > 64 ? 2 : 1));
                yield return Convolution(4 * filters, 1);
            }
        }

        yield return Layer("GlobalAveragePool2D");
        yield return Classes(1000);
    }

    private static IEnumerable<LayerDeclaration> MobileNet()
    {
        yield return Image();
        yield return Convolution(32, 3, ("Strides", 2));
        foreach (var (filters, strides) in new[]
        {
            (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
            (1024, 2), (1024, 1),
        })
        {
            yield return Layer("DepthwiseConv2D", [("KernelHeight", 3), ("KernelWidth", 3), ("Strides", strides), .. SameRelu]);
            yield return Convolution(filters, 1);
        }

        yield return Layer("GlobalAveragePool2D");
        yield return Classes(1000);
    }

    private static LayerDeclaration Image() => Layer("Input", ("Height", 224), ("Width", 224), ("Channels", 3));

    private static LayerDeclaration Classes(int count) =>
        Layer("Dense", ("Units", count), ("Activation", (int)CnnGen.Generator.Graph.ActivationFunction.Softmax));
}
