using CnnGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN038: a scale that is zero because C# divides integers, <c>1 / 255</c>; divides them as numbers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DivideAsNumbers)), Shared]
public sealed class DivideAsNumbers : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ScaleIsZero];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        // Only where the first number is written out, and is not itself zero.
        if (place.Argument?.Expression is BinaryExpressionSyntax { OperatorToken.ValueText: "/" } division
            && division.Left is LiteralExpressionSyntax { Token.Value: int and not 0 } left)
        {
            yield return new($"Write {left}.0 / {division.Right}", nameof(DivideAsNumbers), [new TextChange(new(left.Span.End, 0), ".0")]);
        }
    }
}
