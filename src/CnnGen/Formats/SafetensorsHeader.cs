using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace CnnGen.Formats;

/// <summary>Where a tensor lies in a safetensors file; offsets count from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, string DataType, IReadOnlyList<int> Shape, long Begin, long End);

/// <summary>The JSON header of a safetensors file: reading with every check the format asks for, and writing.</summary>
/// <remarks>This part, which reads, is compiled into the build's own task, too, for netstandard2.0.</remarks>
internal sealed partial class SafetensorsHeader
{
    /// <summary>The member of the header that holds free text instead of a tensor.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>The longest header the format's own implementation accepts, in bytes.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>In front of the header: its length.</summary>
    public const int PrefixLength = sizeof(ulong);

    // What a header may make of its bytes is bounded, since each tensor and each text takes several times what it takes in the file.
    private const int MaxTensors = 1 << 16;
    private const int MaxMetadata = 1 << 16;
    private const int MaxTextBytes = 8 << 20;

    // PyTorch and NumPy, from which such files come, end there.
    private const int MaxRank = 64;

    // The longest array of .NET.
    private const int MaxTensorBytes = 0x7FFFFFC7;

    private const int LongestQuote = 60;

    private readonly string _source;
    private readonly long _dataLength;
    private readonly List<SafetensorsEntry> _entries = [];
    private readonly Dictionary<string, string> _metadata = [];
    private readonly HashSet<string> _names = [];
    private readonly long[] _numbers = new long[MaxRank];
    private long _textBytes;

    private SafetensorsHeader(string source, long dataLength) => (_source, _dataLength) = (source, dataLength);

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _entries;

    /// <summary>The free text.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Reads and checks the header of a file that is in memory.</summary>
    /// <param name="source">What is read, for messages.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="data">What the header's offsets count from.</param>
    /// <exception cref="InvalidDataException">The file is truncated, damaged or of another format.</exception>
    public static SafetensorsHeader Read(string source, ReadOnlySpan<byte> file, out ReadOnlySpan<byte> data)
    {
        var length = LengthOf(source, file[..Math.Min(PrefixLength, file.Length)], file.Length);
        data = file[(PrefixLength + length)..];
        return Parse(source, file.Slice(PrefixLength, length), data.Length);
    }

