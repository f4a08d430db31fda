using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Discovery;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN036: a constructor of one's own begins with the generated one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallGeneratedConstructor)), Shared]
public sealed class CallGeneratedConstructor : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ConstructorWithoutThis];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not { } constructor
            || place.Model.GetDeclaredSymbol(constructor) is not IMethodSymbol symbol)
        {
            yield break;
        }

        var call = OwnConstructors.CallFor(symbol);
        var change = constructor.Initializer is { } initializer
            ? new TextChange(initializer.Span, $": {call}")
            : new TextChange(new(constructor.ParameterList.Span.End, 0), $" : {call}");
        yield return new($"Add ': {call}'", nameof(CallGeneratedConstructor), [change]);
    }
}
