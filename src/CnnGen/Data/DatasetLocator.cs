namespace CnnGen.Data;

/// <summary>Finds a published data set: the places are the same for all of them, and so is their order.</summary>
/// <typeparam name="TData">What is read.</typeparam>
/// <param name="cacheName">Name of the data set's folder in the cache.</param>
/// <param name="officialAddress">Where its files are published.</param>
/// <param name="files">What is downloaded.</param>
/// <param name="tryRead">Reads a folder.</param>
internal sealed class DatasetLocator<TData>(
    string cacheName, Uri officialAddress, IReadOnlyList<ExpectedFile> files, DatasetLocator<TData>.FolderReader tryRead)
    where TData : class
{
    /// <summary>Reads the data set from a folder; null, with the reason, where it is not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="source">Where that is, for people.</param>
    /// <param name="reason">What is missing.</param>
    public delegate TData? FolderReader(string folder, string source, out string reason);

    /// <summary>
    /// With <see cref="DatasetOptions.Folder"/>: what is there. Else what the first of some places has, or the cache, or a download into
    /// the cache.
    /// </summary>
    /// <param name="options">Where to look.</param>
    /// <param name="places">Folders before the cache; null and empty ones are passed over.</param>
    /// <param name="why">Why it is nowhere, where it is nowhere.</param>
    /// <returns>The data, or null.</returns>
    /// <exception cref="ArgumentException">The address is not one of HTTP, or the timeout is not positive.</exception>
    public TData? Find(DatasetOptions options, IEnumerable<string?> places, out string why)
    {
        if (options.Folder is { } folder)
            return tryRead(folder, $"from {folder}", out why);
        Check(options);
        var cache = options.CacheFolder ?? DefaultCacheFolder();
        var failures = new List<string>();
        why = "";
        foreach (var place in places.Append(cache))
        {
            if (string.IsNullOrEmpty(place))
                continue;
            if (tryRead(place, $"from {place}", out var reason) is { } found)
                return found;
            failures.Add(reason);
        }

        if (TryDownload(options, cache, failures))
        {
            if (tryRead(cache, $"downloaded to {cache}", out var reason) is { } downloaded)
                return downloaded;
            failures.Add(reason);
        }

        why = string.Join("; ", failures);
        return null;
    }

    /// <summary>
    /// The data set's folder in <c>cnngen</c> in <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>; on Windows in the local application data.
    /// </summary>
    public string DefaultCacheFolder()
    {
        var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string root;
        if (OperatingSystem.IsWindows())
            root = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        else if (Path.IsPathFullyQualified(xdg ?? ""))
            root = xdg!;
        else
            root = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(root, "cnngen", cacheName);
    }

    private static void Check(DatasetOptions options)
    {
        if (options.BaseAddress is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https" }))
        {
            throw new ArgumentException(
                $"Expected an address that begins with http: or https:, but got {options.BaseAddress}.", nameof(options));
        }

        if (options.Timeout != Timeout.InfiniteTimeSpan
            && (options.Timeout <= TimeSpan.Zero || options.Timeout.TotalMilliseconds > int.MaxValue))
        {
            throw new ArgumentException(
                $"Expected a positive timeout of at most {int.MaxValue} milliseconds, but got {options.Timeout}.", nameof(options));
        }
    }

    private bool TryDownload(DatasetOptions options, string cache, List<string> failures)
    {
        if (!options.AllowDownload)
            return false;
        try
        {
            Directory.CreateDirectory(cache);
            using var handler = new SocketsHttpHandler { ConnectTimeout = options.Timeout };
            using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
            foreach (var file in files)
            {
                var target = Path.Combine(cache, file.Name);
                if (!File.Exists(target))
                    VerifiedDownload.Fetch(client, new Uri(options.BaseAddress ?? officialAddress, file.Name), target, file, options);
            }

            return true;
        }
        catch (Exception e) when (
            e is HttpRequestException or IOException or UnauthorizedAccessException or TimeoutException or InvalidDataException)
        {
            failures.Add($"the download failed ({e.Message})");
            return false;
        }
    }
}
