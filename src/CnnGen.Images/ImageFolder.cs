using System.Text;
using CnnGen.Data;
using CnnGen.Training;

namespace CnnGen.Images;

/// <summary>
/// A folder of pictures that has a folder for each class, read picture by picture while a network is trained: Keras'
/// <c>image_dataset_from_directory</c>. <see cref="SourceParts"/> splits it, and reads it into memory where it fits.
/// </summary>
/// <remarks>
/// <para>
/// Classes are the folders in the folder, in ordinal order of their names, which is the same on every system, language and file system: 1,
/// 10, 2, A, _x, a, Ä. One without pictures is a class, too. Pictures of a class are the files with the ending .png, .jpg, .jpeg, .pgm or
/// .ppm, in capitals or not, in its folder and in those below it, in ordinal order of their paths. Passed over are files with other
/// endings, files beside the folders of the classes, whatever has a name that begins with a dot, and below the folder of a class folders
/// that are links.
/// </para>
/// <para>
/// Names are listed at once, and contents read when they are wanted: a file that is empty or damaged, or no picture, is then an
/// <see cref="InvalidDataException"/> that names it, within the <see cref="ImageReadException"/> of a training. Several threads may read at
/// a time.
/// </para>
/// </remarks>
public sealed class ImageFolder : IImageSource, IHasSettings
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".pgm", ".ppm"];

    private readonly int _height;
    private readonly int _width;
    private readonly string[] _classNames;
    private readonly string[] _files;
    private readonly int[] _labels;
    private readonly ColorMode _colorMode;

    /// <summary>Lists the classes and pictures of a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="height">Rows that pictures are brought to, at least 1.</param>
    /// <param name="width">Columns that pictures are brought to, at least 1.</param>
    /// <param name="classNames">
    /// The classes in the order of their numbers, each the name of a folder; other folders are passed over. All of them in ordinal order
    /// when left out.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The path is empty, an extent is below 1, or one of the classes is named twice or has no folder.
    /// </exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// There are no folders in it, two have the same name, or there is no picture in any.
    /// </exception>
    public ImageFolder(string path, int height, int width, IReadOnlyList<string>? classNames = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if ((long)height * width * 3 > Array.MaxLength)
            throw new ArgumentException($"Images of {height} x {width} have more values than an array can have.", nameof(height));
        (_height, _width) = (height, width);
        var folders = FoldersOf(path);
        _classNames = classNames is null ? [.. folders.Keys] : Chosen(path, folders, classNames);
        var (files, labels) = (new List<string>(), new List<int>());
        for (var label = 0; label < _classNames.Length; label++)
        {
            files.AddRange(PicturesOf(folders[_classNames[label]]));
            while (labels.Count < files.Count)
                labels.Add(label);
        }

        if (files.Count == 0)
        {
            throw new InvalidDataException(
                $"{path}: expected pictures ({string.Join(", ", Endings)}) in the folders {string.Join(", ", _classNames)}, but there are"
                + " none.");
        }

        (_files, _labels) = ([.. files], [.. labels]);
    }

    /// <summary>The classes, in the order of their numbers.</summary>
    public IReadOnlyList<string> ClassNames => _classNames;

    /// <summary>The paths of the pictures, in the order of their numbers.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>The class of each picture.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>What pictures are brought to; <see cref="ColorMode.Rgb"/> when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the two.</exception>
    public ColorMode ColorMode
    {
        get => _colorMode;
        init => _colorMode = value is ColorMode.Rgb or ColorMode.Grayscale
            ? value
            : throw new ArgumentOutOfRangeException(nameof(ColorMode), value, "Expected Rgb or Grayscale.");
    }

    /// <summary>
    /// Whether the largest part in the middle of a picture that has the wanted ratio of sides is taken, rather than all of it with another
    /// ratio; false when left out. Keras' <c>crop_to_aspect_ratio</c>.
    /// </summary>
    public bool CropToAspectRatio { get; init; }

    /// <summary>
    /// Whether the images are bytes, which are rounded once after the resizing; true when left out. Else they are floats from 0 to 255,
    /// which are not: what Keras gives.
    /// </summary>
    public bool HasBytes { get; init; } = true;

    /// <inheritdoc/>
    public int Count => _files.Length;

    /// <inheritdoc/>
    public ImageShape Shape => new(_height, _width, ColorMode == ColorMode.Grayscale ? 1 : 3);

    /// <inheritdoc/>
    public Targets Targets => _labels;

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be read, or is no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">The file is empty, damaged, or no picture; the message names it.</exception>
    public void Read(int image, ImageBuffer buffer)
    {
        var picture = ImageFile.Read(_files[image]);
        picture = ColorMode == ColorMode.Grayscale ? picture.ToGrey() : picture.ToRgb();
        var resizing = new Resizing(picture, _height, _width, CropToAspectRatio);
        if (HasBytes)
            resizing.Run(buffer.Bytes);
        else
            resizing.Run(buffer.Floats);
    }

    /// <summary>Adds how pictures are read, and the names of the classes; not where the folder is, which may move.</summary>
    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add("classes", string.Join(", ", _classNames));
        settings.Add("shape", $"{Shape}");
        settings.Add(nameof(ColorMode), ColorMode);
        settings.Add(nameof(CropToAspectRatio), CropToAspectRatio);
        settings.Add(nameof(HasBytes), HasBytes);
    }

    /// <summary>The folders of classes by their names, in ordinal order.</summary>
    private static SortedDictionary<string, string> FoldersOf(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException(
                $"{path}: expected a folder that has a folder for each class, but there is no such folder.");
        }

        var folders = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in Directory.GetDirectories(path))
        {
            if (IsHidden(Path.GetFileName(folder)))
                continue;
            // Some file systems take letters apart that others keep as they are: Ä as A and two dots.
            var name = Path.GetFileName(folder).Normalize(NormalizationForm.FormC);
            if (!folders.TryAdd(name, folder))
                throw new InvalidDataException($"{path}: two folders are called {name}, with other code points: rename one.");
        }

        return folders.Count > 0
            ? folders
            : throw new InvalidDataException(
                $"{path}: expected a folder for each class, with its pictures in it, but there are no folders.");
    }

    private static string[] Chosen(string path, SortedDictionary<string, string> folders, IReadOnlyList<string> classNames)
    {
        if (classNames.Contains(null!))
            throw new ArgumentException("Names of classes must not be null.", nameof(classNames));
        string[] names = [.. classNames.Select(name => name.Normalize(NormalizationForm.FormC))];
        if (names.Length == 0 || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            throw new ArgumentException("Expected at least one class, and each once.", nameof(classNames));
        return Array.Find(names, name => !folders.ContainsKey(name)) is { } missing
            ? throw new ArgumentException(
                $"{path}: there is no folder for the class {missing}; there are {string.Join(", ", folders.Keys)}. An empty one will do.",
                nameof(classNames))
            : names;
    }

    private static IEnumerable<string> PicturesOf(string folder)
    {
        var pictures = new List<(string Key, string Path)>();
        AddPictures(new DirectoryInfo(folder), "", pictures);
        return pictures.OrderBy(picture => picture.Key, StringComparer.Ordinal).Select(picture => picture.Path);
    }

    private static void AddPictures(DirectoryInfo folder, string key, List<(string Key, string Path)> pictures)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            var own = key + entry.Name.Normalize(NormalizationForm.FormC);
            if (IsHidden(entry.Name))
                continue;
            if (entry is not DirectoryInfo below)
            {
                if (Endings.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase))
                    pictures.Add((own, entry.FullName));
            }
            else if (below.LinkTarget is null)
            {
                AddPictures(below, own + "/", pictures);
            }
        }
    }

    private static bool IsHidden(string name) => name.StartsWith('.');
}
