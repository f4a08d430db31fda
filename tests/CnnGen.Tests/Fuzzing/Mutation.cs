using System.IO.Compression;

namespace CnnGen.Tests.Fuzzing;

/// <summary>The random choices of one input, and changes that suit every format. The first of every ten inputs is left as it is.</summary>
internal sealed class Mutation(int input)
{
    // Whole numbers around which readers err.
    private static readonly long[] Edges = [0, 1, 2, 3, 4, 7, 8, 64, 255, 256, 257, 65535, 65536, 1 << 20, 1 << 28, int.MaxValue - 1,
        int.MaxValue, 1L << 31, uint.MaxValue, 1L << 32, 1L << 62, long.MaxValue, -1];

    private readonly Random _random = new(input);

    /// <summary>Whether the input is to be read to the values it was made of.</summary>
    public bool IsNone { get; } = input % 10 == 0;

    /// <summary>A number below a limit.</summary>
    public int Below(int limit) => _random.Next(limit);

    /// <summary>Whether something that is to be rare happens; never where nothing is changed.</summary>
    public bool OneIn(int n) => !IsNone && _random.Next(n) == 0;

    /// <summary>One of several.</summary>
    public T OneOf<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    /// <summary>A number, now and then another one that readers err about.</summary>
    public long Perhaps(long number)
    {
        if (!OneIn(12))
            return number;
        return OneIn(2) ? OneOf<long>(Edges) : number + OneOf(-1, 1);
    }

    /// <summary>Random bytes, some of them alike.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        if (_random.Next(2) == 0)
            _random.NextBytes(bytes);
        else
            bytes.AsSpan().Fill((byte)_random.Next(256));
        return bytes;
    }

    /// <summary>Bytes, now and then with some changed, removed, doubled, or cut off.</summary>
    public byte[] Spoil(byte[] bytes, int oneIn = 3)
    {
        if (!OneIn(oneIn) || bytes.Length == 0)
            return bytes;
        var (at, count) = (Below(bytes.Length), 1 + Below(8));
        var end = Math.Min(bytes.Length, at + count);
        switch (Below(6))
        {
            case 0:
                bytes = (byte[])bytes.Clone();
                bytes[at] ^= (byte)(1 << Below(8));
                return bytes;
            case 1:
                return [.. bytes[..at], .. Bytes(end - at), .. bytes[end..]];
            case 2:
                return [.. bytes[..at], .. bytes[end..]];
            case 3:
                return [.. bytes[..end], .. bytes[at..]];
            case 4:
                return bytes[..at];
            default:
                return [.. bytes, .. Bytes(count)];
        }
    }

    /// <summary>Parts in their order, now and then with one doubled, missing or moved.</summary>
    public List<T> Shuffle<T>(List<T> parts)
    {
        if (!OneIn(5) || parts.Count == 0)
            return parts;
        var part = parts[Below(parts.Count)];
        if (OneIn(2))
            parts.Remove(part);
        if (OneIn(2))
            parts.Insert(Below(parts.Count + 1), part);
        return parts;
    }

    /// <summary>Compresses bytes; checksums are those of the spoiled content, so that a change comes through to the reader.</summary>
    public byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(
            memory, OneOf(CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.SmallestSize), leaveOpen: true))
        {
            gzip.Write(content);
        }

        return memory.ToArray();
    }
}
