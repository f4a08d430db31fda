namespace CnnGen.Data;

/// <summary>
/// Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017; MIT licence): 60,000 training and 10,000 test pictures of clothes, 28 x 28 grey, ten
/// classes.
/// </summary>
public static class FashionMnist
{
    /// <summary>The environment variable that names a folder with the data.</summary>
    public const string FolderVariable = "CNNGEN_DATA";

    /// <summary>Where Debian's package <c>dataset-fashion-mnist</c> puts the files.</summary>
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    private const string TrainImages = "train-images-idx3-ubyte";
    private const string TrainLabels = "train-labels-idx1-ubyte";
    private const string TestImages = "t10k-images-idx3-ubyte";
    private const string TestLabels = "t10k-labels-idx1-ubyte";

    // Of the uncompressed content, since Debian compresses the files anew.
    private static readonly (string Name, string Sha256)[] Files =
    [
        (TrainImages, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
        (TrainLabels, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
        (TestImages, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
        (TestLabels, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
    ];

    /// <summary>The names of the ten classes, by label.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>
    /// Loads the data. With <see cref="FashionMnistOptions.Folder"/>: from there or not at all. Else from the first of: the folder in
    /// <c>CNNGEN_DATA</c>, <see cref="DebianFolder"/>, the user's cache, a download into that cache (checked by SHA-256), the subset that
    /// ships with the program.
    /// </summary>
    /// <param name="options">Where to look; null: the defaults.</param>
    /// <exception cref="ArgumentException">The address is not one of HTTP, or the timeout is not positive.</exception>
    /// <exception cref="FileNotFoundException">The files are in none of the places; the message names the places and why each
    /// failed.</exception>
    /// <exception cref="InvalidDataException">A file is damaged: it is never passed over in silence for the next place.</exception>
    /// <exception cref="IOException">
    /// A file is no regular file (a folder, a pipe, a device) or cannot be read, which is not passed over either.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="OperationCanceledException">The download was stopped.</exception>
    public static FashionMnistData Load(FashionMnistOptions? options = null) =>
        LoadFirst(options ?? new FashionMnistOptions(), [Environment.GetEnvironmentVariable(FolderVariable), DebianFolder]);

    /// <summary>As the public overload, with other places to look in before the cache.</summary>
    /// <param name="options">Where to look.</param>
    /// <param name="places">Folders; null and empty ones are passed over.</param>
    internal static FashionMnistData LoadFirst(FashionMnistOptions options, IEnumerable<string?> places)
    {
        if (options.Folder is { } folder)
        {
            return TryRead(folder, $"from {folder}", isSubset: false, out var reason)
                ?? throw new FileNotFoundException($"No Fashion-MNIST data: {reason}.");
        }

        if (options.BaseAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
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

        var cache = options.CacheFolder ?? DefaultCacheFolder();
        var failures = new List<string>();
        foreach (var place in places.Append(cache))
        {
            if (string.IsNullOrEmpty(place))
                continue;
            if (TryRead(place, $"from {place}", isSubset: false, out var reason) is { } found)
                return found;
            failures.Add(reason);
        }

        if (TryDownload(options, cache, failures) && TryRead(cache, $"downloaded to {cache}", isSubset: false, out _) is { } downloaded)
            return downloaded;
        var why = string.Join("; ", failures);
        if (options.SubsetFolder is { } subset)
        {
            if (TryRead(subset, $"the small subset in {subset}, because the full set was not found: {why}", isSubset: true,
                out var reason) is { } small)
            {
                return small;
            }

            why += $"; {reason}";
        }

        throw new FileNotFoundException($"No Fashion-MNIST data: {why}.");
    }

    /// <summary>
    /// <c>cnngen/fashion-mnist</c> in <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>; on Windows in the local application data.
    /// </summary>
    public static string DefaultCacheFolder()
    {
        var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string root;
        if (OperatingSystem.IsWindows())
            root = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        else if (Path.IsPathFullyQualified(xdg ?? ""))
            root = xdg!;
        else
            root = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(root, "cnngen", "fashion-mnist");
    }

    private static FashionMnistData? TryRead(string folder, string source, bool isSubset, out string reason)
    {
        var paths = Array.ConvertAll(Files, file => Find(folder, file.Name));
        var missing = Files.Where((_, i) => paths[i] is null).Select(file => $"{file.Name}.gz").ToList();
        reason = missing.Count == Files.Length && !Directory.Exists(folder)
            ? $"there is no folder {folder}"
            : $"{folder} lacks {string.Join(", ", missing)}";
        if (missing.Count > 0)
            return null;
        var train = Read(paths[0]!, paths[1]!);
        var test = Read(paths[2]!, paths[3]!);
        return new FashionMnistData(train, test, source, isSubset);
    }

    private static string? Find(string folder, string name) =>
        new[] { $"{name}.gz", name }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    private static ImageDataset Read(string imagesPath, string labelsPath)
    {
        var set = IdxFile.ReadDataset(imagesPath, labelsPath, ClassNames.Count);
        return (set.Height, set.Width) == (28, 28) && set.Count > 0
            ? set
            : throw new InvalidDataException(
                $"{imagesPath}: expected images of 28 x 28, but got {set.Count} of {set.Height} x {set.Width}.");
    }

    private static bool TryDownload(FashionMnistOptions options, string cache, List<string> failures)
    {
        if (!options.AllowDownload)
            return false;
        try
        {
            Directory.CreateDirectory(cache);
            using var handler = new SocketsHttpHandler { ConnectTimeout = options.Timeout };
            using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
            foreach (var (name, sha256) in Files)
            {
                var target = Path.Combine(cache, $"{name}.gz");
                if (!File.Exists(target))
                    VerifiedDownload.Fetch(client, new Uri(options.BaseAddress, $"{name}.gz"), target, sha256, options);
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
