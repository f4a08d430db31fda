using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// Loops that do the same to every float of an image, all lanes of a pixel included: over the whole image where nothing has a border, else
/// row by row. Vectors are as wide as they come and the rest is done by narrower ones, which changes no bit since no element meets another.
/// </summary>
internal static class ElementWise
{
    /// <param name="w">Receives the text.</param>
    /// <param name="isa">The widest vectors to use.</param>
    /// <param name="shape">Height and width of all operands.</param>
    /// <param name="operands">Everything that is read or written; all have the same pixel stride.</param>
    /// <param name="body">Writes what happens to one vector, given its spelling and the address of the current element of an operand (by
    /// name).</param>
    public static void Write(CodeWriter w, Isa isa, Shape shape, Operand[] operands, Action<Isa, Func<string, string>> body)
    {
        var rowFloats = shape.Width * operands[0].Layout.PixelStride;
        if (operands.All(operand => operand.Layout is { Origin: 0 } layout && layout.RowStride == rowFloats))
        {
            Run(w, isa, shape.Height * rowFloats, "", body);
            return;
        }

        using (w.Repeat("row", shape.Height, out var row))
        {
            foreach (var operand in operands)
                w.Line($"var {operand.Row} = {operand.RowAt(row)};");
            Run(w, isa, rowFloats, "Row", body);
        }
    }

    private static void Run(CodeWriter w, Isa isa, int floats, string suffix, Action<Isa, Func<string, string>> body)
    {
        var done = 0;
        foreach (var lanes in new[] { 16, 8, 4, 1 })
        {
            var narrowed = isa.For(lanes);
            var end = floats / lanes * lanes;
            if (narrowed.Lanes != lanes || done == end)
                continue;
            using (w.Open($"for (nint i = {done}; i < {end}; i += {lanes})"))
                body(narrowed, name => $"{name}{suffix} + i");
            done = end;
        }
    }
}
