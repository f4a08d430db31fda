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

    // Of the uncompressed content, since Debian compresses the files anew.
    private static readonly ExpectedFile[] Files =
    [
        new("train-images-idx3-ubyte.gz", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
        new("train-labels-idx1-ubyte.gz", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
        new("t10k-images-idx3-ubyte.gz", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
        new("t10k-labels-idx1-ubyte.gz", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
    ];

    private static readonly MnistFormat Format = new(Files);

    private static readonly DatasetLocator<FashionMnistData> Locator = new(
        "fashion-mnist", new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"), Files, TryRead);

    /// <summary>The names of the ten classes, by label.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>
    /// Loads the data. With <see cref="DatasetOptions.Folder"/>: from there or not at all. Else from the first of: the folder in
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
        if (Locator.Find(options, places, out var why) is { } found)
            return found;
        if (options is { Folder: null, SubsetFolder: { } subset })
        {
            var source = $"the small subset in {subset}, because the full set was not found: {why}";
            if (TryRead(subset, source, out var reason) is { } small)
                return small with { IsSubset = true };
            why += $"; {reason}";
        }

        throw new FileNotFoundException($"No Fashion-MNIST data: {why}.");
    }

    /// <summary>
    /// <c>cnngen/fashion-mnist</c> in <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>; on Windows in the local application data.
    /// </summary>
    public static string DefaultCacheFolder() => Locator.DefaultCacheFolder();

    private static FashionMnistData? TryRead(string folder, string source, out string reason) =>
        Format.TryRead(folder, out reason) is var (train, test) ? new FashionMnistData(train, test, source, IsSubset: false) : null;
}
