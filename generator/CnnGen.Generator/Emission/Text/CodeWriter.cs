using System.Globalization;
using System.Text;

namespace CnnGen.Generator.Emission.Text;

/// <summary>Writes indented C# with <c>\n</c> line ends, whatever the machine's culture.</summary>
internal sealed class CodeWriter
{
    private const string First = "0";
    private const int LongestLine = 140;
    private const int LeastRoom = 40;

    private readonly StringBuilder _text = new();
    private int _indent;

    /// <summary>Writes one line, or each line of a raw string, at the current indent; an empty call writes an empty line.</summary>
    public void Line(string lines = "")
    {
        foreach (var line in lines.Split('\n'))
        {
            var own = line.Length - line.TrimStart().Length;
            WriteLine(line, 4 * _indent, (4 * _indent) + own + 4);
        }
    }

    /// <summary>Goes on in lines below, between two arguments, where a statement is too long for one.</summary>
    private void WriteLine(string line, int indent, int continued)
    {
        var room = LongestLine - indent;
        var comma = line.Length > room && room > LeastRoom ? LastComma(line, room) : -1;
        if (comma < 0)
        {
            _text.Append(' ', line.Length > 0 ? indent : 0).Append(line).Append('\n');
            return;
        }

        _text.Append(' ', indent).Append(line, 0, comma + 1).Append('\n');
        WriteLine(line.Substring(comma + 2), continued, continued);
    }

    /// <summary>
    /// The last comma before a column behind which a line may end: one with a space after it, and part of no string, comment or directive;
    /// -1 where there is none.
    /// </summary>
    private static int LastComma(string line, int column)
    {
        var (comma, isString) = (-1, false);
        for (var i = 0; i < column && line[0] != '#'; i++)
        {
            if (line[i] == '"' && (i == 0 || line[i - 1] != '\\'))
                isString = !isString;
            else if (!isString && line[i] == '/' && line[i + 1] == '/')
                break;
            else if (!isString && line[i] == ',' && line[i + 1] == ' ')
                comma = i;
        }

        return comma;
    }

    /// <summary>Opens a block after a header line; disposing the result closes it.</summary>
    public Block Open(string header)
    {
        Line(header);
        return Body();
    }

    /// <summary>Opens a block behind a header that is written already.</summary>
    public Block Body()
    {
        Line("{");
        _indent++;
        return new Block(this);
    }

    /// <summary>Writes a switch; nothing where there are no cases, since C# warns of an empty one.</summary>
    /// <param name="value">What is switched on, as C#.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="write">Writes one of them.</param>
    public void Switch<T>(string value, IEnumerable<T> cases, Action<T> write)
    {
        var all = cases.ToList();
        if (all.Count == 0)
            return;
        using (Open($"switch ({value})"))
            all.ForEach(write);
    }

    /// <summary>Opens a loop; a block without a loop where there is but one round.</summary>
    /// <param name="variable">What counts the rounds.</param>
    /// <param name="rounds">How many.</param>
    /// <param name="index">The round, as C#: the variable, or 0.</param>
    /// <param name="steps">What else is counted on after a round, as C# with a comma before it.</param>
    public Block Repeat(string variable, int rounds, out string index, string steps = "")
    {
        index = rounds == 1 ? First : variable;
        return rounds == 1 ? Body() : Open($"for (var {variable} = 0; {variable} < {rounds}; {variable}++{steps})");
    }

    /// <summary>Stores what is used more than once in a local; returns its name, or the expression that is used but once.</summary>
    public string Share(string expression, string local, int uses)
    {
        if (uses == 1)
            return expression;
        Line($"var {local} = {expression};");
        return local;
    }

    /// <summary>Moves a pointer on, or back; writes nothing where it stays.</summary>
    public void Advance(string pointer, int floats)
    {
        if (floats != 0)
            Line(floats > 0 ? $"{pointer} += {floats};" : $"{pointer} -= {-floats};");
    }

    public override string ToString() => _text.ToString();

    /// <summary>The shortest literal that gives the float back, which is none of NaN and less than infinity.</summary>
    public static string Literal(float value) => float.IsPositiveInfinity(value)
        ? "float.PositiveInfinity"
        : value.ToString("R", CultureInfo.InvariantCulture) + "f";

    public static string Literal(double value) => value.ToString("R", CultureInfo.InvariantCulture) + "d";

    public static string Literal(string value) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>A number with thousands separated by commas, for comments and documentation.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>
    /// <c>&amp;name[offset]</c>, or the name alone where the offset is zero. Compilers find out much faster what that means than what a sum
    /// does, for which there are many operators.
    /// </summary>
    public static string At(string pointer, long offset)
    {
        if (offset == 0)
            return pointer;
        if (IsElement(pointer, out var index)
            && long.TryParse(index, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var first))
        {
            return At(pointer.Substring(1, pointer.IndexOf('[') - 1), first + offset);
        }

        return Plus(pointer, offset.ToString(CultureInfo.InvariantCulture)).Replace("+ -", "- ");
    }

    /// <summary><c>number + offset</c>, or the number alone where the offset is zero.</summary>
    public static string Sum(string number, int offset) =>
        offset == 0 ? number : offset < 0 ? $"{number} - {-offset}" : $"{number} + {offset}";

    /// <summary><c>name * factor</c>, or the name alone where the factor is one; 0 where the name is.</summary>
    public static string Times(string name, long factor) => factor == 1 || name == First ? name : $"{name} * {factor}";

    /// <summary>As <see cref="At"/>, by an expression; the pointer alone where the offset is 0.</summary>
    public static string Plus(string pointer, string offset)
    {
        if (offset == First)
            return pointer;
        if (IsElement(pointer, out _))
            return $"{pointer.Substring(0, pointer.Length - 1)} + {offset}]";
        return pointer.Contains(' ') ? $"{pointer} + {offset}" : $"&{pointer}[{offset}]";
    }

    /// <summary>What a pointer points at, as C#.</summary>
    public static string Dereference(string pointer) => IsElement(pointer, out _)
        ? pointer.Substring(1)
        : pointer.Contains(' ') ? $"*({pointer})" : $"*{pointer}";

    /// <summary>Whether a pointer is spelled <c>&amp;name[index]</c>.</summary>
    private static bool IsElement(string pointer, out string index)
    {
        var isElement = pointer[0] == '&' && pointer.IndexOf(']') == pointer.Length - 1;
        index = isElement ? pointer.Substring(pointer.IndexOf('[') + 1).TrimEnd(']') : "";
        return isElement;
    }

    internal readonly struct Block(CodeWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._indent--;
            writer.Line("}");
        }
    }
}
