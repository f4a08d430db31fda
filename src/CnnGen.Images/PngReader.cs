using System.Buffers.Binary;
using System.Text;
using CnnGen.Formats;

namespace CnnGen.Images;

/// <summary>
/// Reads PNG (W3C Recommendation, third edition): all colour types and bit depths, interlaced or not, with the checksums and the order of
/// chunks checked.
/// </summary>
/// <remarks>
/// Ours, because no library that runs without native code is right on the whole PngSuite: docs/internals/picture-libraries.md has what was
/// measured. Gamma and colour profiles are ignored, as Pillow does; so is the transparent colour of <c>tRNS</c>, since whoever feeds a
/// network drops alpha.
/// </remarks>
internal sealed class PngReader
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    private readonly string _path;
    private readonly ReadOnlyMemory<byte> _file;
    private readonly long _maxPixels;
    private PngHeader? _header;
    private byte[] _palette = [];
    private long _packedBytes;

    // Where the chunks with data begin and end.
    private int? _firstData;
    private int _dataEnd;

    private PngReader(string path, ReadOnlyMemory<byte> file, long maxPixels) => (_path, _file, _maxPixels) = (path, file, maxPixels);

    /// <summary>Whether the data begins like such a file.</summary>
    /// <param name="data">The file.</param>
    public static bool Matches(ReadOnlySpan<byte> data) => data.StartsWith(Signature);

    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="data">The file.</param>
    /// <param name="maxPixels">The most pixels it may have.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static ByteImage Read(string path, ReadOnlyMemory<byte> data, long maxPixels)
    {
        var reader = new PngReader(path, data, maxPixels);
        reader.ReadChunks();
        return reader.Decode();
    }

    private void ReadChunks()
    {
        for (var position = Signature.Length; ;)
        {
            var rest = _file.Span[position..];
            if (rest.Length < ChunkStream.Frame)
                throw Damaged($"a chunk at byte {position}, but only {rest.Length} bytes follow: the file is truncated");
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - ChunkStream.Frame)
            {
                throw Damaged($"a chunk of {length} bytes at byte {position}, but only {rest.Length - ChunkStream.Frame} follow: the file"
                    + " is truncated");
            }

            var named = rest.Slice(4, 4 + (int)length);
            var name = named[..4];
            if (!IsName(name))
                throw Damaged($"the name of a chunk at byte {position}, but found 0x{Convert.ToHexStringLower(name)}");
            if (Crc32.Of(named) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
                throw Damaged($"the checksum of chunk {Text(name)} at byte {position} to fit its content: the file is damaged");
            if ((_header is null) != name.SequenceEqual("IHDR"u8))
                throw Damaged($"IHDR as the first chunk and only there, but found {Text(name)} at byte {position}");
            if (name.SequenceEqual("IEND"u8))
                return;
            ReadChunk(name, named[4..], position);
            position += ChunkStream.Frame + (int)length;
        }
    }

    private void ReadChunk(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content, int position)
    {
        if (name.SequenceEqual("IHDR"u8))
        {
            _header = ReadHeader(content);
        }
        else if (name.SequenceEqual("PLTE"u8))
        {
            if (_palette.Length > 0 || _firstData is not null)
                throw Damaged($"one palette (PLTE) in front of the data (IDAT), but found one at byte {position}");
            if (content.Length % 3 != 0 || content.Length is 0 or > 768)
                throw Damaged($"a palette of 1 to 256 colours, but it has {content.Length} bytes");
            _palette = content.ToArray();
        }
        else if (name.SequenceEqual(ChunkStream.Name))
        {
            _firstData ??= position;
            if (position != _dataEnd && position != _firstData)
                throw Damaged($"all data (IDAT) in chunks that follow one another, but another begins at byte {position}");
            _packedBytes += content.Length;
            _dataEnd = position + ChunkStream.Frame + content.Length;
        }
        else if (char.IsAsciiLetterUpper((char)name[0]))
        {
            // A capital first letter: the picture cannot be understood without this chunk.
            throw Damaged($"no other critical chunks than IHDR, PLTE, IDAT and IEND, but found {Text(name)}");
        }
    }

    private PngHeader ReadHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length != 13)
            throw Damaged($"a header of 13 bytes, but it has {header.Length}");
        var width = BinaryPrimitives.ReadUInt32BigEndian(header);
        var height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (width is 0 or > PngHeader.MaxSide || height is 0 or > PngHeader.MaxSide || (long)width * height > _maxPixels)
        {
            throw Damaged($"sides from 1 to {PngHeader.MaxSide} and at most {_maxPixels} pixels, but the header announces {width}"
                + $" x {height}");
        }

        var (depth, type) = (header[8], (PngColorType)header[9]);
        var isKnown = type switch
        {
            PngColorType.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Palette => depth is 1 or 2 or 4 or 8,
            PngColorType.Rgb or PngColorType.GreyAlpha or PngColorType.Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!isKnown || header[10] != 0 || header[11] != 0 || header[12] > 1)
        {
            throw Damaged(
                $"a colour type, bit depth, compression, filter and interlace method of the standard, but got {header[9]}, {depth},"
                    + $" {header[10]}, {header[11]}, {header[12]}");
        }

        return new PngHeader((int)width, (int)height, depth, type, header[12] == 1);
    }

    private ByteImage Decode()
    {
        if (_header!.ColorType == PngColorType.Palette && _palette.Length == 0)
            throw Damaged("a palette (PLTE), but there is none");
        if (_firstData is not { } first)
            throw Damaged("the data of the picture (IDAT), but there is none");
        var wanted = Math.Max(_header.PixelBytes, _header.RawBytes);
        const string wayOut = "where the picture is right, convert it to PPM or PGM, which is not compressed";
        if (DeflateBounds.Objection(_packedBytes, _header.RawBytes, wanted, wayOut) is { } objection)
            throw Damaged($"{_header.Width} x {_header.Height} pixels, but {objection}");
        return new PngDecoder(_path, _header, _palette, _file, first).Decode();
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetter((char)letter))
                return false;
        }

        return true;
    }

    private static string Text(ReadOnlySpan<byte> name) => Encoding.ASCII.GetString(name);

    private InvalidDataException Damaged(string expectation) => new($"{_path}: expected {expectation}.");
}
