using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Discovery;

/// <summary>
/// Finds what a user has written into a network that cannot stand beside what CnnGen writes there. What only hides an inherited member,
/// such as a method <c>Predict</c>, is no clash: generated code does not call it by its name.
/// </summary>
internal static class MemberClashes
{
    private const string Rename = "rename it";

    /// <summary>The clashes of a class, in source order.</summary>
    public static ImmutableArray<MemberClash> Find(
        INamedTypeSymbol type, Compilation compilation, bool isExported, bool isInspectable, int outputs)
    {
        var overridden = (compilation.GetTypeByMetadataName("CnnGen.CompiledNetwork")?.GetMembers() ?? [])
            .Where(member => member.IsAbstract).ToArray();
        var names = new HashSet<string>(GeneratedMembers.All);
        if (isExported)
            names.Add(GeneratedMembers.NativeExports);
        if (isInspectable)
            names.UnionWith([GeneratedMembers.Inspection, GeneratedMembers.CreateInspection]);
        if (outputs > 1)
            names.Add(GeneratedMembers.Outputs);

        var clashes = ImmutableArray.CreateBuilder<MemberClash>();
        // No member has the class's name.
        var isClassName = names.Contains(type.Name) || overridden.Any(member => member.Name == type.Name)
            || (outputs > 1 && type.Name == GeneratedMembers.Predict);
        if (isClassName)
            clashes.Add(new(type.Name, null, type.Name, MemberClash.Member, Rename) { CanBeLeftOut = names.Contains(type.Name) });
        // Accessors go with their property or event.
        foreach (var member in type.GetMembers()
            .Where(member => !member.IsImplicitlyDeclared && member is not IMethodSymbol { AssociatedSymbol: not null }))
        {
            if (!GeneratedCode.IsOn(member) && Clash(member, names, overridden, isExported, outputs) is { } clash)
                clashes.Add(clash);
        }

        return clashes.ToImmutable();
    }

    private static MemberClash? Clash(
        ISymbol member, HashSet<string> names, ISymbol[] overridden, bool isExported, int outputs)
    {
        if (member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor)
            return Clash(constructor);
        var place = member.Locations.FirstOrDefault(location => location.IsInSource);
        if (names.Contains(member.Name) || (outputs > 1 && member.Name == GeneratedMembers.Predict && !IsOverload(member, outputs)))
            return new(member.Name, place, member.Name, MemberClash.Member, Rename) { CanBeLeftOut = true };
        // A property keeps the name of its accessor for itself.
        if (member is IMethodSymbol { Parameters.Length: 0, Name: $"get_{GeneratedMembers.Information}" })
            return new(GeneratedMembers.Information, place, member.Name, MemberClash.Member, Rename) { CanBeLeftOut = true };
        if (overridden.Any(inherited => inherited.Name == member.Name && !IsOverload(member, inherited)))
        {
            return new(member.Name, place, member.Name, MemberClash.Member,
                member.IsOverride ? "remove it" : Rename)
            { CanBeLeftOut = member.IsOverride };
        }

        return isExported && member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }
            ? new(member.Name, place, member.Name, "functions for C",
                "they cannot set it when they create a network; remove 'required'")
            { CanBeLeftOut = true }
            : null;
    }

    private static MemberClash? Clash(IMethodSymbol constructor)
    {
        var text = constructor.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        var shown = text[(text.LastIndexOf('.', text.IndexOf('(')) + 1)..];
        var isSame = constructor.Parameters is [{ Type.SpecialType: SpecialType.System_Int32, RefKind: RefKind.None },
        { RefKind: RefKind.None } second]
            && second.Type is INamedTypeSymbol
            {
                OriginalDefinition.SpecialType: SpecialType.System_Nullable_T,
                TypeArguments: [{ Name: "InstructionSet" } argument]
            }
            && argument.ContainingNamespace?.ToDisplayString() == "CnnGen.Runtime";
        return isSame
            ? new(shown, constructor.Locations.FirstOrDefault(), shown, MemberClash.Constructor,
                "give it other parameters, and ': this(seed)' behind them")
            : null;
    }

    /// <summary>Whether both may stand in one class: methods of one name whose parameters differ.</summary>
    private static bool IsOverload(ISymbol member, ISymbol inherited) =>
        member is IMethodSymbol method && inherited is IMethodSymbol other
        && (method.Arity != other.Arity
            || method.Parameters.Length != other.Parameters.Length
            || method.Parameters.Zip(other.Parameters, IsSameParameter).Contains(false));

    /// <summary>Whether a member may stand beside the prediction with a span for each output.</summary>
    private static bool IsOverload(ISymbol member, int outputs) =>
        member is IMethodSymbol { Arity: 0 } method
            ? method.Parameters.Length != outputs + 1
                || !IsSpan(method.Parameters[0], "ReadOnlySpan")
                || !method.Parameters.Skip(1).All(parameter => IsSpan(parameter, "Span"))
            : member is IMethodSymbol;

    private static bool IsSpan(IParameterSymbol parameter, string name) =>
        parameter is { RefKind: RefKind.None, Type: INamedTypeSymbol { Arity: 1 } type } && type.Name == name;

    private static bool IsSameParameter(IParameterSymbol a, IParameterSymbol b) =>
        SymbolEqualityComparer.Default.Equals(a.Type, b.Type) && (a.RefKind == RefKind.None) == (b.RefKind == RefKind.None);
}

/// <summary>Something that cannot stand beside what CnnGen writes.</summary>
/// <param name="Name">The generated member's name.</param>
/// <param name="Place">Where it stands; null for the class itself.</param>
/// <param name="Shown">What messages call it.</param>
/// <param name="With">What it clashes with: <see cref="Member"/>, <see cref="Constructor"/> ...</param>
/// <param name="Advice">What to do.</param>
internal sealed record MemberClash(string Name, Location? Place, string Shown, string With, string Advice)
{
    public const string Member = "member of that name";
    public const string Constructor = "constructor";

    /// <summary>Whether the class compiles without the generated member; all else of it can then be written.</summary>
    public bool CanBeLeftOut { get; init; }
}
