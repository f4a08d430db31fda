using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Benchmarks;

/// <summary>The C# compiler on text in memory, with the library and the framework at hand.</summary>
internal static class InMemoryCompiler
{
    /// <summary>C# as the repository's projects write it.</summary>
    public static CSharpParseOptions ParseOptions { get; } = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13);

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">Its name.</param>
    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    /// <summary>An optimised library of some files.</summary>
    /// <param name="name">The name of the assembly.</param>
    /// <param name="files">The files.</param>
    public static CSharpCompilation NewCompilation(string name, IEnumerable<SyntaxTree> files)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "CnnGen.dll" || Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(
            name,
            files,
            references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>Compiles; returns the assembly.</summary>
    /// <param name="compilation">What to compile.</param>
    /// <exception cref="InvalidOperationException">It does not compile.</exception>
    public static byte[] Emit(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException($"The generated code does not compile: {result.Diagnostics[0]}");
        return image.ToArray();
    }
}
