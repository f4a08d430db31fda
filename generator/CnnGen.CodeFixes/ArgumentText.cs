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
            : Insert(attribute, arguments.Count, $"{property} = {value}");
    }

    /// <summary>One more argument of the constructor, behind those that are written; with its name where one of them has its own.</summary>
    public static TextChange AddPositional(AttributeSyntax attribute, string parameter, string value)
    {
        var written = attribute.ArgumentList?.Arguments.TakeWhile(argument => argument.NameEquals is null).ToList() ?? [];
        return Insert(attribute, written.Count, written.Any(argument => argument.NameColon is not null) ? $"{parameter}: {value}" : value);
    }

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
