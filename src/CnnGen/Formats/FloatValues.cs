using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CnnGen.Formats;

/// <summary>
/// The types of a safetensors file whose values become float32 without loss, and the way there and back. Stored values are little-endian.
/// </summary>
internal static class FloatValues
{
    /// <summary>What <see cref="Widen"/> reads, for messages.</summary>
    public const string Types = "F32, F16 or BF16";

    /// <summary>The name of a format in a file's header.</summary>
    /// <param name="format">The format.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration's.</exception>
    public static string TypeOf(WeightFormat format) => format switch
    {
        WeightFormat.Float32 => "F32",
        WeightFormat.Float16 => "F16",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };

    /// <summary>Bytes of a value, or 0 where the type's values do not become float32 here.</summary>
    /// <param name="dataType">The type as in the file.</param>
    public static int SizeOf(string dataType) => dataType switch
    {
        "F32" => sizeof(float),
        "F16" or "BF16" => sizeof(ushort),
        _ => 0,
    };

    /// <summary>Turns stored values into float32, each exactly.</summary>
    /// <param name="dataType">A type with a <see cref="SizeOf"/>.</param>
    /// <param name="stored">The values as they lie in the file.</param>
    /// <param name="values">Room for exactly as many.</param>
    public static void Widen(string dataType, ReadOnlySpan<byte> stored, Span<float> values)
    {
        if (dataType == "F32")
        {
            stored.CopyTo(MemoryMarshal.AsBytes(values));
            SwapOnBigEndian(MemoryMarshal.Cast<float, uint>(values));
            return;
        }

        var isHalf = dataType == "F16";
        for (var i = 0; i < values.Length; i++)
        {
            var bits = BinaryPrimitives.ReadUInt16LittleEndian(stored[(sizeof(ushort) * i)..]);
            // A bfloat16 is the upper half of a float32.
            values[i] = isHalf ? (float)BitConverter.UInt16BitsToHalf(bits) : BitConverter.UInt32BitsToSingle((uint)bits << 16);
        }
    }

    /// <summary>Turns float32 into what is stored, in the place of the values where the format is their own.</summary>
    /// <param name="name">The tensor, for messages.</param>
    /// <param name="format">The format.</param>
    /// <param name="values">The values; overwritten.</param>
    /// <returns>The bytes to store; they lie where the values lay.</returns>
    /// <exception cref="OverflowException">A finite value is infinite in the format.</exception>
    public static ReadOnlySpan<byte> Narrow(string name, WeightFormat format, Span<float> values)
    {
        if (format == WeightFormat.Float32)
        {
            SwapOnBigEndian(MemoryMarshal.Cast<float, uint>(values));
            return MemoryMarshal.AsBytes(values);
        }

        // A half is written behind what was read: value i lies at byte 4 i, half i at byte 2 i.
        var bytes = MemoryMarshal.AsBytes(values)[..(sizeof(ushort) * values.Length)];
        for (var i = 0; i < values.Length; i++)
        {
            var half = (Half)values[i];
            if (Half.IsInfinity(half) && float.IsFinite(values[i]))
            {
                throw new OverflowException(
                    FormattableString.Invariant($"Value {i} of '{name}' is {values[i]}, and float16 ends at {(float)Half.MaxValue}.")
                    + " Nothing was saved; save as Float32.");
            }

            BinaryPrimitives.WriteHalfLittleEndian(bytes[(sizeof(ushort) * i)..], half);
        }

        return bytes;
    }

    private static void SwapOnBigEndian(Span<uint> words)
    {
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(words, words);
    }
}
