using System.Runtime.InteropServices;

namespace CnnGen.Formats;

/// <summary>One tensor of a safetensors file.</summary>
public sealed class SafetensorsTensor
{
    private readonly string _path;
    private readonly float[]? _floats;
    private readonly byte[]? _bytes;

    internal SafetensorsTensor(string path, string name, string dataType, IReadOnlyList<int> shape, float[]? floats, byte[]? bytes) =>
        (_path, Name, DataType, Shape, _floats, _bytes) = (path, name, dataType, shape, floats, bytes);

    /// <summary>Its name, as in the file.</summary>
    public string Name { get; }

    /// <summary>Its type, as in the file: <c>F32</c>, <c>I64</c>, <c>BF16</c> ...</summary>
    public string DataType { get; }

    /// <summary>Its extents; empty for a scalar. Values lie row-major.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Whether it holds float32 values (<c>F32</c>).</summary>
    public bool IsFloat32 => _floats is not null;

    /// <summary>The values, row-major.</summary>
    /// <exception cref="InvalidDataException">It holds another type than <c>F32</c>.</exception>
    public ReadOnlySpan<float> Floats => _floats
        ?? throw new InvalidDataException($"{_path}: tensor '{Name}' was expected to be F32, but is {DataType}.");

    /// <summary>The stored bytes: little-endian, whatever the type. For <c>F32</c> tensors read <see cref="Floats"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes ?? MemoryMarshal.AsBytes(Floats);

    /// <summary>Copies the values.</summary>
    /// <param name="destination">Room for exactly all values.</param>
    /// <exception cref="InvalidDataException">It holds another type than <c>F32</c>, or another number of values than there is room for.</exception>
    public void CopyTo(Span<float> destination)
    {
        if (Floats.Length != destination.Length)
        {
            throw new InvalidDataException(
                $"{_path}: tensor '{Name}' was expected to hold {destination.Length} values, but holds {Floats.Length} ({SafetensorsHeader.Describe(Shape)}).");
        }

        Floats.CopyTo(destination);
    }
}
