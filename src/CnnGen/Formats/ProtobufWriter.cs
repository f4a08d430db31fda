using System.Buffers.Binary;
using System.Text;

namespace CnnGen.Formats;

/// <summary>
/// Encodes messages of protocol buffers into memory that it keeps, so that nothing is allocated once that is long enough: what event files
/// need of https://protobuf.dev/programming-guides/encoding/.
/// </summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    /// <summary>7 bits in each byte.</summary>
    private const int LongestVarint = 10;

    private byte[] _buffer = new byte[256];
    private int _length;

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Begins anew.</summary>
    public void Clear() => _length = 0;

    /// <summary>A field of type double.</summary>
    public void WriteDouble(int field, double value)
    {
        WriteTag(field, Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);
    }

    /// <summary>A field of type float.</summary>
    public void WriteFloat(int field, float value)
    {
        WriteTag(field, Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(Take(sizeof(float)), value);
    }

    /// <summary>A field of type int32 or int64.</summary>
    public void WriteInt64(int field, long value)
    {
        WriteTag(field, Varint);
        WriteVarint((ulong)value);
    }

    /// <summary>A field of type bytes.</summary>
    public void WriteBytes(int field, ReadOnlySpan<byte> value)
    {
        WriteTag(field, LengthDelimited);
        WriteVarint((ulong)value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>A field of type string.</summary>
    public void WriteString(int field, string value)
    {
        WriteTag(field, LengthDelimited);
        var bytes = Encoding.UTF8.GetByteCount(value);
        WriteVarint((ulong)bytes);
        Encoding.UTF8.GetBytes(value, Take(bytes));
    }

    /// <summary>Begins a field that is a message; its fields come next.</summary>
    /// <returns>What <see cref="EndMessage"/> takes.</returns>
    public int BeginMessage(int field)
    {
        WriteTag(field, LengthDelimited);
        return _length;
    }

    /// <summary>Ends a message: puts its length in front of it.</summary>
    /// <param name="start">What <see cref="BeginMessage"/> gave.</param>
    public void EndMessage(int start)
    {
        var bytes = _length - start;
        WriteVarint((ulong)bytes);
        var sizeBytes = _length - start - bytes;
        Span<byte> size = stackalloc byte[LongestVarint];
        _buffer.AsSpan(start + bytes, sizeBytes).CopyTo(size);
        _buffer.AsSpan(start, bytes).CopyTo(_buffer.AsSpan(start + sizeBytes));
        size[..sizeBytes].CopyTo(_buffer.AsSpan(start));
    }

    private void WriteTag(int field, int wireType) => WriteVarint((ulong)((field << 3) | wireType));

    private void WriteVarint(ulong value)
    {
        for (; value > 0x7f; value >>= 7)
            Take(1)[0] = (byte)(value | 0x80);
        Take(1)[0] = (byte)value;
    }

    private Span<byte> Take(int bytes)
    {
        if (_buffer.Length - _length < bytes)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, checked(_length + bytes)));
        _length += bytes;
        return _buffer.AsSpan(_length - bytes, bytes);
    }
}
