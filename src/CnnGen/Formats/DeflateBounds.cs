namespace CnnGen.Formats;

/// <summary>What a compressed file may ask for. A header is believed only so far as the bytes of the file can bear it out.</summary>
internal static class DeflateBounds
{
    /// <summary>
    /// Bytes that are reserved because a header says so. Beyond, the data is unpacked once to nowhere, to see that it is really there.
    /// </summary>
    public const long OnTrust = 48_000_000;

    /// <summary>Deflate cannot compress further than this.</summary>
    private const int LargestRatio = 1032;

    /// <summary>What any file may unpack to, however small it is.</summary>
    private const long Allowance = 1L << 27;

    /// <summary>What a file may unpack to beyond, in bytes for each of its own: real data is never compressed so well.</summary>
    private const int Proportion = 64;

    /// <summary>Why data cannot be what a header announces, or is too much to be unpacked; null where nothing speaks against it.</summary>
    /// <param name="packed">Bytes of compressed data.</param>
    /// <param name="unpacked">Bytes that they are said to hold.</param>
    /// <param name="wanted">What unpacking takes, in bytes of memory or as work: at least <paramref name="unpacked"/>.</param>
    /// <param name="wayOut">What to do with a file that is right and too much.</param>
    public static string? Objection(long packed, Int128 unpacked, Int128 wanted, string wayOut)
    {
        if (unpacked > (Int128)LargestRatio * packed)
            return $"the {packed} bytes of compressed data are too few for them";
        var limit = Allowance + Proportion * packed;
        return wanted > limit ? $"{packed} bytes of compressed data may unpack to {limit} bytes, not to {wanted}; {wayOut}" : null;
    }
}
