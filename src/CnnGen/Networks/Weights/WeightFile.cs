using System.Buffers.Binary;
using CnnGen.Formats;

namespace CnnGen;

/// <summary>Writes the weights of a network to a safetensors file, and reads them from one: all of them or none.</summary>
/// <param name="network">The network's name.</param>
/// <param name="weights">Its weights.</param>
/// <param name="verify">
/// Is given what messages call a file and what it says besides, once its weights are taken; where it throws, they are given back.
/// </param>
internal sealed unsafe class WeightFile(
    string network, WeightStore weights, Action<string, IReadOnlyDictionary<string, string>>? verify = null)
{
    /// <summary>What goes before the names of tensors that are no weights; no layer's name holds a colon.</summary>
    public const string OtherPrefix = "training:";

    private readonly Parameter[] _parameters = weights.Parameters;

    /// <summary>Writes a file; see <see cref="INetwork.Save"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How the values are stored.</param>
    /// <param name="answer">Gives the text of <see cref="StoredAnswer"/>, once the weights are known to be numbers; null for none.</param>
    public void Save(string path, WeightFormat format, Func<WeightFormat, string>? answer)
    {
        var (metadata, sources) = (new Dictionary<string, string> { ["format"] = "cnngen", ["network"] = network }, Sources());
        if (answer is not null)
            metadata[MetadataKeys.Answer] = answer(format);
        SafetensorsFile.Write(path, sources, metadata, format);
    }

    /// <summary>Makes the weights what a file in a format would give back.</summary>
    /// <param name="format">How the values would be stored.</param>
    /// <exception cref="OverflowException">A value is beyond what the format can hold; the weights are no longer of use then.</exception>
    public void Round(WeightFormat format)
    {
        foreach (var parameter in _parameters)
        {
            var values = new float[parameter.Count];
            parameter.Gather(weights.ValuesAsTheyAre, values);
            var stored = FloatValues.Narrow(parameter.Name, format, values);
            parameter.Read(FloatValues.TypeOf(format), stored, weights.ValuesAsTheyAre);
        }

        weights.OnAllWritten();
    }

    /// <summary>All parameters, finite, as what is written.</summary>
    public IEnumerable<SafetensorsSource> Sources()
    {
        weights.Draw();
        foreach (var parameter in _parameters)
            parameter.CheckFinite(weights.ValuesAsTheyAre);
        return _parameters.Select(parameter => new SafetensorsSource(
            parameter.Name, parameter.Shape, values => parameter.Gather(weights.ValuesAsTheyAre, values)));
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    public void Load(string path)
    {
        var file = SafetensorsFile.Read(path);
        Read(new StoredWeights($"'{path}'", file));
    }

    /// <summary>Reads the weights of a file with more than that.</summary>
    /// <param name="file">The file.</param>
    /// <param name="takeRest">Takes the rest, once the weights have been checked and before they are taken; may throw.</param>
    public void Load(SafetensorsFile file, Action takeRest)
    {
        var stored = new StoredWeights($"'{file.Path}'", file);
        Check(stored);
        takeRest();
        Take(stored);
    }

    /// <summary>Whether a tensor is no weight, but of what a checkpoint holds besides.</summary>
    /// <param name="name">Its name.</param>
    public static bool IsOther(string name) => name.StartsWith(OtherPrefix, StringComparison.Ordinal);

    /// <summary>Reads a file in memory.</summary>
    /// <param name="safetensors">The file.</param>
    /// <param name="source">What messages call it.</param>
    public void Load(ReadOnlySpan<byte> safetensors, string source) => Read(new StoredWeights(source, safetensors));

    /// <summary>Reads the rest of a stream.</summary>
    /// <param name="safetensors">The file.</param>
    /// <param name="source">What messages call it.</param>
    public void Load(Stream safetensors, string source)
    {
        switch (safetensors)
        {
            case UnmanagedMemoryStream memory when TryGetRest(memory, out var rest):
                // Memory such as that of a mapped executable is read where it lies.
                Load(rest, source);
                memory.Position = memory.Length;
                break;
            case MemoryStream memory when memory.TryGetBuffer(out var buffer):
                Load(buffer.AsSpan((int)Math.Min(memory.Position, buffer.Count)), source);
                memory.Position = memory.Length;
                break;
            default:
                var copy = Copy(safetensors);
                Load(copy.GetBuffer().AsSpan(0, (int)copy.Length), source);
                break;
        }
    }

    /// <summary>
    /// Copies a file from a stream, but no more of it than the network's weights and the header that it announces can be, and a byte behind
    /// them: that it is too long is known by then.
    /// </summary>
    private MemoryStream Copy(Stream safetensors)
    {
        var copy = new MemoryStream();
        var buffer = new byte[1 << 16];
        CopyUpTo(SafetensorsHeader.PrefixLength);
        if (copy.Length < SafetensorsHeader.PrefixLength)
            return copy;
        var header = BinaryPrimitives.ReadUInt64LittleEndian(copy.GetBuffer());
        if (header <= SafetensorsHeader.MaxLength)
            CopyUpTo(copy.Length + (long)header + (sizeof(float) * _parameters.Sum(parameter => (long)parameter.Count)) + 1);
        return copy;

        void CopyUpTo(long length)
        {
            while (copy.Length < length)
            {
                var count = safetensors.Read(buffer, 0, (int)Math.Min(buffer.Length, length - copy.Length));
                if (count == 0)
                    return;
                copy.Write(buffer, 0, count);
            }
        }
    }

    /// <summary>Reads all parameters, or none where one is not as it must be.</summary>
    private void Read(StoredWeights stored)
    {
        Check(stored);
        if (verify is null)
        {
            Take(stored);
            return;
        }

        var before = weights.Keep();
        Take(stored);
        try
        {
            verify(stored.Source, stored.Metadata);
        }
        catch
        {
            weights.Restore(before);
            throw;
        }
    }

    /// <summary>Throws unless every parameter is there, with values that it can have.</summary>
    private void Check(StoredWeights stored)
    {
        CheckHoldsWeights(stored.Source, stored.Entries);
        foreach (var parameter in _parameters)
            CheckValues(stored, parameter);
    }

    /// <summary>Takes the values of all parameters, checked.</summary>
    private void Take(StoredWeights stored)
    {
        foreach (var parameter in _parameters)
        {
            var values = stored.ValuesOf(parameter, out var dataType);
            parameter.Read(dataType, values, weights.ValuesAsTheyAre);
        }

        weights.OnAllWritten();
    }

    private void CheckValues(StoredWeights stored, Parameter parameter)
    {
        var bytes = stored.ValuesOf(parameter, out var dataType);
        var areFinite = FiniteValues.IndexOfOther(dataType, bytes) < 0;
        if (areFinite && !parameter.Info.IsVariance)
            return;
        var values = new float[parameter.Count];
        FloatValues.Widen(dataType, bytes, values);
        var problem = $"'{parameter.Name}' of {network} cannot be read from {stored.Source}";
        if (areFinite && parameter.IndexOfImpossible(values) is var impossible)
        {
            if (impossible < 0)
                return;
            throw new InvalidDataException(
                FormattableString.Invariant($"{problem}: value {impossible} of it is {values[impossible]}, and no variance is below zero.")
                + " The network was not changed.");
        }

        throw new InvalidDataException(
            $"{problem}: {FiniteValues.Describe(values)}, since the training that wrote it had failed. The network was not changed.");
    }

    /// <summary>Refuses tensors that are not exactly the network's parameters; the message tells every difference.</summary>
    private void CheckHoldsWeights(string source, IReadOnlyList<SafetensorsEntry> entries)
    {
        var problems = new List<string>();
        foreach (var parameter in _parameters)
        {
            var entry = Find(entries, parameter.Name);
            if (entry is null)
                problems.Add($"'{parameter.Name}' {Shape(parameter.Shape)} is missing");
            else if (!entry.Shape.SequenceEqual(parameter.Shape))
                problems.Add($"'{parameter.Name}' has the shape {Shape(entry.Shape)}, but {Shape(parameter.Shape)} is needed");
            else if (FloatValues.SizeOf(entry.DataType) == 0)
                problems.Add($"'{parameter.Name}' is stored as {entry.DataType}, but {FloatValues.Types} is needed");
        }

        foreach (var entry in entries)
        {
            // What a checkpoint holds besides the weights is not asked for.
            if (!IsOther(entry.Name) && !Array.Exists(_parameters, parameter => parameter.Name == entry.Name))
                problems.Add($"'{entry.Name}' {Shape(entry.Shape)} is not part of the network");
        }

        if (problems.Count > 0)
        {
            // One layer alone, a kernel and a bias, may only have been renamed.
            var isOther = _parameters.Length > 2 && Array.TrueForAll(_parameters, parameter => Find(entries, parameter.Name) is null);
            throw new InvalidDataException($"Expected the weights of {network} in {source},"
                + $" but{(isOther ? " it has none of them, and is of another network" : "")}:"
                + string.Concat(problems.Select(problem => $"{Environment.NewLine}- {problem}")));
        }

        static string Shape(IReadOnlyList<int> shape) => $"({string.Join(", ", shape)})";
    }

    /// <summary>The rest of a stream as memory, where it has an address and fits a span.</summary>
    private static bool TryGetRest(UnmanagedMemoryStream stream, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        var length = stream.Length - stream.Position;
        if (length is < 0 or > int.MaxValue)
            return false;
        try
        {
            rest = new ReadOnlySpan<byte>(stream.PositionPointer, (int)length);
            return true;
        }
        catch (NotSupportedException)
        {
            // The stream is over a SafeBuffer, as those of memory-mapped files are, and does not say so in another way.
            return false;
        }
    }

    /// <summary>Networks have few parameters; a search among them is faster than a table.</summary>
    private static SafetensorsEntry? Find(IReadOnlyList<SafetensorsEntry> entries, string name)
    {
        foreach (var entry in entries)
        {
            if (entry.Name == name)
                return entry;
        }

        return null;
    }

    /// <summary>A safetensors file whose header has been checked: one that was read, or one in memory, read where it lies.</summary>
    private readonly ref struct StoredWeights
    {
        private readonly SafetensorsFile? _file;
        private readonly ReadOnlySpan<byte> _data;

        public StoredWeights(string source, SafetensorsFile file) =>
            (Source, Entries, Metadata, _file) = (source, [.. file.Tensors.Select(tensor => tensor.Entry)], file.Metadata, file);

        public StoredWeights(string source, ReadOnlySpan<byte> safetensors)
        {
            var header = SafetensorsHeader.Read(source, safetensors, out _data);
            (Source, Entries, Metadata) = (source, header.Entries, header.Metadata);
        }

        /// <summary>What messages call it.</summary>
        public string Source { get; }

        public IReadOnlyList<SafetensorsEntry> Entries { get; }

        public IReadOnlyDictionary<string, string> Metadata { get; }

        /// <summary>The stored values of a parameter that is there.</summary>
        public ReadOnlySpan<byte> ValuesOf(Parameter parameter, out string dataType)
        {
            var entry = Find(Entries, parameter.Name)!;
            dataType = entry.DataType;
            return _file is not null ? _file[parameter.Name].Bytes : _data[(int)entry.Begin..(int)entry.End];
        }
    }
}
