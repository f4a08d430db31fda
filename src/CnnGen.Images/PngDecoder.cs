using System.Buffers.Binary;
using System.IO.Compression;
using CnnGen.Formats;

namespace CnnGen.Images;

/// <summary>
/// Makes pixels of the compressed data of a PNG file: unpacks rows, undoes their filters, and puts their samples where they belong.
/// </summary>
/// <param name="path">The file, for messages.</param>
/// <param name="header">Its header.</param>
/// <param name="palette">Its colours: three bytes each.</param>
/// <param name="file">The file, whose chunks are whole.</param>
/// <param name="firstData">Where the first chunk with data begins.</param>
internal sealed class PngDecoder(string path, PngHeader header, byte[] palette, ReadOnlyMemory<byte> file, int firstData)
{
    private const int BlockBytes = 1 << 16;

    /// <summary>Reads the picture.</summary>
    /// <exception cref="InvalidDataException">The data is damaged or too short, or a pixel has a colour that the palette lacks.</exception>
    public ByteImage Decode()
    {
        CheckZlibHeader();
        if (header.PixelBytes > DeflateBounds.OnTrust)
            CheckIsThere();
        var pixels = new byte[header.PixelBytes];
        using var rows = Unpack();
        foreach (var pass in header.Passes)
            DecodePass(rows, pixels, pass);
        // At the end zlib compares its checksum.
        Fill(rows, stackalloc byte[1]);
        return new ByteImage(header.Height, header.Width, header.Channels, pixels);
    }

    private BufferedStream Unpack() => new(new ZLibStream(new ChunkStream(file, firstData), CompressionMode.Decompress), BlockBytes);

    private void CheckZlibHeader()
    {
        Span<byte> zlib = stackalloc byte[2];
        if (new ChunkStream(file, firstData).Read(zlib) < zlib.Length)
            throw DataEnds();
        // Method 8 is Deflate, with windows up to number 7; bit 5 of the second byte announces a dictionary that nobody has.
        if ((zlib[0] & 0xf) != 8 || zlib[0] >> 4 > 7 || (zlib[1] & 0x20) != 0 || BinaryPrimitives.ReadUInt16BigEndian(zlib) % 31 != 0)
            throw Damaged($"data compressed by zlib without a preset dictionary, but it begins with 0x{Convert.ToHexStringLower(zlib)}");
    }

    /// <summary>Unpacks all rows to nowhere.</summary>
    private void CheckIsThere()
    {
        using var rows = Unpack();
        Span<byte> block = new byte[BlockBytes];
        for (var rest = header.RawBytes; rest > 0; rest -= block.Length)
        {
            block = block[..(int)Math.Min(rest, block.Length)];
            if (Fill(rows, block) < block.Length)
                throw DataEnds();
        }
    }

    private void DecodePass(Stream rows, byte[] pixels, PngPass pass)
    {
        var columns = pass.ColumnsOf(header.Width);
        if (columns <= 0)
            return;
        // In front of each row lies a zero pixel, so that the filters need no case for the first one.
        var distance = header.FilterDistance;
        var line = new byte[distance + header.RowBytes(columns)];
        var above = new byte[line.Length];
        var samples = new byte[columns * header.SamplesPerPixel];
        var isInPlace = pass.ColumnStep == 1 && pass.FirstColumn == 0 && header.ColorType != PngColorType.Palette;
        for (var y = pass.FirstRow; y < header.Height; y += pass.RowStep)
        {
            // The filter's number comes to lie on that zero pixel, for a moment.
            var stored = line.AsSpan(distance - 1);
            if (Fill(rows, stored) < stored.Length)
                throw DataEnds();
            var filter = stored[0];
            stored[0] = 0;
            Unfilter(filter, line, above, distance);
            var row = pixels.AsSpan((y * header.Width + pass.FirstColumn) * header.Channels);
            Expand(stored[1..], isInPlace ? row[..samples.Length] : samples);
            if (!isInPlace)
                Place(samples, row, pass.ColumnStep * header.Channels);
            (line, above) = (above, line);
        }
    }

