using CnnGen.Formats;

namespace CnnGen;

public abstract unsafe partial class CompiledNetwork
{
    /// <inheritdoc/>
    public void Save(string path, WeightFormat format = WeightFormat.Float32) => SafetensorsFile.Write(
        path,
        _parameters.Select(parameter => new SafetensorsSource(parameter.Name, parameter.Shape, parameter.CopyTo)),
        new Dictionary<string, string> { ["format"] = "cnngen", ["network"] = Info.Name },
        format);

    /// <inheritdoc/>
    public void Load(string path)
    {
        var file = SafetensorsFile.Read(path);
        CheckHoldsWeights($"'{path}'", [.. file.Tensors.Select(tensor => tensor.Entry)]);
        var weights = WeightsAsTheyAre;
        foreach (var parameter in _parameters)
        {
            var tensor = file[parameter.Name];
            parameter.Read(tensor.DataType, tensor.Bytes, weights);
        }

        OnLoaded();
    }

    /// <inheritdoc/>
    public void Load(Stream safetensors, string source = "the stream")
    {
        ArgumentNullException.ThrowIfNull(safetensors);
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
                var copy = new MemoryStream();
                safetensors.CopyTo(copy);
                Load(copy.GetBuffer().AsSpan(0, (int)copy.Length), source);
                break;
        }
    }

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<byte> safetensors, string source = "the weights in memory")
    {
        var entries = SafetensorsHeader.Read(source, safetensors, out var data).Entries;
        CheckHoldsWeights(source, entries);
        var weights = WeightsAsTheyAre;
        foreach (var parameter in _parameters)
        {
            var entry = Find(entries, parameter.Name)!;
            parameter.Read(entry.DataType, data[(int)entry.Begin..(int)entry.End], weights);
        }

        OnLoaded();
    }

    /// <summary>Called when every parameter was read: none of them is left to be drawn.</summary>
    private void OnLoaded()
    {
        _weightsAreThere = true;
        OnParametersChanged();
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
            if (!Array.Exists(_parameters, parameter => parameter.Name == entry.Name))
                problems.Add($"'{entry.Name}' {Shape(entry.Shape)} is not part of the network");
        }

        if (problems.Count > 0)
            throw new InvalidDataException($"{source} does not hold the weights of {Info.Name}:{string.Concat(problems.Select(problem => $"{Environment.NewLine}- {problem}"))}");

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
}
