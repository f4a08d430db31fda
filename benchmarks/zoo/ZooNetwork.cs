using Architectures;
using CifarSample;
using CnnGen.Benchmarks.Zoo.Networks;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Zoo;

/// <summary>A network of the zoo and what is measured of it.</summary>
/// <param name="Name">Its name, which metrics begin with.</param>
/// <param name="TrainingBatch">Images of a training step.</param>
/// <param name="HasClasses">
/// Whether it learns classes, by sparse categorical cross-entropy of softmax; else values, by the mean squared error.
/// </param>
/// <param name="Create">Makes it with a seed, for an instruction set; null for the best.</param>
internal sealed record ZooNetwork(string Name, int TrainingBatch, bool HasClasses, Func<int, InstructionSet?, INetwork> Create)
{
    /// <summary>Images of a large prediction.</summary>
    public const int PredictionBatch = 32;

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<ZooNetwork> All =
    [
        new("resnet20", 32, HasClasses: true, (seed, isa) => new ResNet20(seed, isa)),
        new("mobilenet025", 32, HasClasses: true, (seed, isa) => new MobileNet025(seed, isa)),
        new("mobilenetv2", 32, HasClasses: true, (seed, isa) => new MobileNetV2(seed, isa)),
        new("resnet50", 8, HasClasses: true, (seed, isa) => new ResNet50(seed, isa)),
        new("unet", 8, HasClasses: false, (seed, isa) => new UNet(seed, isa)),
        // One image, as a user of another library measured it.
        new("mobilenetv3", 1, HasClasses: false, (seed, isa) => new MobileNetV3Large(seed, isa)),
    ];
}
