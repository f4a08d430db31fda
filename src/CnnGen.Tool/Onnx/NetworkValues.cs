using CnnGen.Formats;
using CnnGen.Generator.Graph;

namespace CnnGen.Tool.Onnx;

/// <summary>The weights of a network that is known by its graph alone.</summary>
internal static class NetworkValues
{
    /// <summary>Reads them from a safetensors file.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <returns>The values by the parameters' names, in the order of the class.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or its weights are not the network's; everything is listed.</exception>
    public static IReadOnlyDictionary<string, float[]> Read(Network network, string path)
    {
        var file = SafetensorsFile.Read(path);
        var (values, problems) = (new Dictionary<string, float[]>(), new List<string>());
        foreach (var layer in network.Layers)
        {
            foreach (var parameter in layer.Parameters)
            {
                var name = $"{layer.Owner}/{parameter.Name}";
                if (Problem(file, name, [.. parameter.Shape], out var tensor) is { } problem)
                {
                    problems.Add($"'{name}' {problem}");
                    continue;
                }

                tensor!.CopyTo(values[name] = new float[parameter.Count]);
                if (values[name].AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var place)
                    problems.Add($"'{name}' holds {values[name][place]}, but all must be finite");
            }
        }

        if (problems.Count == 0)
            return values;
        throw new InvalidDataException($"{path} must hold the weights of {network.Type.Name}, but\n  {string.Join("\n  ", problems)}");
    }

    private static string? Problem(SafetensorsFile file, string name, int[] shape, out SafetensorsTensor? tensor)
    {
        if (!file.TryGet(name, out tensor))
            return "is missing";
        if (!tensor.Shape.SequenceEqual(shape))
            return $"has the shape ({string.Join(", ", tensor.Shape)}), but must have ({string.Join(", ", shape)})";
        return tensor.IsFloat ? null : $"is stored as {tensor.DataType}, but must be of floats";
    }
}
