using CnnGen.Generator;
using CnnGen.Generator.Analysis;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes;

/// <summary>Where a diagnostic is: the text, the type, and, where it is on one, the attribute and its argument.</summary>
internal sealed class DiagnosticPlace
{
    private readonly Lazy<NetworkSource?> _source;

    private DiagnosticPlace(Diagnostic diagnostic, SourceText text, SemanticModel model, SyntaxNode node, TypeDeclarationSyntax type,
        CancellationToken cancellation)
    {
        (Diagnostic, Text, Model, Node, Type) = (diagnostic, text, model, node, type);
        Attribute = node.FirstAncestorOrSelf<AttributeSyntax>();
        Argument = node.FirstAncestorOrSelf<AttributeArgumentSyntax>();
        _source = new(() => Symbol is { } symbol ? NetworkSource.Read(symbol, model.Compilation, cancellation) : null);
    }

    public Diagnostic Diagnostic { get; }

    public SourceText Text { get; }

    public SemanticModel Model { get; }

    /// <summary>What is marked.</summary>
    public SyntaxNode Node { get; }

    /// <summary>The declaration whose name, attribute or member is marked.</summary>
    public TypeDeclarationSyntax Type { get; }

    public AttributeSyntax? Attribute { get; }

    public AttributeArgumentSyntax? Argument { get; }

    /// <summary>What the rule knows would fit.</summary>
    public Fits Fits => FitProperties.Read(Diagnostic);

    public INamedTypeSymbol? Symbol => Model.GetDeclaredSymbol(Type);

    /// <summary>
    /// The network as it was read; null where the type is none, and where layers stand in blocks: what is beside a layer may then be text
    /// of another file.
    /// </summary>
    public NetworkSource? Source =>
        _source.Value is { } source && source.Declaration.Attributes.All(attribute => attribute.Block is null) ? source : null;

    /// <summary>The attribute at the place as it was read; null where there is none.</summary>
    public AttributeSource? AttributeSource => Source?.Attributes.FirstOrDefault(attribute => attribute.Syntax == Attribute);

    /// <summary>The layers as they were read.</summary>
    public ImmutableList<LayerDeclaration> Layers => [.. Source?.Declaration.Attributes ?? EquatableArray<LayerDeclaration>.Empty];

    /// <summary>The place of the attribute in <see cref="Layers"/>; -1 where there is none.</summary>
    public int Index => Attribute is null || Source is not { } source
        ? -1
        : source.Attributes.Take(source.Declaration.Attributes.Count).ToList().FindIndex(other => other.Syntax == Attribute);

    /// <summary>Finds the place; null where there is none in this document.</summary>
    public static async Task<DiagnosticPlace?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan) is not { } node || model is null)
            return null;
        return node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            ? new(diagnostic, text, model, node, type, cancellation)
            : null;
    }

    /// <summary>
    /// Whether a network with other layers has fewer errors, or as many and fewer warnings: asked before a fix is offered that could trade
    /// one for another.
    /// </summary>
    public bool IsMendedBy(IEnumerable<LayerDeclaration> layers) =>
        Source is { Declaration: var declaration }
        && Mistakes(declaration with { Attributes = new(layers) }).CompareTo(Mistakes(declaration)) < 0;

    private static (int Errors, int Warnings) Mistakes(NetworkDeclaration declaration)
    {
        var (network, errors) = NetworkBuilder.Build(declaration);
        var warnings = errors.Count(error => error.IsWarning);
        return (errors.Count - warnings, warnings + NetworkRules.Warnings(network, declaration).Count());
    }

    /// <summary>The shortest text that means a type of the library here.</summary>
    /// <param name="name">The type's name in namespace CnnGen; attributes with their suffix, which is left out.</param>
    public string Name(string name)
    {
        var type = Model.Compilation.GetTypesByMetadataName($"CnnGen.{name}").First();
        var format =
            SymbolDisplayFormat.MinimallyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.RemoveAttributeSuffix);
        return type.ToMinimalDisplayString(Model, (Attribute ?? (SyntaxNode)Type).SpanStart, format);
    }
}
