using System.Globalization;
using System.Text;
using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>
/// A checkpoint: a safetensors file with the weights under their names, floats of a <see cref="TrainingState"/> under names that begin with
/// <see cref="WeightFile.OtherPrefix"/>, and its texts, a version and a checksum in the metadata.
/// </summary>
internal static class CheckpointFile
{
    private const string FormatKey = "format";
    private const string FormatName = "cnngen-checkpoint";
    private const string VersionKey = "version";
    private const string NetworkKey = "network";
    private const string ChecksumKey = "crc32c";
    private const int Version = 2;

    /// <summary>Whether a file is a checkpoint, by its metadata.</summary>
    public static bool IsCheckpoint(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault(FormatKey) == FormatName;

    /// <summary>Writes a checkpoint; see <see cref="INetwork.SaveCheckpoint"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network's name.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="state">All else.</param>
    public static void Write(string path, string network, IEnumerable<SafetensorsSource> weights, TrainingState state)
    {
        SafetensorsSource[] tensors =
        [
            .. weights,
            .. state.Tensors.Select(pair => new SafetensorsSource(WeightFile.OtherPrefix + pair.Key, pair.Value.Shape, pair.Value.CopyTo)),
        ];
        var metadata = new Dictionary<string, string>
        {
            [FormatKey] = FormatName,
            [VersionKey] = Version.ToString(CultureInfo.InvariantCulture),
            [NetworkKey] = network,
        };
        foreach (var (name, text) in state.Texts)
            metadata.Add(WeightFile.OtherPrefix + name, text);
        metadata.Add(ChecksumKey, ChecksumOf(metadata, tensors.Select(BytesOf)));
        SafetensorsFile.Write(path, tensors, metadata);
    }

    /// <summary>Reads a file, and checks that nothing of it is damaged.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no safetensors file, or a checkpoint that is damaged.</exception>
    public static SafetensorsFile ReadWhole(string path)
    {
        var file = SafetensorsFile.Read(path);
        if (!IsCheckpoint(file.Metadata))
            return file;
        var checksum = ChecksumOf(file.Metadata, file.Tensors.Select(tensor => tensor.Memory));
        return file.Metadata.GetValueOrDefault(ChecksumKey) == checksum
            ? file
            : throw new InvalidDataException($"{path}: the checkpoint is damaged; its checksum is not that of its content.");
    }

    /// <summary>What a file holds besides the weights.</summary>
    /// <param name="file">The file.</param>
    /// <param name="network">The network's name.</param>
    /// <exception cref="InvalidDataException">It is no checkpoint, of another version or of another network.</exception>
    public static TrainingState StateOf(SafetensorsFile file, string network)
    {
        var metadata = file.Metadata;
        if (!IsCheckpoint(metadata))
        {
            throw new InvalidDataException(
                $"{file.Path}: expected a checkpoint, but it holds no state of a training: Load reads weights alone.");
        }

        var isNumber = int.TryParse(metadata.GetValueOrDefault(VersionKey), CultureInfo.InvariantCulture, out var version);
        if (!isNumber || version != Version)
        {
            throw new InvalidDataException(
                $"{file.Path}: expected a checkpoint of version {Version}, but it has version"
                + $" {metadata.GetValueOrDefault(VersionKey) ?? "none"}: "
                + (isNumber && version < Version
                    ? "an earlier CnnGen wrote it, without the settings of its training; go on with that one, or take its weights by Load"
                        + " and begin a training in another folder."
                    : "a newer CnnGen wrote it, so update this one."));
        }

        if (metadata.GetValueOrDefault(NetworkKey) != network)
        {
            throw new InvalidDataException(
                $"{file.Path}: expected a checkpoint of {network}, but it is one of {metadata.GetValueOrDefault(NetworkKey)}.");
        }

        return new TrainingState(
            file.Path,
            metadata.Where(pair => WeightFile.IsOther(pair.Key)).ToDictionary(pair => OwnName(pair.Key), pair => pair.Value),
            file.Tensors.Where(tensor => WeightFile.IsOther(tensor.Name)).ToDictionary(
                tensor => OwnName(tensor.Name), tensor => new SafetensorsSource(tensor.Name, tensor.Shape, tensor.CopyTo)));
    }

    /// <summary>The checksum of texts, in whatever order and but for the checksum itself, and of the values of all tensors.</summary>
    public static string ChecksumOf(IReadOnlyDictionary<string, string> texts, IEnumerable<ReadOnlyMemory<byte>> tensors)
    {
        var checksum = 0u;
        foreach (var (name, text) in texts.Where(pair => pair.Key != ChecksumKey).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            checksum = Crc32C.Of(Encoding.UTF8.GetBytes($"{name}={text}\n"), checksum);
        foreach (var tensor in tensors)
            checksum = Crc32C.Of(tensor.Span, checksum);
        return checksum.ToString("x8", CultureInfo.InvariantCulture);
    }

    private static string OwnName(string name) => name[WeightFile.OtherPrefix.Length..];

    private static ReadOnlyMemory<byte> BytesOf(SafetensorsSource tensor)
    {
        var values = new float[tensor.Count];
        tensor.CopyTo(values);
        return FloatValues.Narrow(tensor.Name, WeightFormat.Float32, values).ToArray();
    }
}
