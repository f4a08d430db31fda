using System.Buffers.Binary;

namespace CnnGen.Tests.Samples;

/// <summary>Made-up images as plain IDX files under the names of Fashion-MNIST.</summary>
internal static class FashionFiles
{
    /// <summary>Writes random pictures with a bright bar whose row is the class.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="part"><c>train</c> or <c>t10k</c>.</param>
    /// <param name="count">Images.</param>
    /// <param name="seed">Decides the pictures.</param>
    public static void Write(string folder, string part, int count, int seed)
    {
        var random = new Random(seed);
        var images = new byte[16 + count * 784];
        var labels = new byte[8 + count];
        WriteHeader(images, 0x803, count, 28, 28);
        WriteHeader(labels, 0x801, count);
        for (var i = 0; i < count; i++)
        {
            var pixels = images.AsSpan(16 + i * 784, 784);
            foreach (ref var pixel in pixels)
                pixel = (byte)random.Next(100);
            pixels.Slice(i % 10 * 56, 56).Fill(230);
            labels[8 + i] = (byte)(i % 10);
        }

        File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"), images);
        File.WriteAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"), labels);
    }

    private static void WriteHeader(Span<byte> file, params int[] words)
    {
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file[(4 * i)..], words[i]);
    }
}
