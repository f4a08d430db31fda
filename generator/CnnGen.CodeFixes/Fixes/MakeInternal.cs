using CnnGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN006: makes a file-local class internal, so that another file can hold its generated part.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeInternal)), Shared]
public sealed class MakeInternal : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.FileLocal];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place) =>
        DeclarationText.ReplaceModifier(place, SyntaxKind.FileKeyword, "internal") is { } changes
            ? [new($"Make '{place.Type.Identifier.ValueText}' internal", nameof(MakeInternal), changes)]
            : [];
}