    /// <summary>The length of a header, checked before any memory is asked for: a foreign file begins with any eight bytes.</summary>
    /// <param name="source">What is read, for messages.</param>
    /// <param name="prefix">The first <see cref="PrefixLength"/> bytes of the file, or all it has.</param>
    /// <param name="fileLength">Bytes of the whole file.</param>
    /// <exception cref="InvalidDataException">The file is too short, or no safetensors file.</exception>
    public static int LengthOf(string source, ReadOnlySpan<byte> prefix, long fileLength)
    {
        if (prefix.Length < PrefixLength)
        {
            throw new InvalidDataException(
                $"{source}: expected a safetensors file of at least {PrefixLength} bytes, but it has {fileLength}.");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var rest = fileLength - PrefixLength;
        if (length > MaxLength)
        {
            throw new InvalidDataException($"{source}: expected a header of at most {MaxLength} bytes, but the file announces {length}: no"
                + " safetensors file, or damaged.");
        }

        if (length > (ulong)rest)
        {
            throw new InvalidDataException(
                $"{source}: expected a header of {length} bytes, but only {rest} bytes follow: truncated or damaged.");
        }

        return (int)length;
    }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="source">What is read, for messages.</param>
    /// <param name="json">The header.</param>
    /// <param name="dataLength">Bytes behind the header.</param>
    /// <exception cref="InvalidDataException">The header is no JSON, not of the format, or does not fit the data.</exception>
    public static SafetensorsHeader Parse(string source, ReadOnlySpan<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader(source, dataLength);
        try
        {
            header.ReadMembers(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // InvalidOperationException: the reader found text that is no valid UTF-8.
            throw new InvalidDataException($"{source}: the header was expected to be JSON, but {e.Message}", e);
        }

        header.CheckLayout();
        return header;
    }

    /// <summary>The number of values of a shape, or null when an extent is negative or the product overflows.</summary>
    /// <param name="shape">The extents.</param>
    public static long? CountValues(IReadOnlyList<int> shape)
    {
        var count = 1L;
        foreach (var extent in shape)
        {
            if (extent < 0 || (extent > 0 && count > long.MaxValue / extent))
                return null;
            count *= extent;
        }

        return count;
    }

    /// <summary>A shape as text: <c>(3, 3, 1, 64)</c>.</summary>
    /// <param name="shape">The extents.</param>
    public static string Describe(IReadOnlyList<int> shape) => $"({string.Join(", ", shape)})";

    private void ReadMembers(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Damaged($"the header to be an object, but it is {Name(reader.TokenType)}");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = TextOf(ref reader);
            if (!_names.Add(name))
                throw Damaged($"each name once, but {Quote(name)} is a duplicate");
            reader.Read();
            if (name == MetadataKey)
                ReadMetadata(ref reader);
            else if (_entries.Count < MaxTensors)
                _entries.Add(ReadEntry(ref reader, name));
            else
                throw Damaged($"at most {MaxTensors} tensors, but the header has more");
        }

        // Anything but padding behind the object is an error of the reader.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Damaged($"{MetadataKey} to be an object, but it is {Name(reader.TokenType)}");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = TextOf(ref reader);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw Damaged($"text as {MetadataKey} {Quote(key)}, but it is {Name(reader.TokenType)}");
            if (_metadata.Count == MaxMetadata)
                throw Damaged($"at most {MaxMetadata} members of {MetadataKey}, but the header has more");
            if (_metadata.ContainsKey(key))
                throw Damaged($"each key of {MetadataKey} once, but {Quote(key)} is a duplicate");
            _metadata.Add(key, TextOf(ref reader));
        }
    }

