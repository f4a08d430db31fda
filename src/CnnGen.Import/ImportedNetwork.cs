using System.Text;
using CnnGen.Formats;
using CnnGen.Import.Graph;

namespace CnnGen.Import;

/// <summary>A network that was read from a file: a class as C#, and its weights.</summary>
public sealed class ImportedNetwork
{
    private readonly IReadOnlyList<SafetensorsSource> _tensors;
    private readonly WeightFormat _format;

    internal ImportedNetwork(string className, string source, ImportedGraph graph, string origin, WeightFormat format)
    {
        (ClassName, Source, _format) = (className, source, format);
        LayerCount = graph.Layers.Count;
        _tensors =
        [
            .. graph.Layers.SelectMany(layer => layer.Tensors.Select(
                tensor => new SafetensorsSource($"{layer.Name}/{tensor.Role}", tensor.Shape, tensor.Values))),
        ];
        WeightCount = _tensors.Sum(tensor => (long)tensor.Count);
        Notes = graph.Notes;
        Metadata = new Dictionary<string, string> { ["imported_from"] = origin };
    }

    /// <summary>The name of the class.</summary>
    public string ClassName { get; }

    /// <summary>The class, as C#.</summary>
    public string Source { get; }

    /// <summary>How many layers it has, the input among them.</summary>
    public int LayerCount { get; }

    /// <summary>
    /// How many numbers its weights are, statistics of normalizations among them: what Keras calls the total of parameters.
    /// </summary>
    public long WeightCount { get; }

    /// <summary>
    /// What the file has and the network does without, since predictions are the same: layers that augment images in training alone.
    /// </summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>What the file of weights says besides, to which may be added; where the network is from.</summary>
    public IDictionary<string, string> Metadata { get; }

    /// <summary>The names and shapes of its weights.</summary>
    public IEnumerable<(string Name, IReadOnlyList<int> Shape)> Weights => _tensors.Select(tensor => (tensor.Name, tensor.Shape));

    /// <summary>Writes the weights alone, as a safetensors file, which the class's <c>Load</c> reads.</summary>
    /// <param name="path">The file; it is replaced only once the new one is whole.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="OverflowException">A weight is too large for half floats.</exception>
    /// <exception cref="IOException">The folder does not exist, or the disk is full or fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void SaveWeights(string path) => SafetensorsFile.Write(path, _tensors, Metadata.AsReadOnly(), _format);

    /// <summary>Writes the weights alone to a stream, as a safetensors file, from where it stands.</summary>
    /// <param name="stream">The stream, such as memory.</param>
    /// <exception cref="OverflowException">A weight is too large for half floats.</exception>
    /// <exception cref="IOException">Writing fails, or there is more than the stream can hold.</exception>
    public void SaveWeights(Stream stream) => SafetensorsFile.Write(stream, _tensors, Metadata.AsReadOnly(), _format);

    /// <summary>
    /// Writes <c>ClassName.cs</c> and <c>ClassName.safetensors</c>: the weights first, so that there is no class without them.
    /// </summary>
    /// <param name="folder">The folder, which is made where there is none.</param>
    /// <param name="overwrite">Whether files that are there are replaced.</param>
    /// <returns>The paths of the two.</returns>
    /// <exception cref="IOException">One of the files is there, and is not to be replaced; or the disk is full or fails.</exception>
    /// <exception cref="OverflowException">A weight is too large for half floats.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public (string Source, string Weights) Save(string folder, bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var (source, weights) = (Path.Combine(folder, $"{ClassName}.cs"), Path.Combine(folder, $"{ClassName}.safetensors"));
        foreach (var path in (string[])[source, weights])
        {
            if (!overwrite && File.Exists(path))
            {
                throw new IOException(
                    $"{path}: the file is there; remove it, take another folder or class name, or have it replaced (overwrite; --force).");
            }
        }

        Directory.CreateDirectory(folder);
        SaveWeights(weights);
        ReplacedFile.Write(source, stream => stream.Write(Encoding.UTF8.GetBytes(Source)));
        return (source, weights);
    }
}
