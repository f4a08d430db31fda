namespace CnnGen.Data;

/// <summary>The images of CIFAR-100 and where they came from.</summary>
/// <param name="Train">Training images: 32 x 32 x 3 bytes; 50,000 in the published set.</param>
/// <param name="Test">Test images, likewise; 10,000 in the published set.</param>
/// <param name="ClassNames">The names of the classes that their labels are.</param>
/// <param name="Source">Where they were read, for people: <c>from FOLDER</c>.</param>
public sealed record Cifar100Data(ImageDataset Train, ImageDataset Test, IReadOnlyList<string> ClassNames, string Source);
