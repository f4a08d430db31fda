using System.IO.Compression;
using System.Text.Json;
using PureHDF;
using PureHDF.VOL.Native;

namespace CnnGen.Import.Keras;

/// <summary>A file of a whole Keras model: its configuration and its weights.</summary>
/// <param name="Config">What the model is, as JSON.</param>
/// <param name="Version">The version of Keras that wrote it.</param>
/// <param name="Weights">The weights.</param>
internal sealed record KerasFile(JsonDocument Config, Version Version, KerasWeights Weights) : IDisposable
{
    // A file of this format is unpacked into memory; the largest models for images have some hundred megabytes.
    private const long MostBytes = 2_000_000_000;

    // Of an exception that has no error of the system behind it: a stream was asked for a place before its beginning.
    private const int NoSystemError = unchecked((int)0x80131620);

    /// <summary>Where an archive has its weights.</summary>
    public const string WeightsEntry = "model.weights.h5";

    /// <summary>Reads a file: HDF5, an archive of Keras 3, or a layers model of TensorFlow.js; which of them its first bytes say.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ImportException">It is no such file, or it is damaged.</exception>
    public static KerasFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            return FileStart.Of(stream) switch
            {
                FileKind.Zip => ReadArchive(stream),
                FileKind.Hdf5 => ReadHdf5(Hdf5.Open(File.OpenRead(path)), stream.Length),
                FileKind.Json => TfjsFile.Read(stream, path),
                _ => throw new ImportException(path,
                    "this is neither an HDF5 file (.h5, .hdf5) nor an archive of Keras (.keras), and no model.json of TensorFlow.js; models"
                    + " of ONNX are told by their name (.onnx), and weights alone (.safetensors) belong to a class: cnngen weights"),
            };
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new ImportException(path, $"the file is damaged, or no model of Keras: {e.Message}", e);
        }
    }

    /// <summary>
    /// Whether an exception says that the file is not what it must be, rather than that it could not be read: what PureHDF throws of
    /// damaged files is of any kind, for want of memory where sizes are damaged.
    /// </summary>
    public static bool IsDamage(Exception e) => e is EndOfStreamException or InvalidDataException or IOException { HResult: NoSystemError }
        || e is not (IOException or UnauthorizedAccessException or ImportException);

    /// <inheritdoc/>
    public void Dispose()
    {
        Config.Dispose();
        Weights.Dispose();
    }

    private static KerasFile ReadHdf5(NativeFile file, long length)
    {
        try
        {
            return ReadModel(file, length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static KerasFile ReadModel(NativeFile file, long length)
    {
        var config = Hdf5.Text(file, "model_config")
            ?? throw new InvalidDataException("it has weights alone, without the model: save the whole of it, by model.save(\"x.h5\"), or"
                + " write the class and let its LoadKeras read the weights");
        var group = file.Group("model_weights");
        return new(JsonDocument.Parse(config), VersionOf(Hdf5.Text(file, "keras_version") ?? Hdf5.Text(group, "keras_version")),
            new GroupedWeights(file, group, length));
    }

    private static KerasFile ReadArchive(Stream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        if (archive.Entries.Count > 0 && archive.Entries.All(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal)))
            throw new InvalidDataException("it has weights alone (.npz): write the class and let its LoadKeras read the weights");
        using var metadata = JsonDocument.Parse(Entry(archive, "metadata.json"));
        var version = metadata.RootElement.TryGetProperty("keras_version", out var text) ? text.GetString() : null;
        var weights = Entry(archive, WeightsEntry);
        return new(JsonDocument.Parse(Entry(archive, "config.json")), VersionOf(version),
            new NumberedWeights(Hdf5.Open(new MemoryStream(weights)), weights.Length));
    }

    /// <summary>A file of an archive.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="name">The file's name.</param>
    /// <exception cref="InvalidDataException">It is not there, or larger than is read.</exception>
    public static byte[] Entry(ZipArchive archive, string name)
    {
        var entry = archive.GetEntry(name) ?? throw new InvalidDataException($"there is no {name} in the archive");
        if (entry.Length > MostBytes)
            throw new InvalidDataException($"{name} says that it has {entry.Length} bytes, which is more than {MostBytes}");
        var bytes = new byte[entry.Length];
        using var unpacked = entry.Open();
        unpacked.ReadExactly(bytes);
        return bytes;
    }

    /// <summary><c>2.4.0-tf</c> is 2.4.0; what says nothing is taken for the first version that these files come from.</summary>
    /// <param name="text">What the file says; null where it says nothing.</param>
    public static Version VersionOf(string? text) =>
        Version.TryParse((text ?? "").Split('-', 'r', 'd')[0].TrimEnd('.'), out var version) ? version : new(2, 0);
}
