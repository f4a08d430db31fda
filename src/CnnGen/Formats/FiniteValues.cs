using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnGen.Formats;

/// <summary>
/// Looks for NaN and infinity among many values, a vector of bits at a time: both are what has no other exponent than ones.
/// </summary>
internal static class FiniteValues
{
    private const uint Float32Exponent = 0x7f80_0000;
    private const ushort Float16Exponent = 0x7c00;
    private const ushort Bfloat16Exponent = 0x7f80;

    /// <summary>The first value that is NaN or infinite; -1 where all are finite.</summary>
    /// <param name="values">The values.</param>
    public static int IndexOfOther(ReadOnlySpan<float> values) => IndexOf(MemoryMarshal.Cast<float, uint>(values), Float32Exponent);

    /// <summary>The same for values as they lie in a file.</summary>
    /// <param name="dataType">A type with a <see cref="FloatValues.SizeOf"/>.</param>
    /// <param name="stored">The values.</param>
    public static int IndexOfOther(string dataType, ReadOnlySpan<byte> stored)
    {
        if (dataType == "F32")
        {
            return IndexOf(MemoryMarshal.Cast<byte, uint>(stored),
                BitConverter.IsLittleEndian ? Float32Exponent : BinaryPrimitives.ReverseEndianness(Float32Exponent));
        }

        var exponent = dataType == "F16" ? Float16Exponent : Bfloat16Exponent;
        return IndexOf(MemoryMarshal.Cast<byte, ushort>(stored),
            BitConverter.IsLittleEndian ? exponent : BinaryPrimitives.ReverseEndianness(exponent));
    }

    /// <summary>Says which of some values are not finite.</summary>
    /// <param name="values">The values; not all are finite.</param>
    public static string Describe(ReadOnlySpan<float> values)
    {
        var (first, count) = (IndexOfOther(values), 0);
        foreach (var value in values)
            count += float.IsFinite(value) ? 0 : 1;
        return FormattableString.Invariant(
            $"{count} of {values.Length} values are NaN or infinite, the first of them value {first}, {values[first]}");
    }

    // Optimised from the first call, which is often the only one of a program.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int IndexOf<T>(ReadOnlySpan<T> bits, T exponent)
        where T : unmanaged, IBinaryInteger<T>
    {
        var exponents = new Vector<T>(exponent);
        var i = 0;
        while (i <= bits.Length - Vector<T>.Count && !Vector.EqualsAny(new Vector<T>(bits[i..]) & exponents, exponents))
            i += Vector<T>.Count;
        for (; i < bits.Length; i++)
        {
            if ((bits[i] & exponent) == exponent)
                return i;
        }

        return -1;
    }
}
