using System.Globalization;
using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Training;

namespace CnnGen.Visualization;

/// <summary>An image that a network takes for another class.</summary>
/// <param name="Image">Its number in the data set.</param>
/// <param name="Label">Its class.</param>
/// <param name="Predicted">The class that it is taken for.</param>
/// <param name="Probability">The output for that class: its probability, where the network ends in a softmax.</param>
/// <param name="LabelProbability">The output for its own class.</param>
/// <param name="Picture">
/// What it looks like. Images of floats go from black at their least value to white at their greatest; of other images than grey ones and
/// those of red, green and blue it is the first channel.
/// </param>
public sealed record Misclassified(
    int Image, int Label, int Predicted, float Probability, float LabelProbability, ByteImage Picture)
{
    /// <summary>
    /// The images of a data set that a network is most sure of in vain, the surest first. Images with an output that is no number (NaN) are
    /// taken for no class, and are not among them.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="images">Images, each with a class.</param>
    /// <param name="count">How many, at most.</param>
    /// <returns>Of equally sure ones the first in the data set comes first.</returns>
    /// <exception cref="ArgumentException">
    /// The images do not fit, there are none, they have no class each, or the network does not give two values or more.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static IReadOnlyList<Misclassified> Of(INetwork network, IImageSource images, int count)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var reader = new SourceReader(network.Info, images);
        if (images.TargetKind != TargetKind.Classes || images.TargetSize != 1)
            throw new ArgumentException("Each image must have one class.", nameof(images));
        var classes = network.Info.OutputSize;
        if (classes < 2)
            throw new ArgumentException($"{network.Info.Name} gives one value, and not one for each class.", nameof(network));
        var wrong = new List<(int Image, int Label, int Predicted, float Probability, float LabelProbability)>();
        var outputs = new float[SourceReader.ImagesAtOnce * classes];
        foreach (var (first, some) in reader.Read())
        {
            var here = some.Length / network.Info.InputSize;
            network.Predict(some.Span, outputs.AsSpan(0, here * classes));
            for (var i = 0; i < here; i++)
            {
                var output = outputs.AsSpan(i * classes, classes);
                var (label, predicted) = (reader.LabelOf(first + i), NetworkTraining.MostProbable(output));
                if ((uint)label >= (uint)classes)
                    throw new ArgumentException($"Image {first + i} is of class {label}, but there are {classes}.", nameof(images));
                if (predicted >= 0 && predicted != label)
                    wrong.Add((first + i, label, predicted, output[predicted], output[label]));
            }
        }

        return
        [
            .. wrong.OrderByDescending(each => each.Probability).ThenBy(each => each.Image).Take(count).Select(each => new Misclassified(
                each.Image, each.Label, each.Predicted, each.Probability, each.LabelProbability, reader.PictureOf(each.Image))),
        ];
    }

    /// <summary>Two lines: what it is taken for, and what it is, each with its probability.</summary>
    /// <param name="classNames">The names of the classes, by label.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class has no name.</exception>
    public string Describe(IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(classNames.Count, Math.Max(Label, Predicted), nameof(classNames));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{classNames[Predicted]} {100 * Probability:F1} %\nis {classNames[Label]} {100 * LabelProbability:F1} %");
    }
}
