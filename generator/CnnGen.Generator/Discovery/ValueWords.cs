using System.Globalization;
using CnnGen.Generator.Graph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Discovery;

/// <summary>What a value of another type means that was written as in Python, or with another name.</summary>
internal static class ValueWords
{
    // Of other frameworks, and None; the rest differs by case and underscores only.
    private static readonly Dictionary<(string Enum, string Word), string> Synonyms = new()
    {
        [("Activation", "none")] = "Linear",
        [("Activation", "null")] = "Linear",
        [("Activation", "identity")] = "Linear",
        [("Activation", "logistic")] = "Sigmoid",
        [("Activation", "swish")] = "Silu",
        [("Activation", "hardsilu")] = "HardSwish",
        [("Activation", "exp")] = "Exponential",
        [("Initializer", "xavier")] = "GlorotUniform",
        [("Initializer", "xavieruniform")] = "GlorotUniform",
        [("Initializer", "xaviernormal")] = "GlorotNormal",
        [("Initializer", "kaiminguniform")] = "HeUniform",
        [("Initializer", "kaimingnormal")] = "HeNormal",
        [("NormalizationAxis", "-1")] = "Channel",
    };

    /// <summary>Whether C# takes the expression for the type as it stands.</summary>
    public static bool IsRight(ExpressionSyntax expression, ITypeSymbol type, SemanticModel model) =>
        model.ClassifyConversion(expression, type).IsImplicit
        && model.GetTypeInfo(expression).Type?.TypeKind != TypeKind.Error
        && !(type.IsValueType && expression.IsKind(SyntaxKind.NullLiteralExpression))
        && Elements(expression) is null;

    /// <summary>The expression as C#; null where it means nothing for the type.</summary>
    /// <param name="expression">As written.</param>
    /// <param name="type">The type of the parameter or property.</param>
    /// <param name="model">The compiler's knowledge of the file.</param>
    public static string? Translate(ExpressionSyntax expression, ITypeSymbol type, SemanticModel model)
    {
        if (type.TypeKind == TypeKind.Enum)
        {
            return Member(expression, type, model) is { } member
                ? $"{type.ToMinimalDisplayString(model, expression.SpanStart)}.{member}"
                : null;
        }

        var word = Word(expression, model);
        if (type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Int32 })
        {
            return expression is TupleExpressionSyntax ? $"[{string.Join(", ", Elements(expression)!)}]"
                : Number(word) is { } element && element == (int)element ? $"[{LayerReader.Text((int)element)}]"
                : null;
        }

        return type.SpecialType switch
        {
            SpecialType.System_Boolean => word.ToLowerInvariant() switch { "true" or "1" => "true", "false" or "0" => "false", _ => null },
            SpecialType.System_Int32 => Number(word) is { } number && number == (int)number ? LayerReader.Text((int)number) : null,
            SpecialType.System_Double => Number(word) is { } number ? LayerReader.Text(number) : null,
            SpecialType.System_String => expression is IdentifierNameSyntax ? SymbolDisplay.FormatLiteral(word, quote: true) : null,
            _ => null,
        };
    }

    /// <summary>
    /// The factors of a regularizer of Keras by the last character of their properties: <c>"l2"</c>, which has Keras' factor of 0.01, or
    /// <c>L2(1e-4)</c>; null for anything else.
    /// </summary>
    /// <param name="expression">As written.</param>
    /// <param name="model">The compiler's knowledge of the file.</param>
    public static IReadOnlyList<(char Norm, string Value)>? Regularizer(ExpressionSyntax expression, SemanticModel model)
    {
        const string kerasFactor = "0.01";
        var arguments = expression switch
        {
            InvocationExpressionSyntax call => call.ArgumentList.Arguments,
            ObjectCreationExpressionSyntax { ArgumentList: { } list } => list.Arguments,
            _ => default,
        };
        var value = arguments.Count == 0 ? kerasFactor : arguments[0].Expression.ToString();
        return (Words.Normalize(Word(expression, model)), arguments.Count) switch
        {
            ("l1", <= 1) => [('1', value)],
            ("l2", <= 1) => [('2', value)],
            ("l1l2", 0) => [('1', value), ('2', value)],
            ("l1l2", 2) => [('1', value), ('2', arguments[1].Expression.ToString())],
            _ => null,
        };
    }

    /// <summary>The elements of a tuple or a list; null for anything else.</summary>
    public static IReadOnlyList<ExpressionSyntax>? Elements(ExpressionSyntax expression) => expression switch
    {
        TupleExpressionSyntax tuple => [.. tuple.Arguments.Select(argument => argument.Expression)],
        CollectionExpressionSyntax list => [.. list.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression)],
        ArrayCreationExpressionSyntax { Initializer: { } values } => [.. values.Expressions],
        ImplicitArrayCreationExpressionSyntax { Initializer: var values } => [.. values.Expressions],
        _ => null,
    };

    private static string? Member(ExpressionSyntax expression, ITypeSymbol type, SemanticModel model)
    {
        var word = Words.Normalize(Word(expression, model));
        return Synonyms.TryGetValue((type.Name, word), out var member)
            ? member
            : Members(type).FirstOrDefault(name => Words.Normalize(name) == word);
    }

    /// <summary>The values of an enum, in order.</summary>
    public static IEnumerable<string> Members(ITypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).Select(field => field.Name);

    /// <summary>The word that matters: a string's text, the last name of <c>nn.ReLU()</c>, a number.</summary>
    private static string Word(ExpressionSyntax expression, SemanticModel model)
    {
        // A value of another enum is no number, and its name may mean something.
        if (expression is not MemberAccessExpressionSyntax && model.GetConstantValue(expression) is { HasValue: true, Value: { } value })
            return LayerReader.Text(value);
        return expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            IdentifierNameSyntax name => name.Identifier.ValueText,
            InvocationExpressionSyntax call => Word(call.Expression, model),
            ObjectCreationExpressionSyntax creation => creation.Type.ToString().Split('.').Last(),
            _ => expression.ToString(),
        };
    }

    private static double? Number(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
