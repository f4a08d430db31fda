using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN016, CNN017: gives a layer a valid name near its own that no other layer has.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RenameLayer)), Shared]
public sealed class RenameLayer : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.InvalidName, DiagnosticIds.DuplicateName];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place is { Argument: { } argument, Fits.Name: { } name })
        {
            yield return new($"Rename the layer to '{name}'", nameof(RenameLayer),
                [ArgumentText.Replace(argument, SymbolDisplay.FormatLiteral(name, quote: true))]);
        }
    }
}
