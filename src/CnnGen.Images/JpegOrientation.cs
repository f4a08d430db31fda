using System.Buffers.Binary;

namespace CnnGen.Images;

/// <summary>How a picture is to be turned (EXIF 2.32, tag 0x0112): cameras store what the sensor saw, and say how it was held.</summary>
internal static class JpegOrientation
{
    /// <summary>The picture is as it should be.</summary>
    public const int Upright = 1;

    private const ushort Tag = 0x0112;
    private const ushort Short = 3;
    private const int EntrySize = 12;

    /// <summary>Reads it from a segment APP1; null where there is none, or none that can be understood, which is as good.</summary>
    /// <param name="content">The segment.</param>
    public static int? Read(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith("Exif\0\0"u8) || content.Length < 14)
            return null;
        var data = content[6..];
        var isLittle = data.StartsWith("II*\0"u8);
        if (!isLittle && !data.StartsWith("MM\0*"u8))
            return null;
        var start = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) : BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (start > data.Length - 2)
            return null;
        var entries = data[((int)start + 2)..];
        var count = Number(data[(int)start..], isLittle);
        for (var i = 0; i < count && entries.Length >= (i + 1) * EntrySize; i++)
        {
            var entry = entries.Slice(i * EntrySize, EntrySize);
            if (Number(entry, isLittle) == Tag && Number(entry[2..], isLittle) == Short)
                return Number(entry[8..], isLittle) is var value and >= 1 and <= 8 ? value : null;
        }

        return null;
    }

    /// <summary>Turns a picture.</summary>
    /// <param name="image">The picture, as it was stored.</param>
    /// <param name="orientation">1 to 8.</param>
    public static ByteImage Apply(ByteImage image, int orientation)
    {
        if (orientation == Upright)
            return image;
        var isTurned = orientation >= 5;
        var (height, width) = isTurned ? (image.Width, image.Height) : (image.Height, image.Width);
        var pixels = new byte[image.Pixels.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (row, column) = isTurned ? (x, y) : (y, x);
                if (orientation is 3 or 4 or 6 or 7)
                    row = image.Height - 1 - row;
                if (orientation is 2 or 3 or 7 or 8)
                    column = image.Width - 1 - column;
                image.Pixels.Slice((row * image.Width + column) * image.Channels, image.Channels)
                    .CopyTo(pixels.AsSpan((y * width + x) * image.Channels));
            }
        }

        return new ByteImage(height, width, image.Channels, pixels);
    }

    private static int Number(ReadOnlySpan<byte> data, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(data) : BinaryPrimitives.ReadUInt16BigEndian(data);
}
