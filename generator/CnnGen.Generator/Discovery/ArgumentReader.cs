using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Discovery;

/// <summary>
/// Reads the arguments of an attribute that C# rejects as their author meant them: Keras' and PyTorch's names, texts for enum values,
/// tuples for two extents, a parameter written like a property and the other way round.
/// </summary>
internal sealed class ArgumentReader
{
    private readonly AttributeSyntax _attribute;
    private readonly string _kind;
    private readonly SemanticModel _model;
    private readonly List<IMethodSymbol> _constructors;
    private readonly List<IPropertySymbol> _properties = [];
    private readonly List<Part> _parts = [];
    private readonly List<Rejection> _rejections = [];
    private bool _hasUnknown;

    private ArgumentReader(AttributeSyntax attribute, INamedTypeSymbol type, string kind, SemanticModel model)
    {
        (_attribute, _kind, _model) = (attribute, kind, model);
        _constructors =
        [
            .. type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public)
                .OrderBy(constructor => constructor.Parameters.Length),
        ];
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            _properties.AddRange(ancestor.GetMembers().OfType<IPropertySymbol>()
                .Where(property => property.SetMethod is { DeclaredAccessibility: Accessibility.Public }));
        }
    }

    private IEnumerable<AttributeArgumentSyntax> Arguments => _attribute.ArgumentList?.Arguments ?? [];

    private IEnumerable<IParameterSymbol> Parameters => _constructors.SelectMany(constructor => constructor.Parameters);

    // The constructor's come first, as C# asks for.
    private string Text => _parts.Count == 0 ? "" : $"({string.Join(", ", _parts.OrderBy(part => part.Form).Select(part => part.Text))})";

    /// <summary>Reads the arguments of an attribute as those of a layer.</summary>
    /// <param name="attribute">As written.</param>
    /// <param name="type">The class of the layer that is meant.</param>
    /// <param name="kind">Its name.</param>
    /// <param name="model">The compiler's knowledge of the file.</param>
    public static RightArguments Read(AttributeSyntax attribute, INamedTypeSymbol type, string kind, SemanticModel model)
    {
        var reader = new ArgumentReader(attribute, type, kind, model);
        var index = 0;
        foreach (var argument in reader.Arguments)
        {
            reader._parts.AddRange(
                argument.NameEquals is { } named ? reader.ReadNamed(argument, named.Name.Identifier.ValueText, Form.Property)
                : argument.NameColon is { } parameter ? reader.ReadNamed(argument, parameter.Name.Identifier.ValueText, Form.Parameter)
                : reader.ReadPositional(argument, index++));
            var property = reader.Arguments.TakeWhile(other => other != argument).FirstOrDefault(other => other.NameEquals is not null);
            if (argument.NameEquals is null && property is not null)
                reader.Reject(argument, $"write it before '{property}'");
        }

        reader.AddMissing();
        return new(reader._hasUnknown ? null : reader.Text, reader._rejections);
    }

    private IEnumerable<Part> ReadNamed(AttributeArgumentSyntax argument, string name, Form form)
    {
        var word = Words.Normalize(name);
        if (_properties.Find(property => Words.Normalize(property.Name) == word + "l2") is { } factor)
            return ReadRegularizer(argument, factor.Name[..^1]);

        var parameter = Find(name, Parameters, exact: form == Form.Parameter) ?? Find(name, Parameters, exact: false);
        var property = Find(name, _properties, exact: form == Form.Property) ?? Find(name, _properties, exact: false);
        // A name of both kinds stays what it was written as.
        if (parameter is not null && (form == Form.Parameter || property is null))
        {
            return Read(
                argument, new(parameter.Name, "", Form.Parameter), parameter.Type, (parameter.Name, Form.Parameter) != (name, form));
        }

        if (property?.Name == "Axis" && ValueWords.Elements(argument.Expression) is { } axes)
        {
            var list = new Part("Axes", $"[{string.Join(", ", axes)}]", Form.Property);
            Reject(argument, $"write '{list.Text}'");
            return [list];
        }

        if (property is not null)
            return Read(argument, new(property.Name, "", Form.Property), property.Type, (property.Name, Form.Property) != (name, form));
        if (word == "trainable" && _properties.Find(other => other.Name == "Frozen") is { } frozenProperty
            && ValueWords.Translate(argument.Expression, frozenProperty.Type, _model) is { } isTrainable)
        {
            List<Part> frozen = isTrainable == "false" ? [new("Frozen", "true", Form.Property)] : [];
            Reject(
                argument,
                frozen.Count > 0 ? $"write '{frozen[0].Text}'" : "leave it out, because layers without Frozen = true are trained");
            return frozen;
        }

        // Of layers that work on channels and nothing else.
        if (word == "axis" && argument.Expression.ToString() is "-1" or "3")
            Reject(argument, "leave it out, because channels are its axis");
        else if (ArgumentWords.Superfluous.TryGetValue(word, out var advice))
            Reject(argument, advice);
        else
            RejectUnknown(argument);
        return [];
    }

    /// <summary>Reads a regularizer, which is an object or its name in Keras, and one number here, or two.</summary>
    /// <param name="argument">As written.</param>
    /// <param name="stem">The properties' names without the 1 and the 2 at their ends.</param>
    private IReadOnlyList<Part> ReadRegularizer(AttributeArgumentSyntax argument, string stem)
    {
        if (ValueWords.Regularizer(argument.Expression, _model) is { } factors)
        {
            List<Part> parts = [.. factors.Select(factor => new Part(stem + factor.Norm, factor.Value, Form.Property))];
            Reject(argument, $"write '{string.Join(", ", parts.Select(part => part.Text))}'");
            return parts;
        }

        _hasUnknown = true;
        var value = ValueWords.Translate(argument.Expression, _model.Compilation.GetSpecialType(SpecialType.System_Double), _model);
        var meant = value is null ? " with the factor that is meant" : "";
        Reject(argument, $"write '{stem}2 = {value ?? "0.01"}'{meant}, or '{stem}1'");
        return [];
    }

    private IEnumerable<Part> ReadPositional(AttributeArgumentSyntax argument, int index)
    {
        var count = Arguments.Count(other => other.NameEquals is null);
        var constructor = _constructors.FirstOrDefault(constructor => constructor.Parameters.Length >= count);
        var parameter = (constructor ?? _constructors.LastOrDefault())?.Parameters.ElementAtOrDefault(index);
        // Conv2D(32, 3, 1, "same") and Conv2D(32, 3, (1, 1)): what stands behind the kernel are strides.
        var isKeras = constructor is null
            || (parameter is { Name: "kernelWidth" or "poolWidth" } && ValueWords.Elements(argument.Expression) is not null);
        if (isKeras && ArgumentWords.KerasOrder.TryGetValue(_kind, out var order) && index < order.Length)
        {
            parameter = Find(order[index], Parameters, exact: true);
            if (parameter is null && Find(order[index], _properties, exact: true) is { } next)
                return Read(argument, new(next.Name, "", Form.Property), next.Type, isRenamed: true);
        }

        // What cannot be that parameter may be meant for a property of which it is a value: Conv2D(32, 3, "same").
        var property = parameter is not null && Fits(parameter.Name, parameter.Type)
            ? null
            : _properties.FirstOrDefault(property => property.Type.TypeKind == TypeKind.Enum && Fits(property.Name, property.Type));
        if (property is not null)
            return Read(argument, new(property.Name, "", Form.Property), property.Type, isRenamed: true);
        if (parameter is not null)
            return Read(argument, new(parameter.Name, "", Form.Positional), parameter.Type, isRenamed: false);
        RejectUnknown(argument);
        return [];

        bool Fits(string name, ITypeSymbol type) =>
            ValueWords.IsRight(argument.Expression, type, _model)
            || ValueWords.Translate(argument.Expression, type, _model) is not null
            || Sides(argument.Expression, new(name, "", Form.Positional), type) is not null;
    }

    /// <summary>Reads an argument of which is known what it is for: its value, or its name and form, may have to be another.</summary>
    private IEnumerable<Part> Read(AttributeArgumentSyntax argument, Part part, ITypeSymbol type, bool isRenamed)
    {
        var isRight = ValueWords.IsRight(argument.Expression, type, _model);
        if (!isRight && Sides(argument.Expression, part, type) is { } sides)
        {
            Reject(argument, $"write '{string.Join(", ", sides.Select(side => side.Text))}'");
            return sides;
        }

        var translated = isRight ? null : ValueWords.Translate(argument.Expression, type, _model);
        part = part with { Value = translated ?? argument.Expression.ToString() };
        if (!isRight && translated is null && type.TypeKind == TypeKind.Enum)
        {
            _hasUnknown = true;
            Reject(argument, $"{type.Name} is {LayerReader.Choice([.. ValueWords.Members(type)])}");
        }
        else if (isRenamed || translated is not null)
        {
            Reject(argument, $"write '{part.Text}'");
        }

        // What else is wrong with the value, the compiler says.
        return [part];
    }

    /// <summary>
    /// A tuple or list for the two sides of a window or a step, for the four of a border, or for a shape; null for anything else.
    /// </summary>
    private IReadOnlyList<Part>? Sides(ExpressionSyntax expression, Part part, ITypeSymbol type)
    {
        if (type.SpecialType != SpecialType.System_Int32 || ValueWords.Elements(expression) is not { Count: > 0 } elements)
            return null;
        var values = elements.SelectMany(element => ValueWords.Elements(element) ?? [element]).Select(value => value.ToString()).ToList();
        if (part.Name is "height" or "length")
        {
            string[] sides = _kind == "Input" && values.Count == 2 ? ["length", "channels"] : ["height", "width", "channels"];
            return [.. values.Zip(sides, (value, side) => part with { Name = side, Value = value })];
        }

        // What is no side is one of a shape, of which a sequence is a map of one row.
        var isOfShape = part.Name is "units" or "first";
        if (part.Name == "units" && values.Count == 2)
            values.Insert(0, "1");
        if (!isOfShape && values.Distinct().Count() == 1)
            return [part with { Value = values[0] }];
        // ((1, 1), (2, 2)): as much above as below, as much on the left as on the right.
        if (values is [var top, var bottom, var left, var right] && top == bottom && left == right)
            values = [top, left];
        if (part.Name == "Strides")
        {
            return values.Count != 2
                ? null
                : [part with { Name = "StrideHeight", Value = values[0] }, part with { Name = "StrideWidth", Value = values[1] }];
        }

        var stem = char.ToLowerInvariant(part.Name[0]) + part.Name.Substring(1).Replace("Size", "");
        if (values.Count == 2 && Find($"{stem}Height", Parameters, exact: true) is not null)
        {
            // Without their names, 3, 2 would be size and strides to who comes from Keras.
            return [new($"{stem}Height", values[0], Form.Parameter), new($"{stem}Width", values[1], Form.Parameter)];
        }

        return part.Form != Form.Property && Arguments.Count(argument => argument.NameEquals is null) == 1
            ? _constructors.Find(constructor => constructor.Parameters.Length == values.Count
                && constructor.Parameters.All(parameter => parameter.Type.SpecialType == SpecialType.System_Int32))?.Parameters
                    .Zip(values, (parameter, value) => part with { Name = parameter.Name, Value = value }).ToList()
            : null;
    }

    /// <summary>Adds what the constructor needs and was not given, as an example.</summary>
    private void AddMissing()
    {
        var given = _parts.Where(part => part.Form != Form.Property).ToList();
        var best = _constructors
            .Where(constructor => constructor.Parameters.Length >= given.Count
                && given.All(part => part.Form == Form.Positional || constructor.Parameters.Any(parameter => parameter.Name == part.Name)))
            .OrderBy(constructor => Missing(constructor).Count())
            .FirstOrDefault();
        if (best is null || !Missing(best).Any())
            return;
        // An example's name is no layer's.
        _hasUnknown |= Missing(best).Any(parameter => parameter.IsParams);
        // An example is complete: with a kernel size, though that may come from elsewhere; and most networks are for images.
        if (given.Count == 0)
        {
            best = _constructors.FirstOrDefault(
                constructor => constructor.Parameters.Any(parameter =>
                    parameter.Name == "kernelSize" || (_kind == "Input" && parameter.Name == "height"))) ?? best;
        }

        var missing = Missing(best).ToList();
        var form = given.All(part => part.Form == Form.Positional) ? Form.Positional : Form.Parameter;
        _parts.AddRange(missing.Select(parameter => new Part(parameter.Name, Example(parameter), form)));
        _rejections.Add(new(DiagnosticIds.ArgumentMissing, SourcePlace.Of(_attribute), new(
            [_kind, string.Join(" and no ", missing.Select(parameter => parameter.Name)), $"{_kind}{Text}"])));

        // The sides of windows are 3, like the kernel size.
        static string Example(IParameterSymbol parameter) =>
            ArgumentWords.Examples.TryGetValue(parameter.Name, out var example) ? example : "3";

        IEnumerable<IParameterSymbol> Missing(IMethodSymbol constructor) => constructor.Parameters.Where(parameter =>
            !parameter.IsOptional
            && parameter.Ordinal >= given.Count(part => part.Form == Form.Positional)
            && !given.Any(part => part.Form == Form.Parameter && part.Name == parameter.Name));
    }

    private static T? Find<T>(string name, IEnumerable<T> symbols, bool exact)
        where T : class, ISymbol
    {
        if (exact)
            return symbols.FirstOrDefault(symbol => symbol.Name == name);
        var all = symbols.ToList();
        var names = all.Select(symbol => symbol.Name).ToList();
        // Of MaxNorm(max_value); what is nearest is the least one.
        var word = Words.Normalize(name).Replace("constraintmaxvalue", "constraintvalue");
        ArgumentWords.Synonyms.TryGetValue(word, out var synonym);
        var found = Words.Nearest(word, names) ?? names.FirstOrDefault(other => other.Equals(synonym, StringComparison.OrdinalIgnoreCase));
        return all.FirstOrDefault(symbol => symbol.Name == found);
    }

    /// <summary>Says what there is instead of an argument of which nothing is known, and leaves open how to write the attribute.</summary>
    private void RejectUnknown(AttributeArgumentSyntax argument)
    {
        _hasUnknown = true;
        var parameters = Parameters.Select(parameter => parameter.Name).Distinct().ToList();
        // Of what is said of weights, initializers stand for all.
        var properties = _properties
            .Where(property => property.ContainingType is not { IsAbstract: true, Name: not "LayerAttribute" }
                || property.Name.EndsWith("Initializer", StringComparison.Ordinal))
            .Select(property => property.Name)
            .Where(name => !parameters.Contains(name, StringComparer.OrdinalIgnoreCase));
        Reject(argument, $"it takes {LayerReader.Choice([.. parameters, .. properties])}");
    }

    private void Reject(AttributeArgumentSyntax argument, string advice) =>
        _rejections.Add(new(DiagnosticIds.ArgumentNotTaken, SourcePlace.Of(argument), new([_kind, argument.ToString(), advice])));

    /// <summary>How an argument is written: <c>3</c>, <c>kernelSize: 3</c> or <c>KernelSize = 3</c>.</summary>
    private enum Form
    {
        Positional,
        Parameter,
        Property,
    }

    /// <summary>One argument as it should be written.</summary>
    private sealed record Part(string Name, string Value, Form Form)
    {
        public string Text => Form switch
        {
            Form.Positional => Value,
            Form.Parameter => $"{Name}: {Value}",
            _ => $"{Name} = {Value}",
        };
    }
}

/// <summary>An attribute's arguments as they should be written, and what was wrong.</summary>
/// <param name="Text">All of them, in parentheses where there are any; null where one is not known.</param>
/// <param name="Rejections">What was wrong, in source order; then what is missing.</param>
internal sealed record RightArguments(string? Text, IReadOnlyList<Rejection> Rejections);
