using System.Buffers.Binary;
using System.Numerics;

namespace CnnGen.Formats;

/// <summary>
/// Writes TFRecord files: for each record its length, the masked checksum (CRC-32C) of the length, the record, and the masked checksum of
/// the record; all numbers little-endian. https://www.tensorflow.org/tutorials/load_data/tfrecord
/// </summary>
/// <param name="stream">Where the records go.</param>
internal sealed class RecordWriter(Stream stream)
{
    /// <summary>Writes a record.</summary>
    public void Write(ReadOnlySpan<byte> record)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong) + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[sizeof(ulong)..], Masked(Crc32C.Of(head[..sizeof(ulong)])));
        Span<byte> tail = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Masked(Crc32C.Of(record)));
        stream.Write(head);
        stream.Write(record);
        stream.Write(tail);
    }

    /// <summary>The format's mask, so that a checksum of data that holds checksums is not special.</summary>
    internal static uint Masked(uint crc) => BitOperations.RotateRight(crc, 15) + 0xa282ead8;
}
