using CnnGen.Generator.Diagnostics;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN034: takes a pool size that divides the channels, one of the three nearest to the written one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseDividingPoolSize)), Shared]
public sealed class UseDividingPoolSize : NetworkCodeFix
{
    private const int Offered = 3;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ChannelsNotDivisible];

    // Networks with different channels are mended together by the rank of the divisor, not by its value.
    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place) =>
        place.Argument is not { } argument ? [] : place.Fits.PoolSizes.Take(Offered).Select((size, rank) => new Fix(
            $"Use a pool size of {size}", $"{nameof(UseDividingPoolSize)}.{rank}", [ArgumentText.Replace(argument, $"{size}")]));
}
