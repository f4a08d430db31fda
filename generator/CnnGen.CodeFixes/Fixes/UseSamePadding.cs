using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN030 and CNN075: surrounds the input with zeros, so that a window of any size fits, and as often as its steps go.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseSamePadding)), Shared]
public sealed class UseSamePadding : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.WindowTooLarge, DiagnosticIds.RestOfWindows];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        // Where a layer for images stands on a sequence, no size of the window fits, and another layer is meant.
        if (place.Attribute is { } attribute
            && (place.Diagnostic.Id != DiagnosticIds.WindowTooLarge || place.Fits.WindowHeight is not null))
        {
            yield return new("Set Padding = Padding.Same", nameof(UseSamePadding),
                [ArgumentText.SetNamed(attribute, "Padding", $"{place.Name("Padding")}.Same")]);
        }
    }
}
