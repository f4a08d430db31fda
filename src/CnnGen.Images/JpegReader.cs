using System.Buffers.Binary;
using CnnGen.Formats;

namespace CnnGen.Images;

/// <summary>
/// Reads JPEG (ITU-T T.81) with 8 bits a sample: baseline, extended and progressive with Huffman codes; grey, YCbCr, RGB, CMYK and YCCK;
/// whole-numbered ratios of sampling, restart intervals.
/// </summary>
/// <remarks>
/// Ours, because no library that runs without native code reads all of this: docs/internals/picture-libraries.md has what was measured.
/// Colour profiles are ignored, as by Pillow.
/// </remarks>
internal sealed class JpegReader
{
    /// <summary>
    /// How often scans may come back to a block that has nothing for them. Programs do so seven times at most; some bytes may be a scan
    /// that goes through all blocks of a picture.
    /// </summary>
    private const int MaxPasses = 16;

    private readonly string _path;
    private readonly byte[] _file;
    private readonly long _maxPixels;
    private readonly ushort[]?[] _quantization = new ushort[4][];
    private readonly JpegHuffmanTable?[] _dcTables = new JpegHuffmanTable[4];
    private readonly JpegHuffmanTable?[] _acTables = new JpegHuffmanTable[4];
    private JpegFrame? _frame;
    private int _restartInterval;
    private long _blocksRead;
    private long _scanBytes;
    private bool _isJfif;
    private int? _adobeTransform;
    private int _orientation = JpegOrientation.Upright;

    private JpegReader(string path, byte[] file, long maxPixels) => (_path, _file, _maxPixels) = (path, file, maxPixels);

    /// <summary>Whether the data begins like such a file.</summary>
    /// <param name="data">The file.</param>
    public static bool Matches(ReadOnlySpan<byte> data) => data is [0xff, 0xd8, 0xff, ..];

    /// <summary>Reads a picture, turned as its EXIF data wants it.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="data">The file.</param>
    /// <param name="maxPixels">The most pixels it may have.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or of a kind that is not read.</exception>
    public static ByteImage Read(string path, byte[] data, long maxPixels)
    {
        var reader = new JpegReader(path, data, maxPixels);
        reader.ReadSegments();
        return reader.Decode();
    }

    /// <summary>To the end of the picture; what follows it, such as previews, is left.</summary>
    private void ReadSegments()
    {
        for (var position = 2; ;)
        {
            var marker = ReadMarker(ref position);
            if (marker == 0xd9)
                return;
            // Restart markers outside of scans stand alone and say nothing.
            if (marker is >= 0xd0 and <= 0xd7 or 0x01)
                continue;
            var rest = _file.AsSpan(position);
            var length = rest.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (length < 2 || length > rest.Length)
                throw Damaged($"a segment behind marker 0x{marker:x2} at byte {position}, but the file is truncated or damaged");
            var start = position;
            position += length;
            ReadSegment(marker, rest[2..length], start);
            if (marker == 0xda)
                position = ReadScan(rest[2..length], position);
        }
    }

    private int ReadMarker(ref int position)
    {
        if (position < _file.Length && _file[position] != 0xff)
            throw Damaged($"a marker at byte {position}, but found 0x{_file[position]:x2}");
        while (position < _file.Length && _file[position] == 0xff)
            position++;
        return position < _file.Length
            ? _file[position++]
            : throw Damaged("the end of the picture (EOI), but the file ends before: it is truncated");
    }

    private void ReadSegment(int marker, ReadOnlySpan<byte> content, int position)
    {
        switch (marker)
        {
            case 0xc4:
                ReadHuffmanTables(content, position);
                break;
            case 0xdb:
                ReadQuantizationTables(content, position);
                break;
            case 0xdd when content.Length == 2:
                _restartInterval = BinaryPrimitives.ReadUInt16BigEndian(content);
                break;
            case 0xdd:
                throw Damaged($"a restart interval of 2 bytes at byte {position}, but it has {content.Length}");
            case 0xc0 or 0xc1 or 0xc2:
                if (_frame is not null)
                    throw Damaged($"one picture, but a second frame begins at byte {position}");
                _frame = ReadFrame(content, isProgressive: marker == 0xc2);
                break;
            case >= 0xc3 and <= 0xcf and not 0xc8:
                throw Damaged($"a baseline or progressive picture with Huffman codes, but it has marker 0x{marker:x2} (lossless,"
                    + " hierarchical or arithmetic): convert it");
            case 0xd8:
                throw Damaged($"one picture, but another begins at byte {position}");
            case 0xe0:
                _isJfif |= content.StartsWith("JFIF\0"u8);
                break;
            case 0xe1:
                _orientation = JpegOrientation.Read(content) ?? _orientation;
                break;
            case 0xee when content.Length >= 12 && content.StartsWith("Adobe"u8):
                _adobeTransform = content[11];
                break;
        }
    }

