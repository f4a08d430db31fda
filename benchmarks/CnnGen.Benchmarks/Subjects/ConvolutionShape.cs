namespace CnnGen.Benchmarks;

/// <summary>A convolution of 3 x 3 with stride 1, same padding, bias and ReLU.</summary>
/// <param name="Side">Rows and columns.</param>
/// <param name="Inputs">Input channels.</param>
/// <param name="Outputs">Output channels.</param>
internal readonly record struct ConvolutionShape(int Side, int Inputs, int Outputs)
{
    /// <summary>
    /// Such layers of known networks, those of one shape once: of this benchmark's network, of VGG-16 and ResNet-18 and -50 on 224 x 224
    /// pixels, of ResNet-20 on CIFAR's 32 x 32. MobileNet's only full 3 x 3 convolution has stride 2 and its others are 1 x 1: there the
    /// direct algorithm is the only one.
    /// </summary>
    public static IReadOnlyDictionary<string, ConvolutionShape[]> Networks { get; } = new Dictionary<string, ConvolutionShape[]>
    {
        ["seed"] = [new(14, 64, 128), new(14, 128, 128), new(7, 128, 256), new(7, 256, 256)],
        ["vgg"] =
        [
            new(224, 3, 64), new(224, 64, 64), new(112, 64, 128), new(112, 128, 128), new(56, 128, 256), new(56, 256, 256),
            new(28, 256, 512), new(28, 512, 512), new(14, 512, 512),
        ],
        ["resnet50"] = [new(56, 64, 64), new(28, 128, 128), new(14, 256, 256), new(7, 512, 512)],
        ["cifar"] = [new(32, 3, 16), new(32, 16, 16), new(16, 32, 32), new(8, 64, 64)],
    };

    // Tiles of 4 x 4: more than the planner computes at a time.
    private const int Tiles = 128;
    private const int Tile = 4;

    /// <summary>Images of a batch that is large enough to fill what is computed at a time, and no larger.</summary>
    public int BatchSize
    {
        get
        {
            var perSide = (Side + Tile - 1) / Tile;
            return (Tiles + (perSide * perSide) - 1) / (perSide * perSide);
        }
    }

    /// <summary>Multiply-adds of the direct algorithm for one image, the same in every direction.</summary>
    public long MultiplyAdds => 9L * Side * Side * Inputs * Outputs;

    /// <summary>For metrics and classes: <c>14x14x64_128</c>.</summary>
    public override string ToString() => $"{Side}x{Side}x{Inputs}_{Outputs}";
}
