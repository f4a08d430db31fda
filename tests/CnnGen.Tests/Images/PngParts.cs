using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CnnGen.Tests.Images;

/// <summary>Puts PNG files together, right ones and wrong ones.</summary>
internal static class PngParts
{
    public static readonly byte[] Signature = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10];

    public static readonly byte[] End = Chunk("IEND", []);

    /// <summary>The palette of every picture that has one: four colours.</summary>
    public static readonly byte[] Palette = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    /// <summary>A whole file, with a text between and its data in two chunks.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="depth">Bits of a sample.</param>
    /// <param name="colorType">The number of the standard.</param>
    /// <param name="raw">All rows, each with its filter in front.</param>
    /// <param name="interlaced">Whether they are in the order of Adam7.</param>
    public static byte[] Png(int width, int height, int depth, int colorType, byte[] raw, bool interlaced = false) =>
        [.. Signature, .. Header(width, height, depth, colorType, interlaced), .. Chunk("tEXt", [65, 0, 66]),
            .. colorType == 3 ? Chunk("PLTE", Palette) : [], .. Pixels(raw), .. End];

    /// <summary>The first chunk.</summary>
    public static byte[] Header(int width, int height, int depth = 8, int colorType = 0, bool interlaced = false)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colorType, interlaced ? (byte)1 : (byte)0);
        return Chunk("IHDR", header);
    }

    /// <summary>The compressed rows in two chunks, the first of one byte.</summary>
    public static byte[] Pixels(byte[] raw)
    {
        var compressed = Zlib(raw);
        return [.. Chunk("IDAT", compressed[..1]), .. Chunk("IDAT", compressed[1..])];
    }

    /// <summary>Compressed bytes.</summary>
    public static byte[] Zlib(byte[] raw)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(raw);
        return memory.ToArray();
    }

    /// <summary>A chunk with the right checksum.</summary>
    public static byte[] Chunk(string name, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. content];
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        named.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), BigGustave.Crc32.Calculate(named));
        return chunk;
    }
}