    private void ReadQuantizationTables(ReadOnlySpan<byte> content, int position)
    {
        while (content.Length > 0)
        {
            var size = content[0] >> 4 == 0 ? 1 : 2;
            var id = content[0] & 15;
            if (content[0] >> 4 > 1 || id > 3 || content.Length < 1 + 64 * size)
                throw Damaged($"quantization tables 0 to 3 of 64 numbers at byte {position}, but one is damaged");
            var table = new ushort[64];
            for (var i = 0; i < 64; i++)
            {
                table[JpegScan.ZigZag[i]] = size == 1 ? content[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(content[(1 + 2 * i)..]);
            }

            _quantization[id] = table;
            content = content[(1 + 64 * size)..];
        }
    }

    private void ReadHuffmanTables(ReadOnlySpan<byte> content, int position)
    {
        while (content.Length > 0)
        {
            var (kind, id) = (content[0] >> 4, content[0] & 15);
            var codes = 0;
            for (var i = 1; i <= JpegHuffmanTable.MaxLength && i < content.Length; i++)
                codes += content[i];
            var end = 1 + JpegHuffmanTable.MaxLength + codes;
            var table = kind > 1 || id > 3 || codes > 256 || content.Length < end
                ? null
                : JpegHuffmanTable.Create(content.Slice(1, JpegHuffmanTable.MaxLength), content[(1 + JpegHuffmanTable.MaxLength)..end]);
            (kind == 0 ? _dcTables : _acTables)[id & 3] =
                table ?? throw Damaged($"Huffman tables 0 to 3 of at most 256 codes at byte {position}, but one is damaged");
            content = content[end..];
        }
    }

    private JpegFrame ReadFrame(ReadOnlySpan<byte> content, bool isProgressive)
    {
        if (content.Length < 6 || content.Length != 6 + 3 * content[5])
            throw Damaged("a frame header of 6 bytes, and 3 for each component, but it is damaged");
        if (content[0] != 8)
            throw Damaged($"8 bits a sample, but it has {content[0]}: convert it");
        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(content[1..]), BinaryPrimitives.ReadUInt16BigEndian(content[3..]));
        if (width == 0 || height == 0 || (long)width * height > _maxPixels)
            throw Damaged($"sides from 1 and at most {_maxPixels} pixels, but the header announces {width} x {height}");
        if (content[5] is not (1 or 3 or 4))
            throw Damaged($"1, 3 or 4 components, but it has {content[5]}");
        var components = ReadComponents(content[6..]);
        var frame = new JpegFrame(width, height, isProgressive, components);
        if (components.Any(component => frame.Horizontal % component.Horizontal + frame.Vertical % component.Vertical != 0))
            throw Damaged("ratios of sampling that are whole numbers, but got others: convert it");
        var blocks = 0L;
        foreach (var component in components)
        {
            component.Measure(width, height, frame.Horizontal, frame.Vertical);
            blocks += component.Blocks.Width * component.Blocks.Height;
        }

        // A block takes a bit at least: too short is known before memory is asked for.
        if (blocks > 8L * _file.Length)
            throw Damaged($"{width} x {height} pixels in {blocks} blocks, but the file has only {_file.Length} bytes: it is truncated");
        // Coefficients, which give way to samples; then samples and pixels; then pixels, and again turned.
        var pixels = (long)width * height * (components.Length == 1 ? 1 : 3);
        var wanted = Math.Max(64 * blocks * sizeof(short), pixels + Math.Max(64 * blocks, pixels));
        const string wayOut = "where the picture is right, convert it to PPM or PGM, which is not compressed";
        if (DeflateBounds.Objection(_file.Length, 64 * blocks, wanted, wayOut) is { } objection)
            throw Damaged($"{width} x {height} pixels, but {objection}");
        foreach (var component in components)
            component.Allocate(frame.UnitColumns, frame.UnitRows);
        return frame;
    }

    private JpegComponent[] ReadComponents(ReadOnlySpan<byte> content)
    {
        var components = new JpegComponent[content.Length / 3];
        for (var i = 0; i < components.Length; i++)
        {
            var part = content.Slice(3 * i, 3);
            components[i] = new JpegComponent(part[0], part[1] >> 4, part[1] & 15, part[2]);
        }

        if (components.DistinctBy(component => component.Id).Count() < components.Length
            || components.Any(component => component is not { Horizontal: > 0 and <= 4, Vertical: > 0 and <= 4, Quantization: <= 3 }))
        {
            throw Damaged(
                "components of different names, with sampling factors from 1 to 4 and quantization tables 0 to 3, but got others");
        }

        return components;
    }

