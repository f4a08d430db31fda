using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Discovery;

/// <summary>Puts the layers of blocks where they are used.</summary>
internal sealed class BlockReader
{
    /// <summary>More layers than this are a block that repeats itself without end, or nearly so.</summary>
    private const int MostLayers = 5_000;

    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellation;
    private readonly List<AttributeSource> _sources = [];
    private readonly List<LayerDeclaration> _declarations = [];
    private readonly List<NetworkError> _errors = [];
    private readonly Stack<INamedTypeSymbol> _open = new();
    private int _uses;

    private BlockReader(Compilation compilation, CancellationToken cancellation) =>
        (_compilation, _cancellation) = (compilation, cancellation);

    /// <summary>The attributes with those of blocks in their place.</summary>
    public static ExpandedAttributes Expand(
        IEnumerable<AttributeSource> attributes, Compilation compilation, CancellationToken cancellation)
    {
        var reader = new BlockReader(compilation, cancellation);
        foreach (var attribute in attributes)
            reader.Add(attribute, block: null);
        return new(reader._sources, reader._declarations, reader._errors);
    }

    /// <summary>Whether a class is a block.</summary>
    public static bool IsBlock(INamedTypeSymbol type) => type.GetAttributes().Any(attribute => attribute.AttributeClass is
    {
        Name: "BlockInputAttribute",
        ContainingNamespace: { Name: "CnnGen", ContainingNamespace.IsGlobalNamespace: true },
    });

    private void Add(AttributeSource source, BlockUse? block)
    {
        var declaration = source.Declaration with { Block = block };
        if (declaration.Arguments.Select(argument => argument.Value).OfType<UnreadFormula>().FirstOrDefault() is { } unread)
        {
            Reject(source, declaration, DiagnosticIds.FormulaNotRead, unread.Text);
            return;
        }

        if (source.GeneratedConstant is { } generated)
        {
            Reject(source, declaration, DiagnosticIds.GeneratedConstant, generated);
            return;
        }

        if (block is null && ReadBy([source]).FirstOrDefault() is { } parameter)
        {
            Reject(source, declaration, DiagnosticIds.NotInABlock, declaration.Kind, parameter);
            return;
        }

        if (declaration.Kind != "Block" || declaration.DoesNotCompile)
        {
            AddOne(source, declaration);
            return;
        }

        var type = source.BlockType;
        var name = type?.Name ?? source.Syntax.ArgumentList!.Arguments[0].ToString();
        if (type is null || !IsBlock(type) || !IsOfThisProject(type))
        {
            Reject(source, declaration, DiagnosticIds.NoBlock, name);
        }
        else if (_open.Contains(type, SymbolEqualityComparer.Default))
        {
            var circle = _open.Reverse().Select(open => open.Name).Append(name);
            Reject(source, declaration, DiagnosticIds.BlockOfItself, string.Join(" -> ", circle));
        }
        else
        {
            Use(source, declaration, type, block);
        }
    }

    // Of other projects, editors know the source and builds do not.
    private bool IsOfThisProject(INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly);

