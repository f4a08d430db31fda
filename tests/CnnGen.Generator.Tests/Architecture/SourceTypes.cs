using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Tests.Architecture;

/// <summary>A place in a project's source that mentions a type of the same project.</summary>
/// <param name="File">The file, from the project's folder on.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Type">The type.</param>
internal readonly record struct Mention(string File, int Line, INamedTypeSymbol Type)
{
    /// <summary>The folder of the file; empty for the project's own.</summary>
    public string From => FolderOf(File);

    /// <summary>The folder in which the type is declared.</summary>
    public string To => FolderOf(Type.DeclaringSyntaxReferences[0].SyntaxTree.FilePath);

    public override string ToString() => $"{File}:{Line} mentions {Type.ToDisplayString()}";

    private static string FolderOf(string file) => file.Contains('/') ? file[..file.LastIndexOf('/')] : "";
}

/// <summary>Which types of a project its files mention.</summary>
internal static class SourceTypes
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    private const string Usings =
        """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks; global using System.Net.Http;
        """;

    /// <summary>All mentions in the source of a project.</summary>
    /// <param name="folder">The project's folder, in the repository.</param>
    public static IReadOnlyList<Mention> MentionsIn(params string[] folder)
    {
        var root = Repository.PathOf(folder);
        var trees = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(root, path)), Options, path))
            .Append(CSharpSyntaxTree.ParseText(Usings, Options, "Usings.cs"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("CnnGen", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Project", trees, references);
        return [.. compilation.SyntaxTrees.SelectMany(tree => MentionsIn(compilation, tree))];
    }

    private static IEnumerable<Mention> MentionsIn(CSharpCompilation compilation, SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var symbol = model.GetSymbolInfo(name).Symbol;
            var type = (symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition;
            if (type is not null && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))
                yield return new Mention(tree.FilePath, tree.GetLineSpan(name.Span).StartLinePosition.Line + 1, type);
        }
    }
}
