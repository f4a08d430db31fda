using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace CnnGen.Formats;

/// <summary>
/// A safetensors file in memory, as the format's authors define it (github.com/huggingface/safetensors): 8 bytes with the length N of the
/// header, little-endian; N bytes of JSON; the values, little-endian and row-major.
/// </summary>
/// <remarks>
/// Reads every type, gives out float32 values of F32, F16 and BF16; writes float32 and float16. A tensor of another type of the format is
/// an error only for whoever asks for its values.
/// </remarks>
public sealed class SafetensorsFile
{
    private readonly Dictionary<string, SafetensorsTensor> _byName;

    private SafetensorsFile(string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        (Path, Tensors, Metadata) = (path, tensors, metadata);
        _byName = tensors.ToDictionary(t => t.Name);
    }

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>The tensors, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>The free text under <c>__metadata__</c>; empty where the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="InvalidDataException">The file has no such tensor; the message lists what it has.</exception>
    public SafetensorsTensor this[string name] => TryGet(name, out var tensor)
        ? tensor
        : throw new InvalidDataException($"{Path}: expected a tensor named '{name}', but the file holds {DescribeNames()}.");

    /// <summary>Looks for a tensor.</summary>
    /// <param name="name">The name.</param>
    /// <param name="tensor">The tensor, when found.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary>Reads a file, checking all of it before anything is given out.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path is empty or holds a zero character.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">
    /// The path leads to something other than a regular file (a folder, a pipe, a device), or the file cannot be read.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">The file is truncated, damaged or of another format; the message names what was expected and
    /// what came.</exception>
    public static SafetensorsFile Read(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        try
        {
            return Read(path, stream);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"{path}: the file became shorter while it was read.", e);
        }
    }

    /// <summary>
    /// Writes tensors in the given order; the target is replaced only once the new file is whole. A symbolic link is followed, and the
    /// mode of a file that is replaced is kept.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensors">Names, shapes and values; names are unique.</param>
    /// <param name="metadata">Free text for <c>__metadata__</c>; left out where null or empty.</param>
    /// <param name="format">How the values are stored.</param>
    /// <exception cref="ArgumentException">
    /// The path is empty or holds a zero character, two tensors have the same name, or the header is longer than readers accept.
    /// </exception>
    /// <exception cref="OverflowException">A finite value is beyond what the format can hold; the previous file is untouched.</exception>
    /// <exception cref="IOException">
    /// The folder does not exist, the path leads to something other than a regular file (a folder, a pipe, a device), or the disk is full
    /// or fails; the previous file is untouched.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The folder may not be written to, or the previous file is write-protected or belongs to another user or group; it is untouched.
    /// </exception>
    public static void Write(
        string path, IEnumerable<SafetensorsSource> tensors, IReadOnlyDictionary<string, string>? metadata = null,
        WeightFormat format = WeightFormat.Float32)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        var sources = tensors.ToList();
        var header = SafetensorsHeader.Format(sources, metadata, format);
        AtomicFile.Write(path, stream => Write(stream, sources, header, format));
    }

    /// <summary>Writes tensors in the given order to a stream, from where it stands.</summary>
    /// <param name="stream">The stream, such as memory.</param>
    /// <param name="tensors">Names, shapes and values; names are unique.</param>
    /// <param name="metadata">Free text for <c>__metadata__</c>; left out where null or empty.</param>
    /// <param name="format">How the values are stored.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name, or the header is longer than readers accept.</exception>
    /// <exception cref="OverflowException">A finite value is beyond what the format can hold; a part may have been written.</exception>
    /// <exception cref="IOException">Writing fails, or there is more than the stream can hold.</exception>
    public static void Write(
        Stream stream, IEnumerable<SafetensorsSource> tensors, IReadOnlyDictionary<string, string>? metadata = null,
        WeightFormat format = WeightFormat.Float32)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        var sources = tensors.ToList();
        Write(stream, sources, SafetensorsHeader.Format(sources, metadata, format), format);
    }

    /// <summary>
    /// Makes sure, before long work, that its result can be saved under a name: throws what <c>Write</c> or <see cref="INetwork.Save"/>
    /// would throw for the path. What is there stays as it is, and where nothing is, nothing is made. That the disk may be full by then is
    /// not foreseen.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path is empty or holds a zero character.</exception>
    /// <exception cref="IOException">
    /// The folder does not exist, or the path leads to something other than a regular file (a folder, a pipe, a device).
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The folder may not be written to, or the present file is write-protected or belongs to another user or group.
    /// </exception>
    public static void CheckWritable(string path) => AtomicFile.Check(path);

    private static SafetensorsFile Read(string path, FileStream stream)
    {
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
        prefix = prefix[..stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false)];
        var json = new byte[SafetensorsHeader.LengthOf(path, prefix, stream.Length)];
        stream.ReadExactly(json);
        var header = SafetensorsHeader.Parse(path, json, stream.Length - prefix.Length - json.Length);
        return new SafetensorsFile(path, [.. header.Entries.Select(entry => ReadTensor(path, stream, entry))], header.Metadata);
    }

    /// <summary>Reads one tensor; the entries come in the order of their data and without gaps, so the stream is already there.</summary>
    private static SafetensorsTensor ReadTensor(string path, Stream stream, SafetensorsEntry entry)
    {
        var bytes = new byte[entry.End - entry.Begin];
        stream.ReadExactly(bytes);
        return new SafetensorsTensor(path, entry, bytes);
    }

    private static void Write(Stream stream, List<SafetensorsSource> sources, byte[] header, WeightFormat format)
    {
        Span<byte> length = stackalloc byte[SafetensorsHeader.PrefixLength];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var source in sources)
            WriteValues(stream, source, format);
    }

    private static void WriteValues(Stream stream, SafetensorsSource source, WeightFormat format)
    {
        var rented = ArrayPool<float>.Shared.Rent(source.Count);
        try
        {
            var values = rented.AsSpan(0, source.Count);
            source.CopyTo(values);
            stream.Write(FloatValues.Narrow(source.Name, format, values));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private string DescribeNames()
    {
        const int shown = 8;
        var names = string.Join(", ", Tensors.Take(shown).Select(t => $"'{t.Name}'"));
        return Tensors.Count switch
        {
            0 => "no tensors",
            > shown => $"{names} and {Tensors.Count - shown} more",
            _ => names,
        };
    }
}
