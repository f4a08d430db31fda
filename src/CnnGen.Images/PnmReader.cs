using System.Buffers.Binary;
using System.Text;

namespace CnnGen.Images;

/// <summary>
/// Reads PGM and PPM, plain and raw, as Netpbm defines them: a header of words, then the samples; of several pictures in a file the first.
/// </summary>
internal ref struct PnmReader
{
    /// <summary>As much of a number as a message shows.</summary>
    private const int ShownDigits = 32;

    private readonly string _path;
    private readonly ReadOnlySpan<byte> _data;
    private readonly long _maxPixels;
    private int _position;

    private PnmReader(string path, ReadOnlySpan<byte> data, long maxPixels)
    {
        _path = path;
        _data = data;
        _maxPixels = maxPixels;
        // Behind the two letters of the signature.
        _position = 2;
    }

    /// <summary>Whether the data begins like such a file.</summary>
    /// <param name="data">The file.</param>
    public static bool Matches(ReadOnlySpan<byte> data) =>
        data.Length > 2
            && data[0] == 'P'
            && data[1] is (byte)'2' or (byte)'3' or (byte)'5' or (byte)'6'
            && (IsSpace(data[2]) || data[2] == '#');

    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="data">The file.</param>
    /// <param name="maxPixels">The most pixels it may have.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static ByteImage Read(string path, ReadOnlySpan<byte> data, long maxPixels) =>
        new PnmReader(path, data, maxPixels).Read();

    private ByteImage Read()
    {
        var kind = _data[1];
        var channels = kind is (byte)'3' or (byte)'6' ? 3 : 1;
        var width = ReadNumber("a width", 1, int.MaxValue);
        var height = ReadNumber("a height", 1, int.MaxValue);
        var maximum = ReadNumber("a largest value", 1, ushort.MaxValue);
        if ((long)width * height > _maxPixels)
            throw Damaged($"at most {_maxPixels} pixels, but the header announces {width} x {height}");
        var count = width * height * channels;
        var pixels = kind is (byte)'2' or (byte)'3' ? ReadPlain(count, maximum) : ReadRaw(count, maximum);
        return new ByteImage(height, width, channels, pixels);
    }

    private byte[] ReadPlain(int count, int maximum)
    {
        // A sample takes two characters at least (the last one a single): too short is known before memory is asked for.
        if (_data.Length - _position < 2L * count - 1)
            throw Damaged($"{count} samples, but only {_data.Length - _position} characters follow the header: the file is truncated");
        var pixels = new byte[count];
        for (var i = 0; i < count; i++)
            pixels[i] = Scale(ReadNumber("a sample", 0, maximum, i, count), maximum);
        return pixels;
    }

    private byte[] ReadRaw(int count, int maximum)
    {
        SkipEndOfHeader();
        var samples = _data[_position..];
        var size = maximum < 256 ? 1 : 2;
        var expected = (long)count * size;
        if (samples.Length < expected)
            throw Damaged($"{expected} bytes of samples, but only {samples.Length} follow the header: the file is truncated");
        // A first sample of 10 behind a CR is possible, but not with more bytes than samples, too.
        if (_data[_position - 1] == '\r' && samples[0] == '\n' && samples.Length > expected)
        {
            throw Damaged("one white character between the header and the samples, but CR LF stands there, which would shift all samples"
                + " by a byte: write LF");
        }

        var pixels = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var sample = size == 1 ? samples[i] : BinaryPrimitives.ReadUInt16BigEndian(samples[(2 * i)..]);
            if (sample > maximum)
                throw Damaged($"samples up to {maximum}, but sample {i} is {sample}");
            pixels[i] = Scale(sample, maximum);
        }

        return pixels;
    }

    private static byte Scale(int sample, int maximum) => maximum == 255 ? (byte)sample : (byte)((sample * 255 + maximum / 2) / maximum);

    /// <summary>Exactly one white character ends the header; a comment between ends with its line, and that end is the character.</summary>
    private void SkipEndOfHeader()
    {
        if (_position < _data.Length && _data[_position] == '#')
            SkipComment();
        if (_position == _data.Length)
            return;
        if (!IsSpace(_data[_position]))
            throw Damaged($"a white character behind the header at byte {_position}, but found 0x{_data[_position]:x2}");
        _position++;
    }

    /// <summary>Reads a number of the header, or sample <paramref name="index"/> of <paramref name="count"/>.</summary>
    private int ReadNumber(string what, int minimum, int maximum, int? index = null, int count = 0)
    {
        SkipSpaceAndComments();
        var start = _position;
        var number = 0L;
        while (_position < _data.Length && _data[_position] is >= (byte)'0' and <= (byte)'9')
        {
            number = Math.Min(10 * number + _data[_position] - '0', uint.MaxValue);
            _position++;
        }

        // What is expected becomes a text only where it did not come: a picture has millions of samples.
        if (start != _position && number >= minimum && number <= maximum)
            return (int)number;
        if (index is not null)
            what = $"sample {index} of {count}";
        if (start == _position)
            throw Damaged($"{what} at byte {start}, but {(start < _data.Length ? $"found 0x{_data[start]:x2}" : "the file ends there")}");
        var written = Encoding.ASCII.GetString(_data[start..Math.Min(_position, start + ShownDigits)]);
        if (_position - start > ShownDigits)
            written += $"... ({_position - start} digits)";
        throw Damaged($"{what} from {minimum} to {maximum}, but got {written}");
    }

    private void SkipSpaceAndComments()
    {
        while (_position < _data.Length && (IsSpace(_data[_position]) || _data[_position] == '#'))
        {
            if (_data[_position] == '#')
                SkipComment();
            else
                _position++;
        }
    }

    /// <summary>To the end of the line, which is no part of the comment.</summary>
    private void SkipComment()
    {
        while (_position < _data.Length && _data[_position] is not ((byte)'\n' or (byte)'\r'))
            _position++;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\v' or (byte)'\f';

    private readonly InvalidDataException Damaged(string expectation) => new($"{_path}: expected {expectation}.");
}
