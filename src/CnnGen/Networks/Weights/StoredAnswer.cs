using System.Buffers.Binary;
using System.Globalization;
using CnnGen.Runtime;

namespace CnnGen;

/// <summary>
/// What a network answered to a test image where its weights were saved, as text beside them: whoever loads them with <c>verify</c> sees
/// that it answers the same on his machine.
/// </summary>
internal static class StoredAnswer
{
    /// <summary>The key of the text among a safetensors file's metadata.</summary>
    public const string Key = "cnngen.answer";

    // The text: this, the number of outputs, and their values as base64 of little-endian floats. It changes when the image does.
    private const string Version = "1";

    // Of more outputs, as many are kept, evenly spread.
    private const int MostValues = 1024;

    // Of the largest output. Instruction sets without fused multiply-add, and versions of this library, differ by far less.
    private const float Tolerance = 1e-4f;

    /// <summary>The test image: random values from 0 up to 255 where the network takes bytes, otherwise up to 1.</summary>
    /// <param name="network">The network.</param>
    public static float[] Image(NetworkInfo network)
    {
        var random = new PhiloxSequence(default, key: 0);
        var image = new float[network.InputSize];
        for (var i = 0; i < image.Length; i++)
            image[i] = network.AcceptsBytes ? random.Next() >> 24 : (random.Next() >> 8) * (1f / (1 << 24));
        return image;
    }

    /// <summary>The text.</summary>
    /// <param name="network">The network's name, for messages.</param>
    /// <param name="outputs">What it answered.</param>
    /// <exception cref="NotFiniteNumberException">An output is NaN or infinite.</exception>
    public static string Format(string network, ReadOnlySpan<float> outputs)
    {
        var values = new float[Math.Min(outputs.Length, MostValues)];
        var bytes = new byte[sizeof(float) * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = outputs[PlaceOf(i, outputs.Length)];
            if (!float.IsFinite(value))
            {
                throw new NotFiniteNumberException(
                    $"The answer of {network} to the test image cannot be stored: output {PlaceOf(i, outputs.Length)} is"
                        + $" {value.ToString(CultureInfo.InvariantCulture)}. Nothing was written.");
            }

            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), value);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Version} {outputs.Length} {Convert.ToBase64String(bytes)}");
    }

    /// <summary>Compares with what is stored.</summary>
    /// <param name="network">The network's name, for messages.</param>
    /// <param name="source">Where the weights are from, for messages.</param>
    /// <param name="metadata">What the file says besides.</param>
    /// <param name="outputs">What the network answers here.</param>
    /// <exception cref="InvalidDataException">Nothing is stored, or another answer.</exception>
    public static void Check(string network, string source, IReadOnlyDictionary<string, string> metadata, ReadOnlySpan<float> outputs)
    {
        if (!metadata.TryGetValue(Key, out var text))
        {
            throw new InvalidDataException(
                $"{network} cannot be verified: {source} holds no answer to compare with. Save the weights by Save(path, withAnswer: true),"
                    + " or import them by 'cnngen import --answer'. The network was not changed.");
        }

        var stored = Parse(text, outputs.Length) ?? throw new InvalidDataException(
            $"{network} cannot be verified: the answer in {source} is damaged, of another network, or of a newer CnnGen. The network was"
                + " not changed.");
        var (worst, largest) = (0, 0f);
        for (var i = 0; i < stored.Length; i++)
        {
            largest = largest < Math.Abs(stored[i]) ? Math.Abs(stored[i]) : largest;
            if (Difference(i, outputs) > Difference(worst, outputs))
                worst = i;
        }

        if (Difference(worst, outputs) <= Tolerance * largest)
            return;
        var place = PlaceOf(worst, outputs.Length);
        throw new InvalidDataException(
            $"{network} answers otherwise than where {source} was written: "
                + FormattableString.Invariant($"output {place} is {outputs[place]}, and was {stored[worst]}")
                + ". Either the weights have been changed since, or the class's layers have, or this machine computes wrongly. The network"
                + " was not changed.");

        // NaN is the worst of all.
        float Difference(int i, ReadOnlySpan<float> values)
        {
            var difference = Math.Abs(values[PlaceOf(i, values.Length)] - stored[i]);
            return float.IsNaN(difference) ? float.PositiveInfinity : difference;
        }
    }

    /// <summary>The values of a text; null where it is not one of so many outputs.</summary>
    private static float[]? Parse(string text, int outputs)
    {
        var parts = text.Split(' ');
        var count = Math.Min(outputs, MostValues);
        var bytes = new byte[sizeof(float) * count];
        if (parts is not [Version, var number, var base64] || number != outputs.ToString(CultureInfo.InvariantCulture)
            || !Convert.TryFromBase64String(base64, bytes, out var written) || written != bytes.Length)
        {
            return null;
        }

        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(sizeof(float) * i));
        return Array.TrueForAll(values, float.IsFinite) ? values : null;
    }

    /// <summary>The output that a kept value is of.</summary>
    private static int PlaceOf(int value, int outputs) => (int)((long)value * outputs / Math.Min(outputs, MostValues));
}
