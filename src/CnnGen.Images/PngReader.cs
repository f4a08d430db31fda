using System.Buffers.Binary;
using System.IO.Compression;

namespace CnnGen.Images;

/// <summary>
/// Reads PNG (W3C Recommendation, third edition): all colour types and bit depths, interlaced or not, with the checksums checked.
/// </summary>
/// <remarks>
/// Ours, because BigGustave 1.0.6, the library of choice, reads wrong pixels from grey pictures of 1, 2 or 4 bits and takes files with wrong checksums.
/// Gamma and colour profiles are ignored, as Pillow does; so is the transparent colour of <c>tRNS</c>, since whoever feeds a network drops alpha.
/// </remarks>
internal sealed class PngReader
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    // Deflate cannot compress further than this.
    private const int MaxCompression = 1032;

    private static readonly uint[] CrcTable = MakeCrcTable();

    private readonly string _path;
    private readonly List<ReadOnlyMemory<byte>> _compressed = [];
    private byte[] _palette = [];
    private int _width;
    private int _height;
    private int _bitDepth;
    private int _colorType;
    private bool _isInterlaced;

    private PngReader(string path) => _path = path;

    private enum ColorType
    {
        Grey = 0,
        Rgb = 2,
        Palette = 3,
        GreyAlpha = 4,
        Rgba = 6,
    }

    private int SamplesPerPixel => (ColorType)_colorType switch { ColorType.Rgb => 3, ColorType.GreyAlpha => 2, ColorType.Rgba => 4, _ => 1 };

    private int Channels => (ColorType)_colorType == ColorType.Palette ? 3 : SamplesPerPixel;

    /// <summary>Whether the data begins like such a file.</summary>
    /// <param name="data">The file.</param>
    public static bool Matches(ReadOnlySpan<byte> data) => data.StartsWith(Signature);

    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="data">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static ByteImage Read(string path, ReadOnlyMemory<byte> data)
    {
        var reader = new PngReader(path);
        reader.ReadChunks(data);
        return reader.Decode();
    }

    private void ReadChunks(ReadOnlyMemory<byte> data)
    {
        var position = Signature.Length;
        for (var isFirst = true; ; isFirst = false)
        {
            var rest = data[position..];
            if (rest.Length < 12)
                throw Damaged($"a chunk at byte {position}, but only {rest.Length} bytes follow: the file is truncated");
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest.Span);
            if (length > rest.Length - 12)
                throw Damaged($"a chunk of {length} bytes at byte {position}, but only {rest.Length - 12} follow: the file is truncated");
            var named = rest.Slice(4, 4 + (int)length);
            var name = NameOf(named.Span, position);
            if (Crc32(named.Span) != BinaryPrimitives.ReadUInt32BigEndian(rest.Span[(8 + (int)length)..]))
                throw Damaged($"the checksum of chunk {name} at byte {position} to fit its content: the file is damaged");
            if (isFirst != (name == "IHDR"))
                throw Damaged($"IHDR as the first chunk and only there, but found {name} at byte {position}");
            if (name == "IEND")
                return;
            ReadChunk(name, named[4..]);
            position += 12 + (int)length;
        }
    }

    private void ReadChunk(string name, ReadOnlyMemory<byte> content)
    {
        switch (name)
        {
            case "IHDR":
                ReadHeader(content.Span);
                break;
            case "PLTE":
                if (content.Length % 3 != 0 || content.Length is 0 or > 768)
                    throw Damaged($"a palette of 1 to 256 colours, but it has {content.Length} bytes");
                _palette = content.ToArray();
                break;
            case "IDAT":
                _compressed.Add(content);
                break;
            default:
                // A capital first letter: the picture cannot be understood without this chunk.
                if (char.IsAsciiLetterUpper(name[0]))
                    throw Damaged($"no other critical chunks than IHDR, PLTE, IDAT and IEND, but found {name}");
                break;
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length != 13)
            throw Damaged($"a header of 13 bytes, but it has {header.Length}");
        var width = BinaryPrimitives.ReadUInt32BigEndian(header);
        var height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (width == 0 || height == 0 || (ulong)width * height > ImageFile.MaxPixels)
            throw Damaged($"1 to {ImageFile.MaxPixels} pixels, but the header announces {width} x {height}");
        (_width, _height, _bitDepth, _colorType) = ((int)width, (int)height, header[8], header[9]);
        var isKnown = (ColorType)_colorType switch
        {
            ColorType.Grey => _bitDepth is 1 or 2 or 4 or 8 or 16,
            ColorType.Palette => _bitDepth is 1 or 2 or 4 or 8,
            ColorType.Rgb or ColorType.GreyAlpha or ColorType.Rgba => _bitDepth is 8 or 16,
            _ => false,
        };
        if (!isKnown || header[10] != 0 || header[11] != 0 || header[12] > 1)
        {
            throw Damaged(
                $"a colour type, bit depth, compression, filter and interlace method of the standard, but got {_colorType}, {_bitDepth}, {header[10]}, {header[11]}, {header[12]}");
        }

        _isInterlaced = header[12] == 1;
    }

    private ByteImage Decode()
    {
        if ((ColorType)_colorType == ColorType.Palette && _palette.Length == 0)
            throw Damaged("a palette (PLTE), but there is none");
        // Known before memory is asked for, so that a damaged header of a small file does not take gigabytes.
        var compressed = _compressed.Sum(chunk => (long)chunk.Length);
        if (compressed * MaxCompression < (long)_height * _width * SamplesPerPixel * _bitDepth / 8)
            throw Damaged($"{_width} x {_height} pixels, but {compressed} bytes of compressed data are too few for them");
        var pixels = new byte[checked(_width * _height * Channels)];
        using var stream = new ZLibStream(new ChunkStream(_compressed), CompressionMode.Decompress);
        try
        {
            if (!_isInterlaced)
            {
                DecodePass(stream, pixels, 0, 0, 1, 1);
            }
            else
            {
                // Adam7: seven passes, each a picture of every n-th pixel.
                DecodePass(stream, pixels, 0, 0, 8, 8);
                DecodePass(stream, pixels, 0, 4, 8, 8);
                DecodePass(stream, pixels, 4, 0, 8, 4);
                DecodePass(stream, pixels, 0, 2, 4, 4);
                DecodePass(stream, pixels, 2, 0, 4, 2);
                DecodePass(stream, pixels, 0, 1, 2, 2);
                DecodePass(stream, pixels, 1, 0, 2, 1);
            }

            // At the end zlib compares its own checksum.
            stream.ReadByte();
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"{_path}: expected {_width} x {_height} pixels, but the compressed data ends before.", e);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(_path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{_path}: expected whole compressed data, but it is damaged ({e.Message})", e);
        }

        return new ByteImage(_height, _width, Channels, pixels);
    }

    private void DecodePass(Stream stream, byte[] pixels, int firstRow, int firstColumn, int rowStep, int columnStep)
    {
        var columns = (_width - firstColumn + columnStep - 1) / columnStep;
        if (columns <= 0)
            return;
        var bitsPerPixel = SamplesPerPixel * _bitDepth;
        var bytesPerPixel = Math.Max(1, bitsPerPixel / 8);
        // In front of each row lies a zero pixel, so that the filters need no case for the first one.
        var line = new byte[bytesPerPixel + (int)(((long)columns * bitsPerPixel + 7) / 8)];
        var above = new byte[line.Length];
        for (var y = firstRow; y < _height; y += rowStep)
        {
            var filter = stream.ReadByte();
            stream.ReadExactly(line.AsSpan(bytesPerPixel));
            Unfilter(filter, line, above, bytesPerPixel);
            for (var i = 0; i < columns; i++)
                WritePixel(line.AsSpan(bytesPerPixel), i, pixels.AsSpan((y * _width + firstColumn + i * columnStep) * Channels, Channels));
            (line, above) = (above, line);
        }
    }

    private void Unfilter(int filter, byte[] line, byte[] above, int distance)
    {
        if (filter is < 0 or > 4)
            throw filter < 0 ? new EndOfStreamException() : Damaged($"row filters from 0 to 4, but found {filter}");
        for (var i = distance; i < line.Length; i++)
        {
            line[i] += filter switch
            {
                1 => line[i - distance],
                2 => above[i],
                3 => (byte)((line[i - distance] + above[i]) / 2),
                4 => Paeth(line[i - distance], above[i], above[i - distance]),
                _ => 0,
            };
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

    private void WritePixel(ReadOnlySpan<byte> line, int index, Span<byte> pixel)
    {
        if ((ColorType)_colorType == ColorType.Palette)
        {
            var entry = 3 * Sample(line, index);
            if (entry >= _palette.Length)
                throw Damaged($"palette entries below {_palette.Length / 3}, but a pixel has {entry / 3}");
            _palette.AsSpan(entry, 3).CopyTo(pixel);
            return;
        }

        // Fewer bits are spread over 0 to 255; of 16 bits the high byte is kept, as Pillow does for colours.
        var scale = _bitDepth < 8 ? 255 / ((1 << _bitDepth) - 1) : 1;
        for (var c = 0; c < pixel.Length; c++)
            pixel[c] = (byte)(Sample(line, index * pixel.Length + c) * scale);
    }

    private int Sample(ReadOnlySpan<byte> line, int index)
    {
        if (_bitDepth >= 8)
            return line[index * (_bitDepth / 8)];
        var bit = index * _bitDepth;
        return (line[bit / 8] >> (8 - _bitDepth - bit % 8)) & ((1 << _bitDepth) - 1);
    }

    private string NameOf(ReadOnlySpan<byte> chunk, int position)
    {
        foreach (var letter in chunk[..4])
        {
            if (!char.IsAsciiLetter((char)letter))
                throw Damaged($"the name of a chunk at byte {position}, but found 0x{Convert.ToHexStringLower(chunk[..4])}");
        }

        return System.Text.Encoding.ASCII.GetString(chunk[..4]);
    }

    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
            crc = (crc >> 8) ^ CrcTable[(byte)(crc ^ value)];
        return ~crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb88320;
            table[i] = crc;
        }

        return table;
    }

    private InvalidDataException Damaged(string expectation) => new($"{_path}: expected {expectation}.");
}
