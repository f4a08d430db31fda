using CnnGen.Formats;

namespace CnnGen;

public abstract unsafe partial class CompiledNetwork
{
    /// <inheritdoc/>
    public void Save(string path) => SafetensorsFile.Write(
        path,
        _parameters.Select(parameter => new SafetensorsSource(parameter.Name, parameter.Shape, parameter.CopyTo)),
        new Dictionary<string, string> { ["format"] = "cnngen", ["network"] = Info.Name });

    /// <inheritdoc/>
    public void Load(string path)
    {
        var file = SafetensorsFile.Read(path);
        var problems = Problems(file).ToList();
        if (problems.Count > 0)
            throw new InvalidDataException($"'{path}' does not hold the weights of {Info.Name}:{string.Concat(problems.Select(problem => $"{Environment.NewLine}- {problem}"))}");
        foreach (var parameter in _parameters)
            parameter.CopyFrom(file[parameter.Name].Floats);
    }

    /// <summary>Everything in which a file differs from the network.</summary>
    private IEnumerable<string> Problems(SafetensorsFile file)
    {
        foreach (var parameter in _parameters)
        {
            if (!file.TryGet(parameter.Name, out var tensor))
                yield return $"'{parameter.Name}' {Shape(parameter.Shape)} is missing";
            else if (!tensor.Shape.SequenceEqual(parameter.Shape))
                yield return $"'{parameter.Name}' has the shape {Shape(tensor.Shape)}, but {Shape(parameter.Shape)} is needed";
            else if (!tensor.IsFloat32)
                yield return $"'{parameter.Name}' is stored as {tensor.DataType}, but F32 is needed";
        }

        var known = _parameters.Select(parameter => parameter.Name).ToHashSet();
        foreach (var tensor in file.Tensors.Where(tensor => !known.Contains(tensor.Name)))
            yield return $"'{tensor.Name}' {Shape(tensor.Shape)} is not part of the network";

        static string Shape(IReadOnlyList<int> shape) => $"({string.Join(", ", shape)})";
    }
}
