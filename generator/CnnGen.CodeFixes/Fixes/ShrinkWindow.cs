using CnnGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN030: takes the largest window that fits.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ShrinkWindow)), Shared]
public sealed class ShrinkWindow : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.WindowTooLarge];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        // An algorithm that is asked for was asked for with the window as it is.
        if (place.AttributeSource is not { } source
            || place.Fits is not { WindowHeight: { } height, WindowWidth: { } width }
            || source.Argument("Algorithm") is not null)
        {
            yield break;
        }

        var rows = source.Argument("KernelHeight") ?? source.Argument("PoolHeight");
        var columns = source.Argument("KernelWidth") ?? source.Argument("PoolWidth");
        // A window along a sequence has one size.
        if ((source.Argument("KernelSize") ?? source.Argument("PoolSize")) is { } size)
            rows = columns = size;
        if (rows == columns)
            height = width = Math.Min(height, width);
        ImmutableArray<TextChange> changes = rows is null || columns is null
            ? [ArgumentText.AddPositional(source.Syntax, "kernelSize", $"{height}")]
            : rows == columns
                ? [ArgumentText.Replace(rows, $"{height}")]
                : [ArgumentText.Replace(rows, $"{height}"), ArgumentText.Replace(columns, $"{width}")];
        var extents = source.Declaration.Kind.EndsWith("1D", StringComparison.Ordinal) ? $"{width}" : $"{height} x {width}";
        yield return new($"Use a window of {extents}", nameof(ShrinkWindow), changes);
    }
}