    /// <summary>Reads a scan behind its header. Where the next marker begins.</summary>
    private int ReadScan(ReadOnlySpan<byte> content, int position)
    {
        if (_frame is null)
            throw Damaged("a frame header in front of the first scan, but there is none");
        var header = ReadScanHeader(content);
        _blocksRead += header.Components.Sum(part => part.Component.BlocksInMemory);
        // A block that has something takes a bit at least.
        if (_blocksRead > MaxPasses * _frame.Components.Sum(component => (long)component.BlocksInMemory) + 8 * _scanBytes)
            throw Damaged($"scans that come to a block at most {MaxPasses} times, or have data for it, but there are more: convert it");
        foreach (var (component, _, _) in header.Components)
        {
            component.Prediction = 0;
            component.HasMeans |= header.First == 0;
            component.Table ??= _quantization[component.Quantization]
                ?? throw Damaged($"quantization table {component.Quantization}, but there is none");
        }

        var end = new JpegScan(_path, _frame, header, _restartInterval, new JpegBits(_path, _file, position)).Read();
        _scanBytes += end - position;
        return end;
    }

    private JpegScanHeader ReadScanHeader(ReadOnlySpan<byte> content)
    {
        var count = content.Length == 0 ? 0 : content[0];
        if (count is 0 or > 4 || content.Length != 4 + 2 * count)
            throw Damaged("a scan header of 4 bytes, and 2 for each of 1 to 4 components, but it is damaged");
        // A sequential scan has all of it, whatever its header says.
        var isProgressive = _frame!.IsProgressive;
        var (first, last) = isProgressive ? (content[^3], content[^2]) : ((byte)0, (byte)63);
        var (high, shift) = isProgressive ? (content[^1] >> 4, content[^1] & 15) : (0, 0);
        if (isProgressive
            && (first > last || last > 63 || (first == 0 && last > 0) || (first > 0 && count > 1) || shift > 13
                || (high > 0 && high != shift + 1)))
        {
            throw Damaged(
                $"a band and bits of progressive scans, but got {first} to {last} of {count} components, bits {high} and {shift}");
        }

        var needsDc = first == 0 && high == 0;
        var needsAc = last > 0;
        var components = new JpegScanComponent[count];
        for (var i = 0; i < count; i++)
        {
            var (id, tables) = (content[1 + 2 * i], content[2 + 2 * i]);
            var component = _frame.Components.FirstOrDefault(component => component.Id == id)
                ?? throw Damaged($"components of the picture in scans, but one has component {id}");
            var (dc, ac) = (tables >> 4, tables & 15);
            if ((needsDc && (dc > 3 || _dcTables[dc] is null)) || (needsAc && (ac > 3 || _acTables[ac] is null)))
                throw Damaged($"Huffman tables {dc} and {ac} of component {id}, but there are none");
            components[i] = new JpegScanComponent(component, needsDc ? _dcTables[dc] : null, needsAc ? _acTables[ac] : null);
        }

        if (components.DistinctBy(part => part.Component.Id).Count() < count)
            throw Damaged("different components in a scan, but one comes twice");
        return new JpegScanHeader(components, first, last, high > 0, shift);
    }

    private ByteImage Decode()
    {
        if (_frame is null)
            throw Damaged("a picture of baseline or progressive JPEG, but there is none");
        if (_frame.Components.Any(component => !component.HasMeans))
            throw Damaged($"data of {_frame.Components.Count} components, but not all have some: the file is truncated or damaged");
        foreach (var component in _frame.Components)
            component.Transform();
        return JpegOrientation.Apply(new JpegPicture(_frame, Colors()).ToImage(), _orientation);
    }

    /// <summary>As libjpeg guesses it: JFIF is YCbCr; else Adobe's mark decides; else the names of the components.</summary>
    private JpegColors Colors() => _frame!.Components.Count switch
    {
        1 => JpegColors.Grey,
        4 => _adobeTransform == 2 ? JpegColors.Ycck : JpegColors.Cmyk,
        _ when _isJfif => JpegColors.YCbCr,
        _ when _adobeTransform is { } transform => transform == 0 ? JpegColors.Rgb : JpegColors.YCbCr,
        _ => _frame.Components.Select(component => component.Id).SequenceEqual("RGB"u8.ToArray()) ? JpegColors.Rgb : JpegColors.YCbCr,
    };

    private InvalidDataException Damaged(string expectation) => new($"{_path}: expected {expectation}.");
}
