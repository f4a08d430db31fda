using CnnGen.Generator.Diagnostics;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>
/// CNN029: of the two values of an argument keeps the constructor's. CNN065: removes a setting that nothing takes.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveSecondValue)), Shared]
public sealed class RemoveSecondValue : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ArgumentTwice, DiagnosticIds.SettingNotTaken];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Argument is { NameEquals: not null } argument)
            yield return new($"Remove {argument}", nameof(RemoveSecondValue), [ArgumentText.Remove(argument)]);
    }
}
