using CnnGen.Import.Graph;
using CnnGen.Import.Keras;
using CnnGen.Import.Onnx;
using CnnGen.Import.Writing;

namespace CnnGen.Import;

/// <summary>Reads model files of Keras, TensorFlow.js and ONNX as networks of CnnGen.</summary>
public static class NetworkImport
{
    /// <summary>
    /// Reads a whole model: <c>.h5</c> and <c>.hdf5</c> of Keras 2 and 3, <c>.keras</c>, <c>model.json</c> of TensorFlow.js, and
    /// <c>.onnx</c>, which its name tells. Nothing in the file is executed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is made of it; everything as it is left out when null.</param>
    /// <exception cref="ArgumentException">The path is empty, or the class's name or namespace is none.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ImportException">
    /// The file is none of these or damaged, or the model has layers or options that a network cannot have; all of them are listed.
    /// </exception>
    public static ImportedNetwork Read(string path, ImportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        var className = options.ClassName ?? NetworkNames.ClassName(Path.GetFileNameWithoutExtension(path));
        CSharpNames.CheckClass(className, nameof(ImportOptions.ClassName));
        if (options.Namespace is { Length: > 0 } space)
            CSharpNames.CheckNamespace(space, nameof(ImportOptions.Namespace));
        var isOnnx = path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
        var (graph, kind) = isOnnx ? ReadOnnx(path, options) : ReadKeras(path, options);
        var origin = $"{Path.GetFileName(path)}, {kind}";
        return new(className, SourceWriter.Write(graph, className, options, origin), graph, origin, options.WeightFormat);
    }

    private static (ImportedGraph Graph, string Kind) ReadKeras(string path, ImportOptions options)
    {
        using var file = KerasFile.Read(path);
        return (KerasModel.Read(path, file, options), $"Keras {file.Version}");
    }

    private static (ImportedGraph Graph, string Kind) ReadOnnx(string path, ImportOptions options)
    {
        var file = OnnxFile.Read(path);
        return (OnnxModel.Read(path, file, options), file.Origin);
    }
}
