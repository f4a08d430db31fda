using CnnGen.Formats;

namespace CnnGen.Data;

/// <summary>
/// A file that is published at an address, such as weights that others have trained, and known by its SHA-256: downloaded once and kept in
/// the user's cache, as by <c>get_file</c> of Keras.
/// </summary>
public sealed class PublishedFile
{
    private readonly ExpectedFile _file;
    private readonly DatasetLocator<Found> _locator;

    /// <summary>Says which file it is; nothing is looked for yet.</summary>
    /// <param name="address">Where it is published; what stands behind the last slash is its name in folders.</param>
    /// <param name="sha256">Its SHA-256, 64 hexadecimal digits.</param>
    /// <param name="mostBytes">More bytes than this are never taken, whoever answers in the server's place.</param>
    /// <param name="sha256Of">
    /// Computes the SHA-256 of what counts in it, from a stream that begins with it, where the same may be published in other files, too:
    /// weights, say. An <see cref="InvalidDataException"/> says that it is none of them. The SHA-256 is that of the file when null or left
    /// out.
    /// </param>
    /// <param name="cacheName">Name of its folder in the cache; <c>models</c> when left out.</param>
    /// <exception cref="ArgumentException">
    /// The address is not one of HTTP or ends in no name of a file, the digits are no SHA-256, there are no bytes, or the cache's name is
    /// empty.
    /// </exception>
    public PublishedFile(
        Uri address, string sha256, long mostBytes, Func<Stream, string>? sha256Of = null, string cacheName = "models")
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(sha256);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostBytes, 1);
        ArgumentException.ThrowIfNullOrEmpty(cacheName);
        Name = address is { IsAbsoluteUri: true, Scheme: "http" or "https" } ? Path.GetFileName(address.LocalPath) : "";
        if (Name.Length == 0)
        {
            throw new ArgumentException(
                $"Expected an address that begins with http: or https: and ends in the name of a file, but got {address}.",
                nameof(address));
        }

        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigit))
            throw new ArgumentException($"Expected a SHA-256 of 64 hexadecimal digits, but got '{sha256}'.", nameof(sha256));
        Address = address;
        _file = new(Name, sha256.ToLowerInvariant()) { Sha256Of = sha256Of ?? ExpectedFile.Whole, MostBytes = mostBytes };
        _locator = new(cacheName, new Uri(address, "."), [_file], TryFind);
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
        var actual = _file.Sha256Of!(stream);
        return actual == _file.Sha256
            ? new Found(path)
            : throw new InvalidDataException($"{path}: expected {Address} with SHA-256 {_file.Sha256}, but it has {actual}. Remove it to"
                + " have it downloaded again.");
    }

    private sealed record Found(string Path);
}
