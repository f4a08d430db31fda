namespace CnnGen.Data;

/// <summary>
/// CIFAR-10 (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009): 50,000 training and 10,000 test photographs,
/// 32 x 32 in colour, ten classes.
/// </summary>
public static class Cifar10
{
    private static readonly CifarFormat Format = new([.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")], "test_batch.bin", 10)
    {
        Title = "CIFAR-10",
        Archive = new("cifar-10-binary.tar.gz", "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")
        {
            Sha256Of = ExpectedFile.Whole,
            MostBytes = 170_052_171,
        },
        FolderInArchive = "cifar-10-batches-bin",
        ImagesOfFile = 10_000,
    };

    private static readonly DatasetLocator<Cifar10Data> Locator = new(
        "cifar-10", new("https://www.cs.toronto.edu/~kriz/"), [Format.Archive], TryRead);

    /// <summary>The names of the ten classes, by label.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>
    /// Loads the data. With <see cref="DatasetOptions.Folder"/>: from there or not at all. Else from the first of: the folder in
    /// <c>CNNGEN_DATA</c>, the user's cache, a download of 170 MB into that cache (checked by SHA-256). A folder holds the archive
    /// <c>cifar-10-binary.tar.gz</c>, or what is in it: <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c> and <c>test_batch.bin</c>, there
    /// or in <c>cifar-10-batches-bin</c>.
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
    public static Cifar10Data Load(DatasetOptions? options = null) =>
        Locator.Find(options ?? new(), [Environment.GetEnvironmentVariable(FashionMnist.FolderVariable)], out var why)
            ?? throw new FileNotFoundException($"No CIFAR-10 data: {why}.");

    /// <summary><c>cnngen/cifar-10</c> in <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>; on Windows in the local application data.</summary>
    public static string DefaultCacheFolder() => Locator.DefaultCacheFolder();

    private static Cifar10Data? TryRead(string folder, string source, out string reason) =>
        Format.TryRead(folder, label: 0, out reason) is var (train, test) ? new Cifar10Data(train, test, source) : null;
}
