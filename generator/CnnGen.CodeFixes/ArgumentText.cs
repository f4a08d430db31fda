using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes;

/// <summary>Changes of the arguments of an attribute.</summary>
internal static class ArgumentText
{
    /// <summary>Another value for an argument, whose name stays.</summary>
    public static TextChange Replace(AttributeArgumentSyntax argument, string value) => new(argument.Expression.Span, value);

    /// <summary>Gives a property a value: the one it has is replaced, a new one comes last.</summary>
    public static TextChange SetNamed(AttributeSyntax attribute, string property, string value)
    {
        var arguments = attribute.ArgumentList?.Arguments ?? default;
        return arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property) is { } written
            ? Replace(written, value)
            : Append(attribute, $"{property} = {value}");
    }

    /// <summary>Puts arguments behind those that are written.</summary>
    public static TextChange Append(AttributeSyntax attribute, string arguments) =>
        Insert(attribute, attribute.ArgumentList?.Arguments.Count ?? 0, arguments);

    /// <summary>One more argument of the constructor, behind those that are written; with its name where one of them has its own.</summary>
    public static TextChange AddPositional(AttributeSyntax attribute, string parameter, string value)
    {
        var written = attribute.ArgumentList?.Arguments.TakeWhile(argument => argument.NameEquals is null).ToList() ?? [];
        return Insert(attribute, written.Count, written.Any(argument => argument.NameColon is not null) ? $"{parameter}: {value}" : value);
    }

    /// <summary>Removes an argument and its comma; with the last one, the parentheses.</summary>
    public static TextChange Remove(AttributeArgumentSyntax argument)
    {
        var list = (AttributeArgumentListSyntax)argument.Parent!;
        var index = list.Arguments.IndexOf(argument);
        if (index > 0)
            return new(TextSpan.FromBounds(list.Arguments[index - 1].Span.End, argument.Span.End), "");
        return list.Arguments.Count > 1
            ? new(TextSpan.FromBounds(argument.SpanStart, list.Arguments[1].SpanStart), "")
            : new(list.Span, "");
    }

    /// <summary>The property or the constructor's parameter that an argument sets.</summary>
    public static ISymbol? SymbolOf(SemanticModel model, AttributeArgumentSyntax argument)
    {
        if (argument.NameEquals is { } named)
            return model.GetSymbolInfo(named.Name).Symbol;
        if (argument.NameColon is { } parameter)
            return model.GetSymbolInfo(parameter.Name).Symbol;
        var list = (AttributeArgumentListSyntax)argument.Parent!;
        return (model.GetSymbolInfo((AttributeSyntax)list.Parent!).Symbol as IMethodSymbol)?.Parameters.ElementAtOrDefault(
            list.Arguments.IndexOf(argument));
    }

    /// <summary>The type of such a symbol.</summary>
    public static ITypeSymbol? TypeOf(ISymbol? symbol) => (symbol as IPropertySymbol)?.Type ?? (symbol as IParameterSymbol)?.Type;

    private static TextChange Insert(AttributeSyntax attribute, int index, string text)
    {
        if (attribute.ArgumentList is not { } list)
            return new(new(attribute.Name.Span.End, 0), $"({text})");
        if (list.Arguments.Count == 0)
            return new(new(list.OpenParenToken.Span.End, 0), text);
        return index > 0
            ? new(new(list.Arguments[index - 1].Span.End, 0), $", {text}")
            : new(new(list.Arguments[0].SpanStart, 0), $"{text}, ");
    }
}
