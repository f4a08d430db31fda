using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Tests.Support;

/// <summary>The C# compiler on text in memory, against what a build has: the framework's reference assemblies and the library.</summary>
public static class InMemoryCompiler
{
    /// <summary>C# as the repository's projects write it.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13);

    /// <summary>The framework and the library.</summary>
    public static ImmutableArray<MetadataReference> References { get; } =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(InputAttribute).Assembly.Location)];

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">Its name.</param>
    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    /// <summary>An optimised assembly of some files.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="files">The files.</param>
    /// <param name="kind">A library, or a program.</param>
    /// <param name="allowUnsafe">Whether unsafe blocks are on.</param>
    public static CSharpCompilation Create(
        string name, IEnumerable<SyntaxTree> files, OutputKind kind = OutputKind.DynamicallyLinkedLibrary, bool allowUnsafe = true) =>
        CSharpCompilation.Create(name, files, References, new CSharpCompilationOptions(
            kind, optimizationLevel: OptimizationLevel.Release, allowUnsafe: allowUnsafe,
            nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Compiles; returns the assembly.</summary>
    /// <param name="compilation">What to compile.</param>
    /// <exception cref="CompilationException">The compiler reported a warning or an error.</exception>
    public static byte[] Emit(Compilation compilation)
    {
        using var image = new MemoryStream();
        CompilationException.ThrowIfAny(compilation.Emit(image).Diagnostics);
        return image.ToArray();
    }
}
