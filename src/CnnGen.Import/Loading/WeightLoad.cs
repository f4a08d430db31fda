using CnnGen.Formats;

namespace CnnGen.Import.Loading;

/// <summary>Weights for a network, gathered from a file one by one; the network takes all of them or none.</summary>
/// <param name="network">The network.</param>
/// <param name="path">The file, for messages.</param>
internal sealed class WeightLoad(INetwork network, string path)
{
    private readonly List<ImportProblem> _problems = [];
    private readonly List<SafetensorsSource> _weights = [];
    private readonly HashSet<string> _seen = [];

    /// <summary>The network's layers that have weights.</summary>
    public IReadOnlyList<WeightedLayer> Layers { get; } = WeightedLayer.Of(network);

    /// <summary>Says what is in the file that the network does not have, or what stands in the way.</summary>
    /// <param name="place">Where in the file.</param>
    /// <param name="reason">What is the matter, and what to do.</param>
    public void Report(string place, string reason) => _problems.Add(new(place, reason));

    /// <summary>Says that a weight cannot be had, and why.</summary>
    /// <param name="parameter">The weight.</param>
    /// <param name="reason">What is the matter, and what to do.</param>
    public void Report(Parameter parameter, string reason)
    {
        _seen.Add(parameter.Name);
        _problems.Add(new($"'{parameter.Name}' {Shape(parameter.Shape)}", reason));
    }

    /// <summary>Gives a weight its values, where they have its shape.</summary>
    /// <param name="parameter">The weight.</param>
    /// <param name="place">What is read, for messages.</param>
    /// <param name="shape">The extents of what is read.</param>
    /// <param name="expected">The extents that it must have, as the file has them.</param>
    /// <param name="read">Reads the values, row-major in the order of the network; asked for only where the shape fits.</param>
    public void Set(
        Parameter parameter, string place, IReadOnlyList<int> shape, IReadOnlyList<int> expected, Func<ReadOnlyMemory<float>> read)
    {
        if (!shape.SequenceEqual(expected))
            Report(parameter, $"{place} has the shape {Shape(shape)}, but must have {Shape(expected)}");
        else if (!_seen.Add(parameter.Name))
            Report(parameter, $"the file has it several times, {place} among them");
        else
            _weights.Add(new(parameter.Name, parameter.Shape, read()));
    }

    /// <summary>Loads everything into the network.</summary>
    /// <param name="skipMismatch">Whether layers with a weight that cannot be had keep what they have; else nothing is changed.</param>
    /// <returns>What is the matter, where it is skipped.</returns>
    /// <exception cref="ImportException">
    /// Something is missing or was reported, and is not skipped or leaves nothing; or values are none that weights can have.
    /// </exception>
    public IReadOnlyList<ImportProblem> Load(bool skipMismatch = false)
    {
        foreach (var parameter in network.Parameters.Where(parameter => !_seen.Contains(parameter.Name)))
            Report(parameter, "the file does not have it");
        if (_problems.Count > 0 && !(skipMismatch && KeepOthers()))
            throw new ImportException(path, _problems);

        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, _weights);
        stream.Position = 0;
        try
        {
            network.Load(stream, $"'{path}'");
        }
        catch (InvalidDataException e)
        {
            throw new ImportException(path, e.Message, e);
        }

        return _problems;
    }

    /// <summary>Puts what the network has in place of all weights of layers that do not get each of theirs.</summary>
    /// <returns>Whether some layer gets its own.</returns>
    private bool KeepOthers()
    {
        var got = _weights.Select(weight => weight.Name).ToHashSet();
        var kept = network.Parameters.Where(parameter => !got.Contains(parameter.Name)).Select(LayerOf).ToHashSet();
        _weights.RemoveAll(weight => kept.Contains(LayerOf(weight.Name)));
        var isAny = _weights.Count > 0;
        foreach (var parameter in network.Parameters.Where(parameter => kept.Contains(LayerOf(parameter))))
        {
            var values = new float[parameter.Count];
            parameter.CopyTo(values);
            _weights.Add(new(parameter.Name, parameter.Shape, values));
        }

        return isAny;
    }

    private static string LayerOf(Parameter parameter) => LayerOf(parameter.Name);

    private static string LayerOf(string weight) => weight[..weight.LastIndexOf('/')];

    /// <summary>A shape as messages show it.</summary>
    public static string Shape(IReadOnlyList<int> shape) => $"({string.Join(", ", shape)})";
}
