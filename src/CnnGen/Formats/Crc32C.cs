using System.Buffers.Binary;
using System.Numerics;

namespace CnnGen.Formats;

/// <summary>The checksum CRC-32C (Castagnoli; RFC 3720, appendix B.4), by the instruction for it where the machine has one.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of some bytes, or of some and more behind them.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="before">The checksum of what lies before them; 0 where nothing does.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var crc = ~before;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
