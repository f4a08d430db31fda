using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Discovery;

/// <summary>
/// Constructors that users write beside the generated one, <c>(int seed, InstructionSet? instructionSet)</c>, which alone makes the
/// weights.
/// </summary>
internal static class OwnConstructors
{
    /// <summary>Those that call no other constructor, each with its place.</summary>
    public static IEnumerable<(IMethodSymbol Constructor, Location Place)> WithoutCall(
        NetworkSource source, INamedTypeSymbol type, CancellationToken cancellation)
    {
        // Without a generated part there is nothing to call.
        if (!source.Declaration.CanBeExtended || source.Declaration.Attributes.All(attribute => attribute.Kind != "Input"))
            yield break;
        foreach (var constructor in type.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared))
        {
            var written = constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
            if (written is ConstructorDeclarationSyntax syntax && !Calls(syntax, constructor))
                yield return (constructor, syntax.Identifier.GetLocation());
        }
    }

    /// <summary>
    /// The call that a constructor needs. With both arguments, since one that takes a number would otherwise call itself, and the second by
    /// its name, since null fits many types.
    /// </summary>
    public static string CallFor(IMethodSymbol constructor)
    {
        var hasSeed = constructor.Parameters.Any(parameter => parameter is { Name: "seed", Type.SpecialType: SpecialType.System_Int32 });
        return $"this({(hasSeed ? "seed" : "0")}, instructionSet: null)";
    }

    // A call of the base class's constructor without arguments says nothing more than none; with one number, a constructor that takes one
    // calls itself.
    private static bool Calls(ConstructorDeclarationSyntax syntax, IMethodSymbol constructor) => syntax.Initializer switch
    {
        null or { ThisOrBaseKeyword.ValueText: "base", ArgumentList.Arguments.Count: 0 } => false,
        { ThisOrBaseKeyword.ValueText: "this", ArgumentList.Arguments.Count: 1 } =>
            constructor.Parameters is not [{ Type.SpecialType: SpecialType.System_Int32 }],
        _ => true,
    };
}
