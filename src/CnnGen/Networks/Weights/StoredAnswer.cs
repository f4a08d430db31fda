using System.Buffers.Binary;
using System.Globalization;
using CnnGen.Formats;
using CnnGen.Runtime;

namespace CnnGen;

/// <summary>
/// What a network answered to some test images where its weights were saved, as text beside them: whoever loads them with <c>verify</c>
/// sees that it answers the same on his machine.
/// </summary>
internal static class StoredAnswer
{
    /// <summary>How many images it is the answer to.</summary>
    public const int ImageCount = 4;

    // The text: this, and for each output the number of its values, and those as base64 of little-endian floats. It changes when the images
    // do.
    private const string Version = "1";

    // Of an output with more values, as many are kept, evenly spread.
    private const int MostValues = 1024;

    // Instruction sets without fused multiply-add, and versions of this library, differ by far less.
    private const double Tolerance = 1e-4;

    // No probability counts as less: before single precision ends.
    private const double LeastProbability = 1e-30;

    /// <summary>
    /// The test images: random values from 0 up to 255 where the network takes bytes, otherwise up to 1, and each image with a quarter of
    /// the contrast of the one before. Noise of full contrast drives a trained softmax to 0 and 1, where different networks agree.
    /// </summary>
    /// <param name="network">The network.</param>
    public static float[] Images(NetworkInfo network)
    {
        var random = new PhiloxSequence(default, key: 0);
        var images = new float[ImageCount * network.InputSize];
        for (var i = 0; i < images.Length; i++)
        {
            var contrast = (network.AcceptsBytes ? 255f : 1f) / (1 << (2 * (i / network.InputSize)));
            images[i] = (random.Next() >> 8) * (1f / (1 << 24)) * contrast;
        }

        return images;
    }

    /// <summary>The text.</summary>
    /// <param name="network">The network's name, for messages.</param>
    /// <param name="outputs">What it answered.</param>
    /// <exception cref="NotFiniteNumberException">An output is NaN or infinite.</exception>
    public static string Format(string network, IReadOnlyList<AnswerOutput> outputs)
    {
        var parts = outputs.Select(output =>
        {
            var bytes = new byte[sizeof(float) * Kept(output.Values.Length)];
            for (var i = 0; i < bytes.Length / sizeof(float); i++)
            {
                var value = output.Values[PlaceOf(i, output.Values.Length)];
                if (!float.IsFinite(value))
                {
                    throw new NotFiniteNumberException(
                        $"The answer of {network} to the test images cannot be stored: a value of '{output.Name}' is"
                            + FormattableString.Invariant($" {value}. Nothing was written. Save without an answer, or train again with a")
                            + " smaller learning rate.");
                }

                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), value);
            }

            return FormattableString.Invariant($"{output.Values.Length} {Convert.ToBase64String(bytes)}");
        });
        return $"{Version} {string.Join(' ', parts)}";
    }

    /// <summary>Compares with what is stored.</summary>
    /// <param name="network">The network's name, for messages.</param>
    /// <param name="source">Where the weights are from, for messages.</param>
    /// <param name="metadata">What the file says besides.</param>
    /// <param name="outputs">What the network answers here.</param>
    /// <exception cref="InvalidDataException">Nothing is stored, or another answer.</exception>
    public static void Check(
        string network, string source, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<AnswerOutput> outputs)
    {
        if (!metadata.TryGetValue(MetadataKeys.Answer, out var text))
        {
            throw new InvalidDataException(
                $"{network} cannot be verified: {source} holds no answer to compare with. Save the weights by Save(path, withAnswer: true),"
                    + " or import them by 'cnngen import --answer'. The network was not changed.");
        }

        var parts = text.Split(' ');
        var isWhole = parts[0] == Version && parts.Length == 1 + 2 * outputs.Count;
        for (var i = 0; i < outputs.Count; i++)
        {
            var output = outputs[i];
            var stored = (isWhole ? Parse(parts[1 + 2 * i], parts[2 + 2 * i], output.Values.Length) : null)
                ?? throw new InvalidDataException(
                    $"{network} cannot be verified: the answer in {source} is damaged, of another network, or of a newer CnnGen. The"
                        + " network was not changed.");
            if (IndexOfOther(stored, output) is >= 0 and var place)
            {
                throw new InvalidDataException(
                    $"{network} answers otherwise than where {source} was written: a value of '{output.Name}' is "
                        + FormattableString.Invariant($"{output.Values[PlaceOf(place, output.Values.Length)]}, and was {stored[place]}")
                        + ". Either the weights have been changed since, or the class's layers have, or this machine computes wrongly. The"
                        + " network was not changed.");
            }
        }
    }

    /// <summary>The kept value that differs most, if it does by more than the tolerance; else -1.</summary>
    private static int IndexOfOther(float[] stored, AnswerOutput output)
    {
        // Probabilities are compared by their logarithms: as different logits they tell networks apart that are sure of the same class.
        var (worst, largest, scale) = (-1, 0.0, output.IsProbability ? 1.0 : 0.0);
        for (var i = 0; i < stored.Length; i++)
        {
            var (expected, actual) = (Of(stored[i]), Of(output.Values[PlaceOf(i, output.Values.Length)]));
            scale = scale < Math.Abs(expected) ? Math.Abs(expected) : scale;
            var difference = Math.Abs(actual - expected);
            // NaN is the worst of all.
            difference = double.IsNaN(difference) ? double.PositiveInfinity : difference;
            if (difference > largest)
                (worst, largest) = (i, difference);
        }

        return largest > Tolerance * scale ? worst : -1;

        double Of(double value) =>
            !output.IsProbability ? value : PortableMath.Logarithm(value < LeastProbability ? LeastProbability : value);
    }

    /// <summary>The values of an output; null where the text is not of so many.</summary>
    private static float[]? Parse(string number, string base64, int count)
    {
        var bytes = new byte[sizeof(float) * Kept(count)];
        if (number != count.ToString(CultureInfo.InvariantCulture) || !Convert.TryFromBase64String(base64, bytes, out var written)
            || written != bytes.Length)
        {
            return null;
        }

        var values = new float[Kept(count)];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(sizeof(float) * i));
        return Array.TrueForAll(values, float.IsFinite) ? values : null;
    }

    private static int Kept(int values) => values < MostValues ? values : MostValues;

    /// <summary>The value that a kept one is.</summary>
    private static int PlaceOf(int kept, int values) => (int)((long)kept * values / Kept(values));

    /// <summary>What an output gives for the test images.</summary>
    /// <param name="Name">The layer that gives it.</param>
    /// <param name="Values">Its values, image by image.</param>
    /// <param name="IsProbability">Whether they come from a softmax or a sigmoid.</param>
    public sealed record AnswerOutput(string Name, float[] Values, bool IsProbability);
}
