using System.Reflection;
using System.Runtime.Loader;
using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Tests.Support;

/// <summary>Compiles declarations of networks at run time, the way a user's build does, and loads the result.</summary>
public static class NetworkCompiler
{
    /// <summary>Leaves the layer attributes in the compiled class, so that tests can read them back.</summary>
    private static readonly CSharpParseOptions ParseOptions =
        InMemoryCompiler.ParseOptions.WithPreprocessorSymbols("CNNGEN_KEEP_ATTRIBUTES");

    /// <summary>Compiles sources together with what the generator makes of them; a warning is an error.</summary>
    /// <param name="source">C# with usings; implicit usings are not added.</param>
    /// <param name="instructionSets">The build property <c>CnnGenInstructionSets</c>: those to generate code for; all when left
    /// out.</param>
    /// <exception cref="CompilationException">The generator or the compiler reported a warning or an error.</exception>
    public static CompiledNetworks Compile(string source, string? instructionSets = null)
    {
        var compilation = Parse(source);
        var driver =
            CSharpGeneratorDriver.Create([.. Generators()], parseOptions: ParseOptions, optionsProvider: new TestOptions(instructionSets))
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var diagnostics);
        if (driver.GetRunResult().Results.FirstOrDefault(result => result.Exception is not null).Exception is { } exception)
            throw new InvalidOperationException("the generator failed", exception);
        CompilationException.ThrowIfAny(diagnostics);
        return Load(generated);
    }

    /// <summary>Compiles sources without the generator: the classes carry their layer attributes and nothing else.</summary>
    /// <param name="source">C# with usings; implicit usings are not added.</param>
    /// <exception cref="CompilationException">The compiler reported a warning or an error.</exception>
    public static CompiledNetworks CompileDeclarations(string source) => Load(Parse(source));

    private static CSharpCompilation Parse(string source) =>
        InMemoryCompiler.Create("Networks_" + Guid.NewGuid().ToString("N"), [CSharpSyntaxTree.ParseText(source, ParseOptions)]);

    /// <summary>Every generator of the generator's assembly, as the compiler itself would find them.</summary>
    private static IEnumerable<ISourceGenerator> Generators() =>
        Assembly.Load("CnnGen.Generator").GetTypes()
            .Where(type => type.GetCustomAttribute<GeneratorAttribute>() is not null)
            .Select(type => ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator());

    private static CompiledNetworks Load(Compilation compilation)
    {
        byte[] image = InMemoryCompiler.Emit(compilation);
        var context = new AssemblyLoadContext(compilation.AssemblyName, isCollectible: false);
        return new CompiledNetworks(
            context.LoadFromStream(new MemoryStream(image)), image,
            [.. compilation.SyntaxTrees.Select(tree => (tree.FilePath, tree.ToString()))]);
    }
}

/// <summary>What a run-time compilation gave.</summary>
/// <param name="Assembly">The loaded classes.</param>
/// <param name="Image">The assembly's bytes.</param>
/// <param name="Sources">All sources, generated ones included, with their paths.</param>
public sealed record CompiledNetworks(Assembly Assembly, byte[] Image, IReadOnlyList<(string Path, string Text)> Sources)
{
    /// <summary>A class by its full name.</summary>
    public Type this[string name] => Assembly.GetType(name, throwOnError: true)!;
}
