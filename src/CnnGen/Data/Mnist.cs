namespace CnnGen.Data;

/// <summary>
/// MNIST (LeCun, Cortes and Burges; CC BY-SA 3.0): 60,000 training and 10,000 test pictures of handwritten digits, 28 x 28 grey, ten
/// classes, which are the digits.
/// </summary>
public static class Mnist
{
    private const string Name = "mnist";

    // Of the compressed files, as they are published everywhere.
    private static readonly ExpectedFile[] Files =
    [
        new("train-images-idx3-ubyte.gz", "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609")
        {
            Sha256Of = ExpectedFile.Whole,
        },
        new("train-labels-idx1-ubyte.gz", "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c")
        {
            Sha256Of = ExpectedFile.Whole,
        },
        new("t10k-images-idx3-ubyte.gz", "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6")
        {
            Sha256Of = ExpectedFile.Whole,
        },
        new("t10k-labels-idx1-ubyte.gz", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")
        {
            Sha256Of = ExpectedFile.Whole,
        },
    ];

    private static readonly MnistFormat Format = new(Files);

    // The mirror that torchvision asks, too: the authors' own address is mostly closed.
    private static readonly DatasetLocator<MnistData> Locator = new(
        Name, new("https://ossci-datasets.s3.amazonaws.com/mnist/"), Files, TryRead);

    /// <summary>
    /// Loads the data. With <see cref="DatasetOptions.Folder"/>: from there or not at all. Else from the first of: the folder <c>mnist</c>
    /// in <c>CNNGEN_DATA</c> (Fashion-MNIST has files of the same names, so they never share a folder), the user's cache, a download of
    /// 11 MB into that cache (checked by SHA-256). A folder holds the four files as they are published, compressed or not.
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
    public static MnistData Load(DatasetOptions? options = null)
    {
        var place = Environment.GetEnvironmentVariable(FashionMnist.FolderVariable);
        return Locator.Find(options ?? new(), [string.IsNullOrEmpty(place) ? null : Path.Combine(place, Name)], out var why)
            ?? throw new FileNotFoundException($"No MNIST data: {why}.");
    }

    /// <summary><c>cnngen/mnist</c> in <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>; on Windows in the local application data.</summary>
    public static string DefaultCacheFolder() => Locator.DefaultCacheFolder();

    private static MnistData? TryRead(string folder, string source, out string reason) =>
        Format.TryRead(folder, out reason) is var (train, test) ? new MnistData(train, test, source) : null;
}
