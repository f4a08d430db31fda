using System.Buffers;
using System.Text.Json;

namespace CnnGen.Formats;

/// <content>Writing.</content>
internal sealed partial class SafetensorsHeader
{
    /// <summary>
    /// The header of a file with the given tensors, their data one after the other, padded with spaces to a multiple of 8 bytes.
    /// </summary>
    /// <param name="sources">The tensors.</param>
    /// <param name="metadata">Free text, or null.</param>
    /// <param name="format">How the values are stored.</param>
    /// <exception cref="ArgumentException">
    /// Two tensors have the same name, or the header is one that <see cref="Parse"/> refuses.
    /// </exception>
    public static byte[] Format(
        IReadOnlyList<SafetensorsSource> sources, IReadOnlyDictionary<string, string>? metadata, WeightFormat format)
    {
        var dataType = FloatValues.TypeOf(format);
        var size = FloatValues.SizeOf(dataType);
        var dataLength = sources.Sum(source => (long)source.Count * size);
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
                {
                    throw new ArgumentException(
                        $"Two tensors are named '{source.Name}'; names in a safetensors file are unique.", nameof(sources));
                }

                var end = begin + (long)source.Count * size;
                WriteEntry(writer, source, dataType, begin, end);
                begin = end;
            }

            writer.WriteEndObject();
        }

        // The data begins at a multiple of 8, since the length in front of the header takes 8 bytes.
        var padded = new byte[(buffer.WrittenCount + 7) / 8 * 8];
        padded.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(padded);
        CheckReadable(padded, dataLength);
        return padded;
    }

    /// <summary>What this library would not read, it does not write.</summary>
    private static void CheckReadable(byte[] header, long dataLength)
    {
        if (header.Length > MaxLength)
        {
            throw new ArgumentException(
                $"The header of the safetensors file would take {header.Length} bytes; readers accept {MaxLength}.", "sources");
        }

        try
        {
            Parse("the new file", header, dataLength);
        }
        catch (InvalidDataException e)
        {
            throw new ArgumentException($"The tensors or the free text do not make a safetensors file: {e.Message}", "sources", e);
        }
    }

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
}
