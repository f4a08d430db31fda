using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN021: a rate above 1 was meant in percent; writes it as a fraction.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WriteRateAsFraction)), Shared]
public sealed class WriteRateAsFraction : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.RateOutOfRange];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Argument is not { } argument || place.AttributeSource?.Declaration["Rate"] is not (double percent and > 1 and < 100))
            yield break;
        var rate = LayerReader.Text((double)((decimal)percent / 100));
        yield return new($"Set the rate to {rate}", nameof(WriteRateAsFraction), [ArgumentText.Replace(argument, rate)]);
    }
}
