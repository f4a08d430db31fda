using System.Collections.Immutable;
using CnnGen.Generator.Graph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Discovery;

/// <summary>One attribute as declared and as written.</summary>
internal sealed class AttributeSource
{
    private const string Library = "CnnGen";
    private const string Suffix = "Attribute";

    private readonly Dictionary<string, AttributeArgumentSyntax> _arguments = [];

    private AttributeSource(AttributeSyntax syntax, TypeDeclarationSyntax owner, INamedTypeSymbol type) =>
        (Syntax, Owner, Type) = (syntax, owner, type);

    public AttributeSyntax Syntax { get; }

    /// <summary>The attribute's class; an error type where the compiler does not know it.</summary>
    public INamedTypeSymbol Type { get; }

    /// <summary>The declaration it stands on.</summary>
    public TypeDeclarationSyntax Owner { get; }

    public LayerDeclaration Declaration { get; private set; } = new("", EquatableArray<LayerArgument>.Empty);

    /// <summary>The class that a <c>[Block]</c> uses; null of any other attribute.</summary>
    public INamedTypeSymbol? BlockType { get; private set; }

    /// <summary>
    /// A constant in its arguments that CnnGen generates, as <c>Other.OutputSize</c>; null without one. It is not there while CnnGen
    /// generates.
    /// </summary>
    public string? GeneratedConstant { get; private set; }

    /// <summary>Whether the compiler does not know the attribute: a mistyped layer, perhaps.</summary>
    public bool IsUnresolved { get; private set; }

    /// <summary>Reads an attribute; null when it is none of CnnGen's.</summary>
    public static AttributeSource? Read(AttributeData data, Compilation compilation, CancellationToken cancellation)
    {
        if (data.AttributeClass is not { } type
            || data.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax
            || syntax.Parent?.Parent is not TypeDeclarationSyntax owner)
        {
            return null;
        }

        var source = new AttributeSource(syntax, owner, type);
        if (type.TypeKind == TypeKind.Error)
        {
            source.IsUnresolved = true;
            source.Declaration = new(type.Name, EquatableArray<LayerArgument>.Empty) { DoesNotCompile = true };
            return source;
        }

        if (KindOf(type) is not { } kind)
            return null;
        var arguments = new List<LayerArgument>();
        var compiles = source.ReadArguments(data, kind, compilation, arguments);
        source.Declaration = new(kind, new(arguments)) { DoesNotCompile = !compiles };
        return source;
    }

    /// <summary>The place of an argument, or of the whole attribute where the argument is null or not written.</summary>
    public Location Locate(string? argument) => ((SyntaxNode?)Argument(argument) ?? Syntax).GetLocation();

    /// <summary>The argument as written; null where it is not, or when no name is given.</summary>
    public AttributeArgumentSyntax? Argument(string? name) =>
        name is not null && _arguments.TryGetValue(name, out var syntax) ? syntax : null;

    // The library's attributes by their bare name, Keras' other name of a layer by that of the layer it derives from; a user's own layer by
    // its full name, which is in no table.
    private static string? KindOf(INamedTypeSymbol type)
    {
        if (IsInLibrary(type) && type.Name is "LayerDefaultsAttribute")
            return Graph.LayerDefaults.Kind;
        if (IsInLibrary(type) && type.Name is "BlockInputAttribute")
            return BlockUse.Input;
        if (IsInLibrary(type) && type.Name is "OutputAttribute")
            return OutputDeclaration.Kind;
        if (IsInLibrary(type) && type.Name is "NativeExportAttribute")
            return ExportDeclaration.Kind;
        if (IsInLibrary(type) && type.Name is "WeightsAttribute")
            return WeightsDeclaration.Kind;
        if (IsInLibrary(type) && type.Name is "InspectableAttribute")
            return InspectableDeclaration.Kind;
        for (var layer = type; layer.BaseType is { } ancestor; layer = ancestor)
        {
            // Layers with the same parameters have a base class between.
            if (ancestor.IsAbstract && ancestor.Name.EndsWith("LayerAttribute", StringComparison.Ordinal) && IsInLibrary(ancestor))
            {
                return IsInLibrary(type) && layer.Name.EndsWith(Suffix, StringComparison.Ordinal)
                    ? layer.Name[..^Suffix.Length]
                    : type.ToDisplayString();
            }
        }

        return null;
    }