    private SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Damaged($"tensor {Quote(name)} to be an object, but it is {Name(reader.TokenType)}");
        string? dataType = null;
        int[]? shape = null;
        (long Begin, long End)? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("dtype"u8))
            {
                CheckFirst(name, "dtype", dataType is null);
                dataType = ReadDataType(ref reader, name);
            }
            else if (reader.ValueTextEquals("shape"u8))
            {
                CheckFirst(name, "shape", shape is null);
                shape = ReadShape(ref reader, name);
            }
            else if (reader.ValueTextEquals("data_offsets"u8))
            {
                CheckFirst(name, "data_offsets", offsets is null);
                offsets = ReadNumbers(ref reader, name, "data_offsets", 2, long.MaxValue) is [var begin, var end]
                    ? (begin, end)
                    : throw Damaged($"two data_offsets in tensor {Quote(name)}, but there are fewer");
            }
            else
            {
                throw Damaged($"dtype, shape and data_offsets in tensor {Quote(name)}, but it has {Quote(TextOf(ref reader))}");
            }
        }

        return dataType is not null && shape is not null && offsets is { } range
            ? new SafetensorsEntry(name, dataType, shape, range.Begin, range.End)
            : throw Damaged($"dtype, shape and two data_offsets in tensor {Quote(name)}, but not all of them came");
    }

    private void CheckFirst(string name, string member, bool isFirst)
    {
        if (!isFirst)
            throw Damaged($"each member once, but {member} of tensor {Quote(name)} is a duplicate");
    }

    private string ReadDataType(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
            throw Damaged($"dtype of tensor {Quote(name)} to be text, but it is {Name(reader.TokenType)}");
        var dataType = TextOf(ref reader);
        return BitsOf(dataType) > 0
            ? dataType
            : throw Damaged($"dtype of tensor {Quote(name)} to be one of the format's types, but it is {Quote(dataType)}");
    }

    private int[] ReadShape(ref Utf8JsonReader reader, string name)
    {
        var extents = ReadNumbers(ref reader, name, "shape", MaxRank, int.MaxValue);
        var shape = new int[extents.Length];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = (int)extents[i];
        return shape;
    }

    /// <summary>Reads a list of whole numbers, which lie where the next call puts its own.</summary>
    private ReadOnlySpan<long> ReadNumbers(ref Utf8JsonReader reader, string name, string member, int limit, long maximum)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Damaged($"{member} of tensor {Quote(name)} to be a list, but it is {Name(reader.TokenType)}");
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == limit)
                throw Damaged($"at most {limit} numbers as {member} of tensor {Quote(name)}, but there are more");
            if (reader.TokenType != JsonTokenType.Number)
                throw Damaged($"whole numbers as {member} of tensor {Quote(name)}, but one is {Name(reader.TokenType)}");
            if (!reader.TryGetInt64(out _numbers[count]) || _numbers[count] < 0 || _numbers[count] > maximum)
            {
                var digits = reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, LongestQuote)].ToArray();
                throw Damaged(
                    $"whole numbers from 0 to {maximum} as {member} of tensor {Quote(name)}, but got {Encoding.UTF8.GetString(digits)}");
            }

            count++;
        }

        return _numbers.AsSpan(0, count);
    }

    /// <summary>The text of a name or a string. All of a header's together are bounded.</summary>
    private string TextOf(ref Utf8JsonReader reader)
    {
        _textBytes += reader.ValueSpan.Length;
        return _textBytes <= MaxTextBytes
            ? reader.GetString()!
            : throw Damaged($"at most {MaxTextBytes} bytes of names and free text, but the header has more");
    }

    /// <summary>Tensors must cover the data without gap and overlap, and each must be as long as its shape and type say.</summary>
    private void CheckLayout()
    {
        _entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        var position = 0L;
        foreach (var entry in _entries)
        {
            if (entry.End < entry.Begin || entry.End > _dataLength)
            {
                throw Damaged($"{Describe(entry)} inside the {_dataLength} bytes of data, but its data_offsets are [{entry.Begin},"
                    + $" {entry.End}]: truncated or damaged");
            }

            if (entry.Begin != position)
            {
                var fault = entry.Begin < position ? "overlaps the tensor before it" : "leaves a gap before it";
                throw Damaged($"{Describe(entry)} to begin at byte {position}, but it begins at {entry.Begin} and {fault}");
            }

            CheckLength(entry);
            position = entry.End;
        }

        if (position != _dataLength)
            throw Damaged($"{position} bytes of data, but {_dataLength} bytes follow the header");
    }

    private void CheckLength(SafetensorsEntry entry)
    {
        var count = CountValues(entry.Shape) ?? throw Damaged($"{Describe(entry)} to have fewer than 2^63 values");
        // Exact: 2^63 values of 64 bits are less than the 96 bits of a decimal.
        var bits = (decimal)count * BitsOf(entry.DataType);
        var length = entry.End - entry.Begin;
        if (bits % 8 != 0)
            throw Damaged($"{Describe(entry)} to fill whole bytes, but it has {bits} bits");
        if (bits != (decimal)length * 8)
            throw Damaged($"{Describe(entry)} to take {bits / 8} bytes, but its data_offsets give it {length}");
        if (length > MaxTensorBytes)
            throw Damaged($"{Describe(entry)} to take at most {MaxTensorBytes} bytes, but it takes {length}");
    }

    private static string Describe(SafetensorsEntry entry) =>
        $"tensor {Quote(entry.Name)} ({entry.DataType}, shape {Describe(entry.Shape)})";

    /// <summary>A name in quotation marks, shortened where it is longer than a message should be.</summary>
    private static string Quote(string name) => name.Length <= LongestQuote ? $"'{name}'" : $"'{name[..LongestQuote]}...'";

    /// <summary>Bits of a value; 0 where the format has no such type.</summary>
    private static int BitsOf(string dataType) => dataType switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 8,
        "I16" or "U16" or "F16" or "BF16" => 16,
        "I32" or "U32" or "F32" => 32,
        "I64" or "U64" or "F64" or "C64" => 64,
        _ => 0,
    };

    private static string Name(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        _ => "nothing",
    };

    private InvalidDataException Damaged(string expectation) => new($"{_source}: expected {expectation}.");
}
