using System.Security.Cryptography;
using CnnGen.Formats;

namespace CnnGen.Data;

/// <summary>
/// A file that is published at an address, such as weights that others have trained, and known by its SHA-256: downloaded once and kept in
/// the user's cache, as by <c>get_file</c> of Keras.
/// </summary>
public sealed class PublishedFile
{
    private readonly string _sha256;
    private readonly long _bytes;
    private readonly DatasetLocator<Found> _locator;

    /// <summary>Says which file it is; nothing is looked for yet.</summary>
    /// <param name="address">Where it is published; what stands behind the last slash is its name in folders.</param>
    /// <param name="sha256">The SHA-256 of its content, 64 hexadecimal digits.</param>
    /// <param name="bytes">Its length. More than this is never taken, whoever answers in the server's place.</param>
    /// <param name="cacheName">Name of its folder in the cache; <c>models</c> when left out.</param>
    /// <exception cref="ArgumentException">
    /// The address is not one of HTTP or ends in no name of a file, the digits are no SHA-256, the length is negative, or the cache's name
    /// is empty.
    /// </exception>
    public PublishedFile(Uri address, string sha256, long bytes, string cacheName = "models")
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(sha256);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentException.ThrowIfNullOrEmpty(cacheName);
        Name = address is { IsAbsoluteUri: true, Scheme: "http" or "https" } ? Path.GetFileName(address.LocalPath) : "";
        if (Name.Length == 0)
        {
            throw new ArgumentException(
                $"Expected an address that begins with http: or https: and ends in the name of a file, but got {address}.",
                nameof(address));
        }

        if (sha256.Length != 2 * SHA256.HashSizeInBytes || !sha256.All(char.IsAsciiHexDigit))
            throw new ArgumentException($"Expected a SHA-256 of 64 hexadecimal digits, but got '{sha256}'.", nameof(sha256));
        (Address, _sha256, _bytes) = (address, sha256.ToLowerInvariant(), bytes);
        _locator = new(cacheName, new Uri(address, "."), [new(Name, _sha256) { IsHashOfFile = true, MostBytes = bytes }], TryFind);
    }

    /// <summary>Where it is published.</summary>
    public Uri Address { get; }

    /// <summary>Its name in folders.</summary>
    public string Name { get; }

    /// <summary>
    /// The path of the file. With <see cref="DatasetOptions.Folder"/>: there or not at all. Else in the user's cache, into which it is
    /// downloaded where it is not there yet, and where it appears only once it is whole and its SHA-256 is right.
    /// </summary>
    /// <param name="options">Where to look; null: the defaults.</param>
    /// <exception cref="ArgumentException">The options' address is not one of HTTP, or the timeout is not positive.</exception>
    /// <exception cref="FileNotFoundException">It cannot be had; the message says why.</exception>
    /// <exception cref="InvalidDataException">The file in the folder is another: its SHA-256 is not the expected one.</exception>
    /// <exception cref="IOException">The file in the folder is no regular file, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="OperationCanceledException">The download was stopped.</exception>
    public string Find(DatasetOptions? options = null) =>
        _locator.Find(options ?? new(), [], out var why)?.Path ?? throw new FileNotFoundException($"No {Name}: {why}.", Name);

    /// <summary><c>cnngen/models</c> in <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>; on Windows in the local application data.</summary>
    public string DefaultCacheFolder() => _locator.DefaultCacheFolder();

    private Found? TryFind(string folder, string source, out string reason)
    {
        var path = Path.Combine(folder, Name);
        reason = $"{folder} lacks {Name}";
        if (!File.Exists(path))
            return null;
        using var stream = RegularFile.OpenRead(path);
        var actual = stream.Length == _bytes ? Convert.ToHexStringLower(SHA256.HashData(stream)) : $"another, of {stream.Length} bytes";
        return actual == _sha256
            ? new Found(path)
            : throw new InvalidDataException(
                $"{path}: expected the {_bytes} bytes of {Address} with SHA-256 {_sha256}, but it is {actual}. Remove it to have it"
                + " downloaded again.");
    }

    private sealed record Found(string Path);
}
