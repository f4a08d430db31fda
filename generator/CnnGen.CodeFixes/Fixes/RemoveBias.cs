using CnnGen.Generator.Diagnostics;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN073: leaves out the bias in front of a batch normalization.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveBias)), Shared]
public sealed class RemoveBias : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.BiasBeforeBatchNormalization];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Attribute is { } attribute)
            yield return new("Set UseBias = false", nameof(RemoveBias), [ArgumentText.SetNamed(attribute, "UseBias", "false")]);
    }
}
