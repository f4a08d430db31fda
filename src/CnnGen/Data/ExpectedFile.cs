using System.Security.Cryptography;

namespace CnnGen.Data;

/// <summary>A file of a published data set, compressed with gzip, and how it is told from another.</summary>
/// <param name="Name">Its name at the data set's address and in the cache.</param>
/// <param name="Sha256">SHA-256 in lower-case hexadecimal.</param>
internal sealed record ExpectedFile(string Name, string Sha256)
{
    /// <summary>
    /// What <see cref="Sha256"/> is computed of: null for the uncompressed content, which stays the same where others compress it anew.
    /// </summary>
    public Func<Stream, string>? Sha256Of { get; init; }

    /// <summary>The most that is taken, compressed or not, so that whoever answers in the server's place cannot fill a disk.</summary>
    public long MostBytes { get; init; } = 64 << 20;

    /// <summary>Of the file as it is.</summary>
    /// <param name="file">The file, from its beginning.</param>
    public static string Whole(Stream file) => Convert.ToHexStringLower(SHA256.HashData(file));
}
