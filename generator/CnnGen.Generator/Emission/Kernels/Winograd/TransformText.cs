using System.Globalization;
using CnnGen.Generator.Emission.Text;

namespace CnnGen.Generator.Emission.Kernels.Winograd;

/// <summary>A square of vectors in memory, as a kernel's text names it.</summary>
/// <param name="Pointer">Its first vector.</param>
/// <param name="RowStep">Floats from one row to the next, as C#.</param>
/// <param name="ColumnStep">Floats from one column to the next: a parameter's name.</param>
internal sealed record Square(string Pointer, string RowStep, string ColumnStep)
{
    /// <summary>Frequencies, one after the other.</summary>
    public static Square OfFrequencies(string pointer, int points) => new(pointer, $"{points} * frequencyStep", "frequencyStep");

    /// <summary>The nine taps of a kernel.</summary>
    public static Square OfTaps(string pointer) => new(pointer, "3 * tapStep", "tapStep");

    /// <summary>Pixels of a feature map.</summary>
    public static Square OfPixels(string pointer) => new(pointer, "rowStep", "columnStep");

    /// <summary>What an activation gave for the pixels of another square: equal columns, but rows of their own.</summary>
    public static Square OfActivated(string pointer) => new(pointer, "activatedRowStep", "columnStep");

    /// <summary>Floats from the first row to another, as C#.</summary>
    public string RowOffset(int row) => CodeWriter.Times(RowStep.Contains(' ') ? $"({RowStep})" : RowStep, row);

    /// <summary>A vector's address, as C#.</summary>
    public string At(int row, int column) =>
        $"{Pointer}{(row == 0 ? "" : $" + {RowOffset(row)}")}{(column == 0 ? "" : $" + {CodeWriter.Times(ColumnStep, column)}")}";
}

/// <summary>
/// Writes transforms. Steps are arguments, unlike those of all other kernels: transforms are long, and this way the layers share them.
/// </summary>
internal sealed class TransformText(CodeWriter code, Isa isa)
{
    private int _locals;

    /// <summary>Stores an expression in a new local; returns its name.</summary>
    public string Local(string expression)
    {
        var name = $"t{_locals++}";
        code.Line($"var {name} = {expression};");
        return name;
    }

    /// <summary>factor * a + b, with one rounding.</summary>
    public string MultiplyAdd(double factor, string a, string b) => isa.MultiplyAdd(Constant(factor), a, b);

    /// <summary>factor * a.</summary>
    public string Multiply(double factor, string a) => $"{Constant(factor)} * {a}";

    /// <summary>The loop over all vectors of <c>floats</c> channels, along which the pointers walk.</summary>
    public Action<Action> Along(params string[] pointers) => body =>
    {
        using (code.Open($"for (var end = {pointers[0]} + floats; {pointers[0]} < end;"
            + $" {string.Join(", ", pointers.Select(pointer => $"{pointer} += {isa.Lanes}"))})"))
            body();
    };

    /// <summary>Writes a transform of squares, each first along its columns, then along its rows.</summary>
    /// <param name="transform">The transform of one dimension.</param>
    /// <param name="from">What is transformed.</param>
    /// <param name="to">Where the result goes; null where <paramref name="store"/> finds a place itself.</param>
    /// <param name="rows">Rows of the result that are wanted, from the first on.</param>
    /// <param name="columns">Columns of the result that are wanted.</param>
    /// <param name="store">Writes what stores a value, given as a local's name, at a pointer; row and column of the result are told,
    /// too.</param>
    /// <param name="loop">Writes the loop over the squares around what computes one.</param>
    public void Write(WinogradTransform transform, Square from, Square? to, int rows, int columns, Store store, Action<Action> loop)
    {
        for (var row = 1; row < transform.Inputs; row++)
            code.Line($"var row{row} = {from.RowOffset(row)};");
        loop(() =>
        {
            // Only the rows that share work are in registers at a time; what they load again comes from the first-level cache.
            foreach (var group in transform.Groups.Where(group => group.Outputs[0] < rows))
            {
                code.Line(
                    $"// {(group.Outputs.Length == 1 ? "Row" : "Rows")} {string.Join(" and ", group.Outputs.Where(row => row < rows))}.");
                using (code.Body())
                    WriteRows(transform, group, from, to, rows, columns, store);
            }
        });
    }

    private void WriteRows(WinogradTransform transform, TransformGroup group, Square from, Square? to, int rows, int columns, Store store)
    {
        _locals = 0;
        var middle = new Dictionary<(int Row, int Column), string>();
        code.Line($"var p = {from.Pointer};");
        for (var column = 0; column < transform.Inputs; column++)
        {
            if (column > 0)
                code.Line($"p += {from.ColumnStep};");
            var results = group.Compute(this, [.. group.Inputs.Select(row => Local(isa.Load(row == 0 ? "p" : $"p + row{row}")))]);
            for (var i = 0; i < results.Length && group.Outputs[i] < rows; i++)
                middle[(group.Outputs[i], column)] = Local(results[i]);
        }

        foreach (var row in group.Outputs.Where(row => row < rows))
        {
            if (to is not null)
                code.Line($"var q{row} = {to.Pointer}{(row == 0 ? "" : $" + {to.RowOffset(row)}")};");
            foreach (var part in transform.Groups.Where(part => part.Outputs[0] < columns))
            {
                var results = part.Compute(this, [.. part.Inputs.Select(column => middle[(row, column)])]);
                for (var i = 0; i < results.Length && part.Outputs[i] < columns; i++)
                    store(Local(results[i]),
                        part.Outputs[i] == 0 || to is null
                            ? $"q{row}"
                            : $"q{row} + {CodeWriter.Times(to.ColumnStep, part.Outputs[i])}", row, part.Outputs[i]);
            }
        }
    }

    /// <summary>See <see cref="Write"/>.</summary>
    public delegate void Store(string value, string pointer, int row, int column);

    private string Constant(double value) => isa.Broadcast(((float)value).ToString("R", CultureInfo.InvariantCulture) + "f");
}
