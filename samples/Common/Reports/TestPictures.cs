using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Training;

namespace CnnGen.Samples.Reports;

/// <summary>The first test images as pictures, with what the network says and what is true.</summary>
internal static class TestPictures
{
    private const int Count = 10;

    /// <summary>Prints as many pictures beside each other as fit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="test">The test images.</param>
    /// <param name="classNames">The names of the classes, by label.</param>
    public static void Print(INetwork network, ImageDataset test, IReadOnlyList<string> classNames)
    {
        var shown = test.Slice(0, Math.Min(Count, test.Count));
        var classes = network.Info.OutputSize;
        var probabilities = new float[shown.Count * classes];
        network.Predict(shown.Bytes, probabilities);
        Picture.PrintBeside(
            [
                .. Enumerable.Range(0, shown.Count)
                    .Select(i => Column(shown, i, probabilities.AsSpan(i * classes, classes), classNames)),
            ],
            test.Width,
            Terminal.Width);
    }

    private static List<string> Column(ImageDataset images, int index, ReadOnlySpan<float> probabilities, IReadOnlyList<string> classNames)
    {
        var pixels = images.Bytes.Slice(index * images.ImageSize, images.ImageSize).ToArray();
        var image = new ByteImage(images.Height, images.Width, images.Channels, pixels);
        var predicted = NetworkTraining.MostProbable(probabilities);
        var actual = images.Labels[index];
        return
        [
            .. Picture.Render(image),
            (predicted < 0 ? "no class (NaN)" : $"{classNames[predicted]} {100 * probabilities[predicted]:F1} %")
                .PadRight(images.Width),
            (predicted == actual ? "right" : $"wrong: {classNames[actual]}").PadRight(images.Width),
        ];
    }
}