    private static bool IsInLibrary(INamedTypeSymbol type) =>
        type.ContainingType is null && type.ContainingNamespace is { Name: Library, ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>Collects what was written; false when C# rejects a part of it.</summary>
    private bool ReadArguments(AttributeData data, string kind, Compilation compilation, List<LayerArgument> arguments)
    {
        if (data.AttributeConstructor is not { } constructor)
            return false;

        var (compiles, hasProperties) = (true, false);
        var written = Syntax.ArgumentList?.Arguments ?? default;
        for (var index = 0; index < written.Count; index++)
        {
            var syntax = written[index];
            if (syntax.NameEquals is { } named)
            {
                var property = named.Name.Identifier.ValueText;
                var value = data.NamedArguments.FirstOrDefault(pair => pair.Key == property).Value;
                compiles &= TypeOf(property) is IArrayTypeSymbol list
                    ? value.IsNull || AddElements(arguments, property, list, value, syntax, index, index, compilation)
                    : Add(arguments, PropertiesOf(kind, property), value, TypeOf(property), syntax, compilation);
                hasProperties = true;
                continue;
            }

            // The constructor's come first.
            compiles &= !hasProperties;
            var name = syntax.NameColon?.Name.Identifier.ValueText;
            var parameter = name is null
                ? constructor.Parameters.ElementAtOrDefault(Math.Min(index, constructor.Parameters.Length - 1))
                : constructor.Parameters.FirstOrDefault(p => p.Name == name);
            if (parameter is null || parameter.Ordinal >= data.ConstructorArguments.Length)
                return false;
            var constant = data.ConstructorArguments[parameter.Ordinal];
            compiles &= parameter.IsParams
                ? AddElements(arguments, parameter.Name, parameter.Type, constant, syntax, index, parameter.Ordinal, compilation)
                : Add(arguments, PropertiesOf(kind, parameter.Name), constant, parameter.Type, syntax, compilation);
        }

        return compiles;
    }

    private bool Add(List<LayerArgument> arguments, ImmutableArray<string> properties, TypedConstant constant, ITypeSymbol? type,
        AttributeArgumentSyntax syntax, Compilation compilation)
    {
        if (constant.Kind == TypedConstantKind.Type)
        {
            BlockType = constant.Value as INamedTypeSymbol;
            return true;
        }

        if (constant.Kind is not (TypedConstantKind.Primitive or TypedConstantKind.Enum)
            || type is null
            || NeedsCast(syntax.Expression, type))
        {
            return false;
        }

        GeneratedConstant ??= GeneratedConstantIn(syntax.Expression, compilation);
        // A null, as in Name = null, says nothing; but where a layer has to be named, it is the name of none.
        var value = constant.Value is not null ? FormulaOf(syntax.Expression, type, compilation) ?? constant.Value
            : properties is [OutputDeclaration.Layer] || properties[0].StartsWith("Other", StringComparison.Ordinal) ? ""
            : null;
        foreach (var property in properties.Where(_ => value is not null))
        {
            _arguments[property] = syntax;
            arguments.Add(new(property, value!)
            {
                IsSquare = properties.Length > 1,
                IsPlain = properties is ["KernelHeight" or "KernelWidth" or "PoolHeight" or "PoolWidth"]
                    && syntax is { NameEquals: null, NameColon: null, Expression: LiteralExpressionSyntax },
            });
        }

        return true;
    }

    /// <summary>What a use of a block makes of an expression, as the argument's type; null where it makes nothing of it.</summary>
    private static Formula? FormulaOf(ExpressionSyntax expression, ITypeSymbol type, Compilation compilation)
    {
        var formula = FormulaReader.Read(expression, compilation);
        if (formula is null or UnreadFormula)
            return formula;
        return type.SpecialType switch
        {
            // Names are read before anything has a size.
            SpecialType.System_String => new UnreadFormula(expression.ToString()),
            SpecialType.System_Double => new CastFormula(formula, ToInt: false),
            _ => formula,
        };
    }

    private static string? GeneratedConstantIn(ExpressionSyntax expression, Compilation compilation) =>
        expression is LiteralExpressionSyntax ? null
            : FormulaReader.ConstantsIn(expression, compilation).Where(field =>
                    GeneratedCode.IsOn(field) || GeneratedCode.IsOn(field.ContainingType))
                .Select(field => $"{field.ContainingType.Name}.{field.Name}").FirstOrDefault();

    /// <summary>
    /// Adds the elements that an argument stands for, as <c>Others[0]</c>, <c>Others[1]</c> ...: one of several arguments is an element, a
    /// list all of them.
    /// </summary>
    private bool AddElements(
        List<LayerArgument> arguments, string written, ITypeSymbol list, TypedConstant constant, AttributeArgumentSyntax syntax, int index,
        int firstIndex, Compilation compilation)
    {
        if (constant.Kind != TypedConstantKind.Array || list is not IArrayTypeSymbol { ElementType: var type })
            return false;
        if (constant.IsNull)
            return true;
        var name = char.ToUpperInvariant(written[0]) + written[1..];
        var isList = Bare(syntax.Expression) is ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax
            or CollectionExpressionSyntax;
        var (first, end) = isList ? (0, constant.Values.Length) : (index - firstIndex, index - firstIndex + 1);
        var compiles = true;
        for (var element = first; element < Math.Min(end, constant.Values.Length); element++)
            compiles &= Add(arguments, [$"{name}[{element}]"], constant.Values[element], type, syntax, compilation);
        return compiles;
    }

    private static ExpressionSyntax Bare(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Bare(inner.Expression),
        CastExpressionSyntax cast => Bare(cast.Expression),
        _ => expression,
    };

    // The compiler rejects Padding = 1 and Strides = 2.0, and still tells their values.
    private static bool NeedsCast(ExpressionSyntax expression, ITypeSymbol type) =>
        expression is LiteralExpressionSyntax { Token.Value: { } value }
        && (type.TypeKind == TypeKind.Enum ? value is not 0 : type.SpecialType == SpecialType.System_Int32
            && value is double or float or decimal);

    private ITypeSymbol? TypeOf(string property)
    {
        for (var type = Type; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(property).OfType<IPropertySymbol>().FirstOrDefault() is { } found)
                return found.Type;
        }

        return null;
    }

    /// <summary>What a parameter or a property stands for: itself, or the two sides of a square window.</summary>
    private static ImmutableArray<string> PropertiesOf(string kind, string written) =>
        (kind, char.ToUpperInvariant(written[0]) + written[1..]) switch
        {
            ("Conv2D" or "DepthwiseConv2D" or "SeparableConv2D" or "Conv2DTranspose", "KernelSize") => ["KernelHeight", "KernelWidth"],
            ("MaxPool2D" or "AveragePool2D", "PoolSize") => ["PoolHeight", "PoolWidth"],
            ("ZeroPadding2D", "Padding") or ("Cropping2D", "Cropping") => ["Top", "Bottom", "Left", "Right"],
            ("ZeroPadding2D" or "Cropping2D", "Height") => ["Top", "Bottom"],
            ("ZeroPadding2D" or "Cropping2D", "Width") => ["Left", "Right"],
            ("ZeroPadding1D", "Padding") or ("Cropping1D", "Cropping") => ["Left", "Right"],
            ("UpSampling2D", "Size") => ["Height", "Width"],
            (_, var property) => [property],
        };
}
