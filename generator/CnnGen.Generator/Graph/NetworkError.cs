using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph;

/// <summary>One reason why a declaration is no network, or a warning. Knows no source text; the analyzer finds the place.</summary>
/// <param name="Id">The diagnostic's id.</param>
/// <param name="AttributeIndex">The attribute in the declaration; -1 for the class name, and from -2 down the members that clash with
/// generated ones.</param>
/// <param name="Argument">The argument, as <see cref="Discovery.LayerArgument.Name"/>; null for the whole attribute. With index -1, the
/// containing type.</param>
/// <param name="MessageArguments">What the diagnostic's message format is filled with.</param>
internal sealed record NetworkError(string Id, int AttributeIndex, string? Argument, EquatableArray<string> MessageArguments)
{
    public const int ClassName = -1;

    public const int FirstMember = -2;

    /// <summary>Whether the declaration is a network all the same, and probably not the one that is meant.</summary>
    public bool IsWarning => DiagnosticDescriptors.IsWarning(Id);

    /// <summary>What would be right, for code fixes.</summary>
    public Fits Fits { get; init; } = Fits.Nothing;
}