    private void Use(AttributeSource source, LayerDeclaration declaration, INamedTypeSymbol type, BlockUse? outer)
    {
        var repeat = declaration["Repeat"] switch
        {
            Formula formula => formula.Value(parameter => outer?.Value(parameter, _ => null)),
            { } stated => stated,
            null => 1,
        };
        if (repeat is not int times || times < 1)
        {
            Reject(
                source, declaration, DiagnosticIds.NotPositive, $"Block({type.Name})", "Repeat", LayerReader.Text(repeat ?? "not known"));
            return;
        }

        var attributes = type.GetAttributes().Select(data => AttributeSource.Read(data, _compilation, _cancellation))
            .Where(attribute => attribute is not null).Select(attribute => attribute!)
            .OrderBy(attribute => attribute.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(attribute => attribute.Syntax.SpanStart).ToList();
        var given = new EquatableArray<LayerArgument>(declaration.Arguments.Where(argument => argument.Name is not ("Name" or "From")));
        ReportUnread(source, attributes, type.Name, given);
        _open.Push(type);
        for (var round = 0; round < times; round++)
        {
            if (_declarations.Count + attributes.Count > MostLayers)
            {
                Reject(source, declaration, DiagnosticIds.TooManyLayers, type.Name, LayerReader.Text(MostLayers));
                break;
            }

            var block = new BlockUse(_uses++, type.Name, declaration["Name"] as string, given, outer);
            // It reads what the use names, else what stands before it.
            var from = declaration.Arguments.Where(argument => argument.Name == "From" && round == 0);
            AddOne(source, new LayerDeclaration(BlockUse.Input, new(from)) { Block = block });
            ReportMissing(source, attributes, block);
            foreach (var attribute in attributes.Where(attribute => attribute.Declaration.Kind != BlockUse.Input))
                Add(attribute, block);
        }

        _open.Pop();
    }

    /// <summary>Reports what the use gives and no attribute of the block reads; passing it on to a block inside is reading it.</summary>
    private void ReportUnread(
        AttributeSource source, List<AttributeSource> attributes, string block, EquatableArray<LayerArgument> given)
    {
        // What is not understood may read anything.
        if (attributes.Exists(attribute => attribute.Declaration.DoesNotCompile
            || attribute.Declaration.Arguments.Any(argument => argument.Value is UnreadFormula)))
        {
            return;
        }

        var read = ReadBy(attributes).ToList();
        var others = read.Count == 0 ? "it reads nothing of its uses" : $"it reads {string.Join(", ", read)}";
        _errors.AddRange(given.Where(argument => argument.Name is not ("Frozen" or "Repeat") && !read.Contains(argument.Name))
            .Select(argument => new NetworkError(
                DiagnosticIds.UnusedBlockValue, _declarations.Count, argument.Name, new([block, argument.Name, others]))));
    }

    /// <summary>What the attributes of a block read of what a use gives.</summary>
    private static IEnumerable<string> ReadBy(IEnumerable<AttributeSource> attributes) =>
        attributes.SelectMany(attribute => attribute.Declaration.Arguments).Select(argument => argument.Value)
            .OfType<Formula>().SelectMany(formula => formula.Parameters).Distinct();

    /// <summary>Reports a size that the block needs and the use does not give; once for all repetitions.</summary>
    private void ReportMissing(AttributeSource source, IEnumerable<AttributeSource> attributes, BlockUse block)
    {
        var missing = ReadBy(attributes)
            .Where(parameter => parameter is not ("Channels" or "Strides") && block.Given.All(argument => argument.Name != parameter));
        foreach (var parameter in missing)
        {
            var error = new NetworkError(DiagnosticIds.BlockNeeds, _declarations.Count - 1, null, new([block.Kind, parameter]));
            if (!_errors.Any(other => other.MessageArguments.Equals(error.MessageArguments) && _sources[other.AttributeIndex] == source))
                _errors.Add(error);
        }
    }

    private void Reject(AttributeSource source, LayerDeclaration declaration, string id, params string[] arguments)
    {
        _errors.Add(new(id, _declarations.Count, null, new(arguments)));
        var read = declaration.Arguments.Where(argument => argument.Value is not Formula);
        AddOne(source, declaration with { DoesNotCompile = true, Arguments = new(read) });
    }

    private void AddOne(AttributeSource source, LayerDeclaration declaration)
    {
        _sources.Add(source);
        _declarations.Add(declaration);
    }
}

/// <summary>Attributes with those of blocks in their place.</summary>
/// <param name="Sources">As written, each as often as it is used.</param>
/// <param name="Declarations">What they declare.</param>
/// <param name="Errors">What is wrong with uses of blocks.</param>
internal sealed record ExpandedAttributes(
    IReadOnlyList<AttributeSource> Sources, IReadOnlyList<LayerDeclaration> Declarations, IReadOnlyList<NetworkError> Errors);
