using System.Globalization;

namespace CnnGen.Import.Writing;

/// <summary>Writes values as C#.</summary>
internal static class CSharp
{
    /// <summary>A number: the shortest that is the same float.</summary>
    /// <param name="value">The number.</param>
    public static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Free text, such as a file's name, in a comment of XML on one line.</summary>
    /// <param name="text">The text.</param>
    public static string Comment(string text) => string.Concat(text.Select(c => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '\u2028' or '\u2029' => "_",
        _ => char.IsControl(c) ? "_" : $"{c}",
    }));

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
