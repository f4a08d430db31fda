using CnnGen.Import.Keras;
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
        CSharpNames.CheckClass(className, nameof(ImportOptions.ClassName));
        if (options.Namespace is { Length: > 0 } space)
            CSharpNames.CheckNamespace(space, nameof(ImportOptions.Namespace));
        using var file = KerasFile.Read(path);
        var origin = $"{Path.GetFileName(path)}, Keras {file.Version}";
        var graph = KerasModel.Read(path, file, options);
        return new(className, SourceWriter.Write(graph, className, options, origin), graph, origin, options.WeightFormat);
    }
}
