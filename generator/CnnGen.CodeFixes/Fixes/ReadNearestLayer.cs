using CnnGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN050: names the layer that was probably meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadNearestLayer)), Shared]
public sealed class ReadNearestLayer : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.UnknownSource];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place is { Argument: { } argument, Fits.Name: { } name })
        {
            yield return new($"Read layer '{name}'", nameof(ReadNearestLayer),
                [ArgumentText.Replace(argument, SymbolDisplay.FormatLiteral(name, quote: true))]);
        }
    }
}
