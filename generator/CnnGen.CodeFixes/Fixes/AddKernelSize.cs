using CnnGen.Generator.Diagnostics;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN024: gives a convolution the most common kernel, 3 x 3.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddKernelSize)), Shared]
public sealed class AddKernelSize : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NoKernelSize];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Attribute is { } attribute)
            yield return new("Use a kernel size of 3", nameof(AddKernelSize), [ArgumentText.AddPositional(attribute, "kernelSize", "3")]);
    }
}
