using CnnGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN003: removes <c>static</c> from every part of the class.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveStatic)), Shared]
public sealed class RemoveStatic : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.Static];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place) =>
        DeclarationText.ReplaceModifier(place, SyntaxKind.StaticKeyword, null) is { } changes
            ? [new($"Remove 'static' from '{place.Type.Identifier.ValueText}'", nameof(RemoveStatic), changes)]
            : [];
}
