using CnnGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN043: names the file that was probably meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseNearestWeights)), Shared]
public sealed class UseNearestWeights : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.WeightsNotFound];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place is { Argument: { } argument, Fits.Name: { } name })
        {
            yield return new($"Take the weights of '{name}'", nameof(UseNearestWeights),
                [ArgumentText.Replace(argument, SymbolDisplay.FormatLiteral(name, quote: true))]);
        }
    }
}
