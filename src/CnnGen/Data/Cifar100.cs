namespace CnnGen.Data;

/// <summary>
/// CIFAR-100 (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009): 50,000 training and 10,000 test photographs,
/// 32 x 32 in colour, a hundred (fine) classes in twenty (coarse) ones.
/// </summary>
public static class Cifar100
{
    // A record begins with the coarse label, and the fine one is behind it.
    private static readonly CifarFormat Format = new(["train.bin"], "test.bin", 20, 100)
    {
        Title = "CIFAR-100",
        Archive = new("cifar-100-binary.tar.gz", "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec")
        {
            Sha256Of = ExpectedFile.Whole,
            MostBytes = 168_513_733,
        },
        FolderInArchive = "cifar-100-binary",
        ImagesOfFile = 50_000,
    };

    /// <summary>The names of the hundred fine classes, by label.</summary>
    public static IReadOnlyList<string> FineClassNames { get; } =
    [
        "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle", "bowl", "boy", "bridge", "bus",
        "butterfly", "camel", "can", "castle", "caterpillar", "cattle", "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch",
        "crab", "crocodile", "cup", "dinosaur", "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster", "house",
        "kangaroo", "keyboard", "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man", "maple_tree", "motorcycle",
        "mountain", "mouse", "mushroom", "oak_tree", "orange", "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree",
        "plain", "plate", "poppy", "porcupine", "possum", "rabbit", "raccoon", "ray", "road", "rocket", "rose", "sea", "seal", "shark",
        "shrew", "skunk", "skyscraper", "snail", "snake", "spider", "squirrel", "streetcar", "sunflower", "sweet_pepper", "table", "tank",
        "telephone", "television", "tiger", "tractor", "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow_tree", "wolf",
        "woman", "worm",
    ];

    /// <summary>The names of the twenty coarse classes, by label.</summary>
    public static IReadOnlyList<string> CoarseClassNames { get; } =
    [
        "aquatic_mammals", "fish", "flowers", "food_containers", "fruit_and_vegetables", "household_electrical_devices",
        "household_furniture", "insects", "large_carnivores", "large_man-made_outdoor_things", "large_natural_outdoor_scenes",
        "large_omnivores_and_herbivores", "medium_mammals", "non-insect_invertebrates", "people", "reptiles", "small_mammals", "trees",
        "vehicles_1", "vehicles_2",
    ];

    /// <summary>
    /// Loads the data. With <see cref="DatasetOptions.Folder"/>: from there or not at all. Else from the first of: the folder in
    /// <c>CNNGEN_DATA</c>, the user's cache, a download of 169 MB into that cache (checked by SHA-256). A folder holds the archive
    /// <c>cifar-100-binary.tar.gz</c>, or what is in it: <c>train.bin</c> and <c>test.bin</c>, there or in <c>cifar-100-binary</c>.
    /// </summary>
    /// <param name="options">Where to look, and which labels to take; null: the defaults, with the hundred fine labels.</param>
    /// <exception cref="ArgumentException">The address is not one of HTTP, the timeout is not positive, or the labels
    /// are neither fine nor coarse.</exception>
    /// <exception cref="FileNotFoundException">The files are in none of the places; the message names the places and why each
    /// failed.</exception>
    /// <exception cref="InvalidDataException">A file is damaged: it is never passed over in silence for the next place.</exception>
    /// <exception cref="IOException">
    /// A file is no regular file (a folder, a pipe, a device) or cannot be read, which is not passed over either.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="OperationCanceledException">The download was stopped.</exception>
    public static Cifar100Data Load(Cifar100Options? options = null)
    {
        options ??= new();
        if (!Enum.IsDefined(options.LabelMode))
            throw new ArgumentException($"Expected fine or coarse labels, but LabelMode is {options.LabelMode}.", nameof(options));
        return Locator(options.LabelMode).Find(options, [Environment.GetEnvironmentVariable(FashionMnist.FolderVariable)], out var why)
            ?? throw new FileNotFoundException($"No CIFAR-100 data: {why}.");
    }

    /// <summary><c>cnngen/cifar-100</c> in <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>; on Windows in the local application data.</summary>
    public static string DefaultCacheFolder() => Locator(LabelMode.Fine).DefaultCacheFolder();

    private static DatasetLocator<Cifar100Data> Locator(LabelMode mode)
    {
        return new("cifar-100", new("https://www.cs.toronto.edu/~kriz/"), [Format.Archive], TryRead);

        Cifar100Data? TryRead(string folder, string source, out string reason) =>
            Format.TryRead(folder, label: mode == LabelMode.Fine ? 1 : 0, out reason) is var (train, test)
                ? new Cifar100Data(train, test, mode == LabelMode.Fine ? FineClassNames : CoarseClassNames, source)
                : null;
    }
}
