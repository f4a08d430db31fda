namespace CnnGen.Generator.Graph;

/// <summary>A network as the user wrote it: the class and its layer attributes in source order. Holds no Roslyn type.</summary>
/// <param name="Type">The class.</param>
/// <param name="Attributes">Every CnnGen attribute on it, <c>Input</c> and <c>LayerDefaults</c> included, in source order.</param>
internal sealed record NetworkDeclaration(TypeDeclaration Type, EquatableArray<LayerDeclaration> Attributes)
{
    /// <summary>What keeps the class itself from becoming a network: not partial, generic, ...</summary>
    public EquatableArray<NetworkError> Problems { get; init; } = EquatableArray<NetworkError>.Empty;

    /// <summary>Whether another part of the class can be written without errors of its own.</summary>
    public bool CanBeExtended { get; init; } = true;

    /// <summary>
    /// Whether it is a block rather, whose <c>[BlockInput]</c> was forgotten: without an <c>[Input]</c>, and static, or with sizes that
    /// the use of a block gives.
    /// </summary>
    public bool IsLikeABlock { get; init; }

    /// <summary>Members that the user has written where CnnGen writes others of that name, each a problem.</summary>
    public EquatableArray<string> TakenNames { get; init; } = EquatableArray<string>.Empty;

    /// <summary>What went wrong in CnnGen itself while it read the class, null when nothing did.</summary>
    public string? Failure { get; init; }

    /// <summary>The same with what the names of its files depend on.</summary>
    public NetworkDeclaration Named(bool isCrowded) => isCrowded ? this with { Type = Type with { IsCrowded = true } } : this;

    /// <summary>The same with where its weights are.</summary>
    /// <param name="embedded">The files that are parts of the assembly.</param>
    public NetworkDeclaration WithWeightsIn(EquatableArray<string> embedded) =>
        Weights is { } weights && embedded.Contains(weights.File) ? this with { Weights = weights with { IsEmbedded = true } } : this;

    /// <summary>A class that could not be read.</summary>
    public static NetworkDeclaration Failed(string name, Exception exception) => new(
        new("", name, "", IsSealed: false, HasDocumentation: false, EquatableArray<string>.Empty), EquatableArray<LayerDeclaration>.Empty)
    {
        Failure = NetworkFailure.Describe(exception),
        CanBeExtended = false,
    };

    /// <summary>The wish to be called from C; null where there is none.</summary>
    public ExportDeclaration? Export { get; init; }

    /// <summary>The weights that it comes with; null where there are none.</summary>
    public WeightsDeclaration? Weights { get; init; }

    /// <summary>Whether it is to have a network that looks inside of it.</summary>
    public bool IsInspectable { get; init; }
}

/// <summary>A <c>[NativeExport]</c>, on whichever declaration of the class.</summary>
/// <param name="Prefix">The prefix as written; null when left out.</param>
/// <param name="AttributeIndex">Where its errors say they are: an index behind those of all layers, wherever they stand.</param>
internal sealed record ExportDeclaration(string? Prefix, int AttributeIndex)
{
    /// <summary>The attribute's class without its suffix.</summary>
    public const string Kind = "NativeExport";
}

/// <summary>A <c>[Weights]</c>, on whichever declaration of the class.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="AttributeIndex">Where its errors say they are: an index behind that of <c>[NativeExport]</c>.</param>
internal sealed record WeightsDeclaration(string File, int AttributeIndex)
{
    /// <summary>The attribute's class without its suffix.</summary>
    public const string Kind = "Weights";

    /// <summary>Whether the file is a part of the assembly, rather than beside the program.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>Whether the constructor compares the network's answer with the one in the file.</summary>
    public bool IsVerified { get; init; }
}

/// <summary>An <c>[Inspectable]</c>, on whichever declaration of the class.</summary>
internal static class InspectableDeclaration
{
    /// <summary>The attribute's class without its suffix.</summary>
    public const string Kind = "Inspectable";
}

/// <summary>An <c>[Output]</c>: makes a layer another output.</summary>
internal static class OutputDeclaration
{
    /// <summary>The attribute's class without its suffix.</summary>
    public const string Kind = "Output";

    /// <summary>The argument that names the layer.</summary>
    public const string Layer = "Layer";
}