    private void Unfilter(int filter, byte[] line, byte[] above, int distance)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (var i = distance; i < line.Length; i++)
                    line[i] += line[i - distance];
                break;
            case 2:
                for (var i = distance; i < line.Length; i++)
                    line[i] += above[i];
                break;
            case 3:
                for (var i = distance; i < line.Length; i++)
                    line[i] += (byte)((line[i - distance] + above[i]) / 2);
                break;
            case 4:
                for (var i = distance; i < line.Length; i++)
                    line[i] += Paeth(line[i - distance], above[i], above[i - distance]);
                break;
            default:
                throw Damaged($"row filters from 0 to 4, but found {filter}");
        }
    }

    private static byte Paeth(byte left, byte up, byte upLeft)
    {
        var estimate = left + up - upLeft;
        var (toLeft, toUp, toUpLeft) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - upLeft));
        if (toLeft <= toUp && toLeft <= toUpLeft)
            return left;
        return toUp <= toUpLeft ? up : upLeft;
    }

    /// <summary>Brings the samples of a row to 8 bits; numbers of colours stay what they are.</summary>
    private void Expand(ReadOnlySpan<byte> row, Span<byte> samples)
    {
        switch (header.BitDepth)
        {
            case 8:
                row.CopyTo(samples);
                break;
            case 16:
                // round(v / 257), in whole numbers.
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = (byte)((BinaryPrimitives.ReadUInt16BigEndian(row[(2 * i)..]) * 255 + 32895) >> 16);
                break;
            case var depth:
                // Fewer bits are spread over 0 to 255.
                var largest = (1 << depth) - 1;
                var scale = header.ColorType == PngColorType.Palette ? 1 : 255 / largest;
                for (var i = 0; i < samples.Length; i++)
                {
                    var bit = i * depth;
                    samples[i] = (byte)(((row[bit / 8] >> (8 - depth - bit % 8)) & largest) * scale);
                }

                break;
        }
    }

    /// <summary>Puts pixels where they belong in a row of the picture.</summary>
    /// <param name="samples">What the file holds for them.</param>
    /// <param name="row">The picture from the first of these pixels on.</param>
    /// <param name="step">Bytes from one to the next.</param>
    private void Place(ReadOnlySpan<byte> samples, Span<byte> row, int step)
    {
        var size = header.SamplesPerPixel;
        for (int i = 0, to = 0; i < samples.Length; i += size, to += step)
        {
            var pixel = samples.Slice(i, size);
            if (header.ColorType == PngColorType.Palette)
            {
                if (3 * pixel[0] >= palette.Length)
                    throw Damaged($"palette entries below {palette.Length / 3}, but a pixel has {pixel[0]}");
                pixel = palette.AsSpan(3 * pixel[0], 3);
            }

            pixel.CopyTo(row[to..]);
        }
    }

    private int Fill(Stream rows, Span<byte> buffer)
    {
        try
        {
            return rows.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // The file is in memory, so that an IOException, too, is zlib's. Its messages speak of archives.
            throw Damaged(DescribeDamage(), e);
        }
    }

    /// <summary>Unpacks once more without a checksum, to tell whether the data is wrong or what comes behind it.</summary>
    private string DescribeDamage()
    {
        var chunks = new ChunkStream(file, firstData);
        chunks.ReadExactly(stackalloc byte[2]);
        using var rows = new DeflateStream(chunks, CompressionMode.Decompress);
        Span<byte> block = new byte[BlockBytes];
        try
        {
            for (var rest = header.RawBytes; rest > 0; rest -= block.Length)
            {
                block = block[..(int)Math.Min(rest, block.Length)];
                rows.ReadExactly(block);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return "whole compressed data, but it is damaged";
        }

        return "the compressed data to end in a checksum (Adler-32) that fits it, but it does not: the file is damaged";
    }

    private InvalidDataException DataEnds() =>
        new($"{path}: expected {header.Width} x {header.Height} pixels, but the compressed data ends before.");

    private InvalidDataException Damaged(string expectation, Exception? cause = null) => new($"{path}: expected {expectation}.", cause);
}
