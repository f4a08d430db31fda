namespace CnnGen.Data;

/// <summary>The images of MNIST and where they came from.</summary>
/// <param name="Train">Training images: 28 x 28 x 1 bytes, 0 is the background; 60,000 in the published set.</param>
/// <param name="Test">Test images, likewise; 10,000 in the published set.</param>
/// <param name="Source">Where they were read, for people: <c>from FOLDER</c>.</param>
public sealed record MnistData(ImageDataset Train, ImageDataset Test, string Source);
