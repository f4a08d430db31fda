namespace CnnGen.Data;

/// <summary>The images of Fashion-MNIST and where they came from.</summary>
/// <param name="Train">Training images: 28 x 28 x 1 bytes, 0 is the background; 60,000 in the full set.</param>
/// <param name="Test">Test images, likewise; 10,000 in the full set.</param>
/// <param name="Source">One sentence for people: which folder was read, and why, where it is not the full set.</param>
/// <param name="IsSubset">Whether this is the small subset that ships with CnnGen's repository: accuracies are then lower than the
/// published ones.</param>
public sealed record FashionMnistData(ImageDataset Train, ImageDataset Test, string Source, bool IsSubset);
