using CnnGen.Formats;

namespace CnnGen.Import;

/// <summary>What is made of an imported network.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// The name of the class; made of the file's name when null or left out: <c>resnet8_cifar10.h5</c> becomes <c>Resnet8Cifar10</c>.
    /// </summary>
    public string? ClassName { get; init; }

    /// <summary>The namespace of the class; none when null or left out.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether all layers with weights are frozen, for transfer learning; as the file says when false or left out.</summary>
    public bool Frozen { get; init; }

    /// <summary>
    /// Whether the class has <c>[Weights]</c>, and with it, in a project with the file of weights, these from the beginning; false when
    /// left out.
    /// </summary>
    public bool HasWeights { get; init; }

    /// <summary>
    /// Whether the constructor verifies its weights, where <see cref="HasWeights"/> is set; false when left out. Their file needs an answer
    /// then, which <see cref="INetwork.Save"/> stores.
    /// </summary>
    public bool Verify { get; init; }

    /// <summary>
    /// Whether parts that come several times are written once, as blocks; true when left out. Without, every layer stands in the class.
    /// </summary>
    public bool HasBlocks { get; init; } = true;

    /// <summary>How weights are stored; <see cref="WeightFormat.Float32"/> when left out.</summary>
    public WeightFormat WeightFormat { get; init; } = WeightFormat.Float32;
}
