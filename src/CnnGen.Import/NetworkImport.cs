using CnnGen.Import.Graph;
using CnnGen.Import.Keras;
using CnnGen.Import.Onnx;
using CnnGen.Import.Writing;

namespace CnnGen.Import;

/// <summary>Reads model files of Keras as networks of CnnGen.</summary>
public static class NetworkImport
{
    /// <summary>
    /// Reads a whole model of Keras: <c>.h5</c> and <c>.hdf5</c> of Keras 2 and 3, <c>.keras</c>. Nothing in the file is executed.
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
        CheckIdentifier(className, nameof(ImportOptions.ClassName));
        foreach (var part in options.Namespace?.Split('.') ?? [])
            CheckIdentifier(part, nameof(ImportOptions.Namespace));
        var (graph, kind) = path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? ReadOnnx(path, options) : ReadKeras(path, options);
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

    private static void CheckIdentifier(string name, string option)
    {
        var isName = name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_');
        if (!isName)
        {
            throw new ArgumentException(
                $"{option} is '{name}', but must be a name of C#: letters, digits and underscores, no digit first.", nameof(option));
        }
    }
}
