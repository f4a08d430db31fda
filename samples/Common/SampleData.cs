using CnnGen.Data;

namespace CnnGen.Samples;

/// <summary>What a sample learns from.</summary>
/// <param name="Name">The data set, for titles: <c>Fashion-MNIST</c>.</param>
/// <param name="Source">Where it was read, and why there.</param>
/// <param name="Train">Training images.</param>
/// <param name="Test">Test images.</param>
/// <param name="ClassNames">The names of the classes, by label; none where there are no classes.</param>
public sealed record SampleData(
    string Name, string Source, ImageDataset Train, ImageDataset Test, IReadOnlyList<string> ClassNames);
