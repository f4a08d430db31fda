using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN025: lets the planner choose among the algorithms that apply.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeaveAlgorithmToPlanner)), Shared]
public sealed class LeaveAlgorithmToPlanner : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.WinogradDoesNotApply];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Argument is { } argument)
        {
            yield return new(
                "Set Algorithm = ConvAlgorithm.Auto", nameof(LeaveAlgorithmToPlanner),
                [ArgumentText.Replace(argument, $"{place.Name("ConvAlgorithm")}.Auto")]);
        }
    }
}
