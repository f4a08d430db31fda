using System.Text;
using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph;

/// <summary>The names under which C knows a network.</summary>
internal static class ExportNames
{
    /// <summary>What the names begin with, null where the network has no <c>[NativeExport]</c> or a wrong one.</summary>
    public static string? Prefix(NetworkDeclaration declaration, List<NetworkError> errors)
    {
        if (Wanted(declaration) is not { } prefix)
            return null;
        if (IsIdentifier(prefix))
            return prefix;
        var suggestion = string.Concat(SnakeCase(prefix).SkipWhile(c => !IsLetter(c)).Where(c => IsLetter(c) || IsDigit(c) || c == '_'));
        errors.Add(new(DiagnosticIds.InvalidExportPrefix, declaration.Export!.AttributeIndex, nameof(ExportDeclaration.Prefix), new(
            [declaration.Type.Name, prefix, suggestion.Length > 0 ? suggestion : "network"])));
        return null;
    }

    /// <summary>The prefix as written or, without one, from the class; not checked.</summary>
    public static string? Wanted(NetworkDeclaration declaration) =>
        declaration.Export is null ? null : declaration.Export.Prefix ?? SnakeCase(declaration.Type.Name);

    /// <summary><c>FashionCnn</c> as <c>fashion_cnn</c>, <c>VGG16Small</c> as <c>vgg16_small</c>.</summary>
    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var beginsWord = i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (beginsWord)
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    // C reserves many of the names that begin with an underscore.
    private static bool IsIdentifier(string text) =>
        text.Length > 0 && IsLetter(text[0]) && text.All(c => IsLetter(c) || IsDigit(c) || c == '_');

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