/// <summary>The class that becomes a network, and what surrounds it.</summary>
/// <param name="Namespace">Its namespace as C# writes it (<c>@</c> before keywords), empty when global.</param>
/// <param name="Name">Its name, without <c>@</c>.</param>
/// <param name="Accessibility"><c>public</c>, <c>internal</c>, ...; as declared.</param>
/// <param name="IsSealed">Whether it is declared sealed.</param>
/// <param name="HasDocumentation">Whether the user wrote a documentation comment on it.</param>
/// <param name="ContainingTypes">The declarations around it, outermost first, as they open: <c>public partial class Outer</c>.</param>
internal sealed record TypeDeclaration(
    string Namespace,
    string Name,
    string Accessibility,
    bool IsSealed,
    bool HasDocumentation,
    EquatableArray<string> ContainingTypes)
{
    /// <summary>The name as C# writes it: with <c>@</c> before a keyword.</summary>
    public string Identifier { get; init; } = Name;

    /// <summary>
    /// Whether the files of another network of the project would have the same names; see <see cref="GeneratedNames.Crowded"/>.
    /// </summary>
    public bool IsCrowded { get; init; }

    /// <summary>Namespace, containing types and class joined by dots.</summary>
    public string FullName =>
        string.Join(
            ".", new[] { Namespace }.Where(n => n.Length > 0).Concat(ContainingTypes.Select(c => c.Split(' ').Last())).Concat([Name]))
            .Replace("@", "");

    /// <summary>
    /// Whether C# warns (CS8981) wherever it is declared: its name, or that of a type around it, is of the letters a to z alone, as
    /// keywords are.
    /// </summary>
    public bool HasLowerCaseName =>
        ContainingTypes.Select(c => c.Split(' ').Last()).Append(Identifier).Any(name => name.All(c => c is >= 'a' and <= 'z'));

    /// <summary>What the names of generated files begin with.</summary>
    public string FileName => GeneratedNames.File(FullName, IsCrowded);
}

/// <summary>One attribute: its kind and the arguments that were written, constructor parameters under their names in PascalCase.</summary>
/// <param name="Kind">The attribute's class without its suffix: <c>Conv2D</c>.</param>
/// <param name="Arguments">What was written; what was left out is absent.</param>
internal sealed record LayerDeclaration(string Kind, EquatableArray<LayerArgument> Arguments)
{
    /// <summary>Whether C# itself rejects the attribute: the compiler says why, and nothing can be concluded from what was read.</summary>
    public bool DoesNotCompile { get; init; }

    /// <summary>The use of a block that it stands in; null in the network itself.</summary>
    public BlockUse? Block { get; init; }

    /// <summary>Whether it is a layer, rather than something that is said about layers.</summary>
    public bool IsLayer => Kind is not (LayerDefaults.Kind or OutputDeclaration.Kind or BlockUse.Input);

    /// <summary>Whether training leaves it as it is: by its own word, or by that of a block that it stands in.</summary>
    public bool IsFrozen => this["Frozen"] is true || Block?.IsFrozen == true;

    /// <summary>The same with what a use of its block makes of its arguments.</summary>
    /// <param name="channels">The channels of what a use of a block reads; null where they are not known.</param>
    public LayerDeclaration Resolved(Func<BlockUse, int?> channels)
    {
        if (Block is not { } block || !Arguments.Any(argument => argument.Value is Formula))
            return this;
        var values = Arguments.Select(argument => argument.Value is Formula formula
            ? (Argument: argument, Value: formula.Value(name => block.Value(name, channels)))
            : (Argument: argument, argument.Value)).ToList();
        // What is not known is another's error.
        return values.Any(each => each.Value is null)
            ? this with { DoesNotCompile = true, Arguments = new(Arguments.Where(argument => argument.Value is not Formula)) }
            : this with { Arguments = new(values.Select(each => each.Argument with { Value = each.Value! })) };
    }

    /// <summary>
    /// The arguments that name layers it reads besides the one before it: <c>Other</c>, or <c>Others[0]</c>, <c>Others[1]</c> ...
    /// </summary>
    public IEnumerable<LayerArgument> Others =>
        Arguments.Where(argument => argument.Name == "Other" || argument.Name.StartsWith("Others[", StringComparison.Ordinal));

    /// <summary>The value of an argument, null when it was left out.</summary>
    public object? this[string name] => Argument(name)?.Value;

    /// <summary>An argument; null when it was left out.</summary>
    public LayerArgument? Argument(string name) => Arguments.FirstOrDefault(argument => argument.Name == name);
}

/// <summary>One argument of an attribute.</summary>
/// <param name="Name">The property it sets: <c>Filters</c>, <c>KernelHeight</c>, <c>Padding</c>.</param>
/// <param name="Value">An int, a double, a bool, a string, or an enum's value as int; in a block, a <see cref="Formula"/>.</param>
internal sealed record LayerArgument(string Name, object Value)
{
    /// <summary>Whether it was written as one with another property: both sides of a square window.</summary>
    public bool IsSquare { get; init; }

    /// <summary>Whether it is a side of a window that was written as a number alone, without a name.</summary>
    public bool IsPlain { get; init; }

    /// <summary>What it was written as: <c>Filters</c>, <c>KernelHeight</c>, and for a square window <c>KernelSize</c>.</summary>
    public string WrittenName => IsSquare ? Name.Replace("Height", "Size").Replace("Width", "Size") : Name;
}
