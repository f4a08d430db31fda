using System.Runtime.InteropServices;

namespace CnnGen.Formats;

/// <summary>One tensor of a safetensors file.</summary>
public sealed class SafetensorsTensor
{
    private readonly string _path;
    private readonly byte[] _bytes;

    internal SafetensorsTensor(string path, SafetensorsEntry entry, byte[] bytes) => (_path, Entry, _bytes) = (path, entry, bytes);

    /// <summary>Its name, as in the file.</summary>
    public string Name => Entry.Name;

    /// <summary>Its type, as in the file: <c>F32</c>, <c>I64</c>, <c>BF16</c> ...</summary>
    public string DataType => Entry.DataType;

    /// <summary>Its extents; empty for a scalar. Values lie row-major.</summary>
    public IReadOnlyList<int> Shape => Entry.Shape;

    /// <summary>Whether it holds float32 values (<c>F32</c>).</summary>
    public bool IsFloat32 => DataType == "F32";

    /// <summary>Whether <see cref="CopyTo"/> reads it: <c>F32</c>, <c>F16</c> and <c>BF16</c>.</summary>
    public bool IsFloat => FloatValues.SizeOf(DataType) > 0;

    /// <summary>The values of an <c>F32</c> tensor where they lie, row-major. <see cref="CopyTo"/> reads shorter floats too.</summary>
    /// <exception cref="InvalidDataException">It holds another type than <c>F32</c>.</exception>
    public ReadOnlySpan<float> Floats
    {
        get
        {
            if (!IsFloat32)
                throw new InvalidDataException($"{_path}: tensor '{Name}' was expected to be F32, but is {DataType}.");
            if (BitConverter.IsLittleEndian)
                return MemoryMarshal.Cast<byte, float>(_bytes);
            var values = new float[_bytes.Length / sizeof(float)];
            FloatValues.Widen(DataType, _bytes, values);
            return values;
        }
    }

    /// <summary>The stored bytes: little-endian, whatever the type.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The same as <see cref="Bytes"/>, for who cannot take a span.</summary>
    internal ReadOnlyMemory<byte> Memory => _bytes;

    internal SafetensorsEntry Entry { get; }

    /// <summary>Copies the values as float32, into which shorter floats widen exactly.</summary>
    /// <param name="destination">Room for exactly all values.</param>
    /// <exception cref="InvalidDataException">It holds another type than <c>F32</c>, <c>F16</c> or <c>BF16</c>, or another number of values
    /// than there is room for.</exception>
    public void CopyTo(Span<float> destination)
    {
        if (!IsFloat)
            throw new InvalidDataException($"{_path}: tensor '{Name}' was expected to be {FloatValues.Types}, but is {DataType}.");
        var count = _bytes.Length / FloatValues.SizeOf(DataType);
        if (count != destination.Length)
        {
            throw new InvalidDataException(
                $"{_path}: tensor '{Name}' was expected to hold {destination.Length} values, but holds {count}"
                    + $" ({SafetensorsHeader.Describe(Shape)}).");
        }

        FloatValues.Widen(DataType, _bytes, destination);
    }
}
