using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.Generator.Discovery;

/// <summary>
/// What to write instead of something that C# itself rejects, said beside the compiler's error. The generator reports it, not the analyzer:
/// a compiler that finds errors in declarations does not run analyzers to their end.
/// </summary>
/// <param name="Id">The diagnostic's id.</param>
/// <param name="Place">Where it was written.</param>
/// <param name="MessageArguments">What the diagnostic's message format is filled with.</param>
internal sealed record Rejection(string Id, SourcePlace Place, EquatableArray<string> MessageArguments);

/// <summary>A place in source, without holding the compiler's tree of it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Start">Characters before it.</param>
/// <param name="Length">Its characters.</param>
internal readonly record struct SourcePlace(string Path, int Start, int Length)
{
    public static SourcePlace Of(SyntaxNode node) => new(node.SyntaxTree.FilePath, node.SpanStart, node.Span.Length);

    /// <summary>The place in a compilation; none where its file is not part of it.</summary>
    public Location In(Compilation compilation)
    {
        var (path, end) = (Path, Start + Length);
        var tree = compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == path && end <= tree.Length);
        return tree is null ? Location.None : Location.Create(tree, new TextSpan(Start, Length));
    }
}
