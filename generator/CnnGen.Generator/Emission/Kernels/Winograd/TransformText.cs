using System.Globalization;

namespace CnnGen.Generator.Emission.Kernels.Winograd;

/// <summary>Writes the arithmetic of a transform: locals with running numbers, and the few forms of expression that transforms are made of.</summary>
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

    private string Constant(double value) => isa.Broadcast(((float)value).ToString("R", CultureInfo.InvariantCulture) + "f");

    /// <summary>Writes a transform of a square of registers, first along its columns, then along its rows.</summary>
    /// <param name="transform">The transform of one dimension.</param>
    /// <param name="rows">Rows of the result that are wanted, from the first on.</param>
    /// <param name="columns">Columns of the result that are wanted.</param>
    /// <param name="load">An expression for an element.</param>
    /// <param name="store">Writes a statement that takes a result, given as a local's name.</param>
    public void Square(WinogradTransform transform, int rows, int columns, Func<int, int, string> load, Action<int, int, string> store)
    {
        // Only the rows that share work are in registers at a time; what they load again comes from the first-level cache.
        foreach (var group in transform.Groups.Where(group => group.Outputs[0] < rows))
        {
            code.Line($"// {(group.Outputs.Length == 1 ? "Row" : "Rows")} {string.Join(" and ", group.Outputs.Where(row => row < rows))}.");
            using (code.Body())
            {
                _locals = 0;
                var middle = new Dictionary<(int Row, int Column), string>();
                for (var column = 0; column < transform.Inputs; column++)
                {
                    var elements = group.Inputs.Select(row => Local(load(row, column))).ToArray();
                    var results = group.Compute(this, elements);
                    for (var i = 0; i < results.Length && group.Outputs[i] < rows; i++)
                        middle[(group.Outputs[i], column)] = Local(results[i]);
                }

                foreach (var row in group.Outputs.Where(row => row < rows))
                    Row(transform, columns, column => middle[(row, column)], (column, value) => store(row, column, value));
            }
        }
    }

    private void Row(WinogradTransform transform, int columns, Func<int, string> element, Action<int, string> store)
    {
        foreach (var group in transform.Groups.Where(group => group.Outputs[0] < columns))
        {
            var results = group.Compute(this, [.. group.Inputs.Select(element)]);
            for (var i = 0; i < results.Length && group.Outputs[i] < columns; i++)
                store(group.Outputs[i], Local(results[i]));
        }
    }
}
