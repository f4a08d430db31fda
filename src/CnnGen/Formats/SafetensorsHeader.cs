using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace CnnGen.Formats;

/// <summary>Where a tensor lies in a safetensors file; offsets count from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, string DataType, IReadOnlyList<int> Shape, long Begin, long End);

/// <summary>The JSON header of a safetensors file: reading with every check the format asks for, and writing.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The member of the header that holds free text instead of a tensor.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>The longest header the format's own implementation accepts, in bytes.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>In front of the header: its length.</summary>
    public const int PrefixLength = sizeof(ulong);

    private readonly string _source;
    private readonly long _dataLength;
    private readonly List<SafetensorsEntry> _entries = [];
    private readonly Dictionary<string, string> _metadata = [];
    private readonly HashSet<string> _names = [];

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
            throw new InvalidDataException($"{source}: expected a safetensors file of at least {PrefixLength} bytes, but it has {fileLength}.");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var rest = fileLength - PrefixLength;
        if (length > MaxLength)
            throw new InvalidDataException($"{source}: expected a header of at most {MaxLength} bytes, but the file announces {length}: no safetensors file, or damaged.");
        if (length > (ulong)rest)
            throw new InvalidDataException($"{source}: expected a header of {length} bytes, but only {rest} bytes follow: truncated or damaged.");
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

    /// <summary>The header of a file with the given tensors, their data one after the other, padded with spaces to a multiple of 8 bytes.</summary>
    /// <param name="sources">The tensors.</param>
    /// <param name="metadata">Free text, or null.</param>
    /// <param name="format">How the values are stored.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name, or the header is too long.</exception>
    public static byte[] Format(IReadOnlyList<SafetensorsSource> sources, IReadOnlyDictionary<string, string>? metadata, WeightFormat format)
    {
        var dataType = FloatValues.TypeOf(format);
        var size = FloatValues.SizeOf(dataType);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteMetadata(writer, metadata);
            var names = new HashSet<string>();
            var begin = 0L;
            foreach (var source in sources)
            {
                if (!names.Add(source.Name))
                    throw new ArgumentException($"Two tensors are named '{source.Name}'; names in a safetensors file are unique.", nameof(sources));
                var end = begin + (long)source.Count * size;
                WriteEntry(writer, source, dataType, begin, end);
                begin = end;
            }

            writer.WriteEndObject();
        }

        // The data begins at a multiple of 8, since the length in front of the header takes 8 bytes.
        var padded = new byte[(buffer.WrittenCount + 7) / 8 * 8];
        if (padded.Length > MaxLength)
            throw new ArgumentException($"The header of the safetensors file would take {padded.Length} bytes; readers accept {MaxLength}.", nameof(sources));
        padded.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(padded);
        return padded;
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

    private static void WriteMetadata(Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is not { Count: > 0 })
            return;
        writer.WriteStartObject(MetadataKey);
        // Sorted, so that the same content is the same file.
        foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter writer, SafetensorsSource source, string dataType, long begin, long end)
    {
        writer.WriteStartObject(source.Name);
        writer.WriteString("dtype", dataType);
        writer.WriteStartArray("shape");
        foreach (var extent in source.Shape)
            writer.WriteNumberValue(extent);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(begin);
        writer.WriteNumberValue(end);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void ReadMembers(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject, "an object", "the header");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!_names.Add(name))
                throw Damaged($"each name once, but '{name}' comes twice");
            reader.Read();
            if (name == MetadataKey)
                ReadMetadata(ref reader);
            else
                _entries.Add(ReadEntry(ref reader, name));
        }

        // Anything but padding behind the object is an error of the reader.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "an object", MetadataKey);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            Expect(ref reader, JsonTokenType.String, "text", $"{MetadataKey} '{key}'");
            if (!_metadata.TryAdd(key, reader.GetString()!))
                throw Damaged($"each key of {MetadataKey} once, but '{key}' comes twice");
        }
    }

    private SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject, "an object", $"tensor '{name}'");
        string? dataType = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.GetString()!;
            reader.Read();
            var isRepeated = member switch { "dtype" => dataType is not null, "shape" => shape is not null, "data_offsets" => offsets is not null, _ => false };
            if (isRepeated)
                throw Damaged($"each member once, but tensor '{name}' has '{member}' twice");
            switch (member)
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String, "text", $"dtype of tensor '{name}'");
                    dataType = reader.GetString();
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, $"shape of tensor '{name}'", int.MaxValue);
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref reader, $"data_offsets of tensor '{name}'", long.MaxValue);
                    break;
                default:
                    throw Damaged($"dtype, shape and data_offsets in tensor '{name}', but it has '{member}'");
            }
        }

        if (dataType is null || shape is null || offsets is not [var begin, var end])
            throw Damaged($"dtype, shape and two data_offsets in tensor '{name}', but not all of them came");
        return new SafetensorsEntry(name, dataType, [.. shape.Select(extent => (int)extent)], begin, end);
    }

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string what, long maximum)
    {
        Expect(ref reader, JsonTokenType.StartArray, "a list", what);
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref reader, JsonTokenType.Number, "a number", what);
            if (!reader.TryGetInt64(out var number) || number < 0 || number > maximum)
                throw Damaged($"whole numbers from 0 to {maximum} as {what}, but got {Encoding.UTF8.GetString(reader.ValueSpan)}");
            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>Tensors must cover the data without gap and overlap, and each must be as long as its shape and type say.</summary>
    private void CheckLayout()
    {
        _entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        var position = 0L;
        foreach (var entry in _entries)
        {
            var tensor = $"tensor '{entry.Name}' ({entry.DataType}, shape {Describe(entry.Shape)})";
            if (entry.End < entry.Begin || entry.End > _dataLength)
                throw Damaged($"{tensor} inside the {_dataLength} bytes of data, but its data_offsets are [{entry.Begin}, {entry.End}]: truncated or damaged");
            if (entry.Begin != position)
            {
                var fault = entry.Begin < position ? "overlaps the tensor before it" : "leaves a gap before it";
                throw Damaged($"{tensor} to begin at byte {position}, but it begins at {entry.Begin} and {fault}");
            }

            CheckLength(entry, tensor);
            position = entry.End;
        }

        if (position != _dataLength)
            throw Damaged($"{position} bytes of data, but {_dataLength} bytes follow the header");
    }

    private void CheckLength(SafetensorsEntry entry, string tensor)
    {
        var count = CountValues(entry.Shape) ?? throw Damaged($"{tensor} to have fewer than 2^63 values");
        var bits = BitsOf(entry.DataType);
        var length = entry.End - entry.Begin;
        // A type this library does not know cannot be checked, only carried along.
        if (bits is not null && (Int128)count * bits.Value != (Int128)length * 8)
            throw Damaged($"{tensor} to take {(Int128)count * bits.Value / 8} bytes, but its data_offsets give it {length}");
        if (length > Array.MaxLength)
            throw Damaged($"{tensor} to take at most {Array.MaxLength} bytes, but it takes {length}");
    }

    private static int? BitsOf(string dataType) => dataType switch
    {
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 8,
        "I16" or "U16" or "F16" or "BF16" => 16,
        "I32" or "U32" or "F32" => 32,
        "I64" or "U64" or "F64" or "C64" => 64,
        _ => null,
    };

    private void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string expectation, string what)
    {
        if (reader.TokenType != expected)
            throw Damaged($"{what} to be {expectation}, but it is {Name(reader.TokenType)}");
    }

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
