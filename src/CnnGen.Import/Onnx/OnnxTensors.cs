using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf.Collections;
using global::Onnx;

namespace CnnGen.Import.Onnx;

/// <summary>Reads tensors of a model: stored in it, as typed numbers or as bytes, or in files beside it.</summary>
/// <param name="folder">The folder of the model.</param>
internal sealed class OnnxTensors(string folder)
{
    private const int MostAxes = 16;

    /// <summary>Reads a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="InvalidDataException">It is damaged, of a type that weights do not have, or its file cannot be read.</exception>
    public OnnxConstant Read(TensorProto tensor)
    {
        if (tensor.Dims.Count > MostAxes || tensor.Dims.Any(extent => extent is < 0 or > int.MaxValue))
            throw new InvalidDataException($"its shape is ({string.Join(", ", tensor.Dims.Take(MostAxes))})");
        if (tensor.Segment is not null)
            throw new InvalidDataException("it is stored in segments, which no version has defined");
        int[] shape = [.. tensor.Dims.Select(extent => (int)extent)];
        var count = OnnxIndex.Count(shape);
        var isBeside = tensor.DataLocation == TensorProto.Types.DataLocation.External;
        var bytes = isBeside ? ReadBeside(tensor.ExternalData) : tensor.RawData.Memory;
        var type = (TensorProto.Types.DataType)tensor.DataType;
        return type switch
        {
            TensorProto.Types.DataType.Float => OnnxConstant.Of(shape, Numbers<float>(tensor.FloatData, bytes, count)),
            TensorProto.Types.DataType.Double => OnnxConstant.Of(
                shape, Array.ConvertAll(Numbers<double>(tensor.DoubleData, bytes, count), value => (float)value)),
            TensorProto.Types.DataType.Float16 => OnnxConstant.Of(
                shape, Array.ConvertAll(Bits(tensor.Int32Data, bytes, count), bits => (float)BitConverter.UInt16BitsToHalf(bits))),
            TensorProto.Types.DataType.Bfloat16 => OnnxConstant.Of(
                shape, Array.ConvertAll(Bits(tensor.Int32Data, bytes, count), bits => BitConverter.Int32BitsToSingle(bits << 16))),
            TensorProto.Types.DataType.Int64 => OnnxConstant.Of(shape, Numbers<long>(tensor.Int64Data, bytes, count)),
            TensorProto.Types.DataType.Int32 => OnnxConstant.Of(
                shape, Array.ConvertAll(Numbers<int>(tensor.Int32Data, bytes, count), value => (long)value)),
            TensorProto.Types.DataType.Bool => OnnxConstant.Of(shape, bytes.IsEmpty
                ? Array.ConvertAll(Numbers<int>(tensor.Int32Data, default, count), value => (long)value)
                : Array.ConvertAll(Numbers<byte>([], bytes, count), value => value == 0 ? 0L : 1)),
            _ => throw new InvalidDataException(
                $"its numbers are {type}, but must be floats, half floats, or whole numbers of 32 or 64 bits; quantized models are not"
                + " read"),
        };
    }

    private static T[] Numbers<T>(RepeatedField<T> typed, ReadOnlyMemory<byte> bytes, int count)
        where T : unmanaged
    {
        // The count is compared before anything is made of that size.
        if (typed.Count == count && bytes.IsEmpty)
            return [.. typed];
        long size = Marshal.SizeOf<T>(), has = typed.Count > 0 ? typed.Count * size : bytes.Length;
        if (typed.Count > 0 || has != count * size)
            throw new InvalidDataException($"its shape has {count} numbers of {size} bytes, but the file has {has} bytes for it");
        var values = MemoryMarshal.Cast<byte, T>(bytes.Span).ToArray();
        if (!BitConverter.IsLittleEndian)
            MemoryMarshal.AsBytes(values.AsSpan()).Reverse();
        return values;
    }

    /// <summary>Numbers of 16 bits, which are stored as such, or each in a whole number.</summary>
    private static ushort[] Bits(RepeatedField<int> typed, ReadOnlyMemory<byte> bytes, int count)
    {
        if (bytes.IsEmpty && typed.Count == count)
            return [.. typed.Select(value => unchecked((ushort)value))];
        if (bytes.Length != 2L * count)
            throw new InvalidDataException($"its shape has {count} numbers of 2 bytes, but the file has {bytes.Length} bytes for it");
        var values = new ushort[count];
        for (var i = 0; i < count; i++)
            values[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[(2 * i)..]);
        return values;
    }

    private byte[] ReadBeside(IEnumerable<StringStringEntryProto> entries)
    {
        var known = new Dictionary<string, string>();
        foreach (var entry in entries)
            known[entry.Key] = entry.Value;
        var location = known.GetValueOrDefault("location", "");
        // Nothing but files beside the model and below: a model must not read what is none of its business.
        var isInside = location.Length > 0 && !Path.IsPathRooted(location) && !location.Contains('\\') && !location.Contains(':')
            && !location.Split('/').Contains("..");
        if (!isInside)
            throw new InvalidDataException($"its values are in '{location}', but must be in a file beside the model, or in a folder there");
        var path = Path.Combine(folder, location);
        if (!File.Exists(path))
            throw new InvalidDataException($"its values are in '{location}', which is not beside the model: copy the file there");
        using var file = File.OpenRead(path);
        var offset = Number("offset", 0);
        var length = Number("length", file.Length - offset);
        if (offset < 0 || length < 0 || length > Array.MaxLength || offset > file.Length - length)
        {
            throw new InvalidDataException(
                $"its values are {length} bytes from {offset} on in '{location}', but that file has {file.Length} bytes");
        }

        file.Position = offset;
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        return bytes;

        long Number(string key, long otherwise) => !known.TryGetValue(key, out var text) ? otherwise
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;
    }
}
