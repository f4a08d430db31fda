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

    /// <summary>The same of channels alone, where operands differ in the lanes past these.</summary>
    /// <param name="w">Receives the text.</param>
    /// <param name="isa">The widest vectors to use.</param>
    /// <param name="shape">The shape of all operands.</param>
    /// <param name="operands">Everything that is read or written.</param>
    /// <param name="body">As of <see cref="Write"/>.</param>
    public static void WriteChannels(CodeWriter w, Isa isa, Shape shape, Operand[] operands, Action<Isa, Func<string, string>> body)
    {
        if (operands.All(operand => operand.Layout.PixelStride == shape.Channels))
        {
            Write(w, isa, shape, operands, body);
            return;
        }

        using (w.Repeat("row", shape.Height, out var row))
        {
            foreach (var operand in operands)
                w.Line($"var {operand.Row} = {operand.RowAt(row)};");
            var steps = string.Concat(operands.Select(operand => $", {operand.Row} += {operand.Layout.PixelStride}"));
            using (w.Repeat("column", shape.Width, out _, steps))
                Run(w, isa, shape.Channels, "Row", body);
        }
    }

    /// <summary>Writes y = f(x) for one image; y may be x.</summary>
    /// <param name="w">Receives the text.</param>
    /// <param name="isa">The widest vectors to use.</param>
    /// <param name="shape">The shape of both.</param>
    /// <param name="x">What is read.</param>
    /// <param name="y">What is written.</param>
    /// <param name="f">f as C#, given the name of a local.</param>
    public static void WriteForward(CodeWriter w, Isa isa, Shape shape, Operand x, Operand y, Func<Isa, string, string> f) =>
        Write(w, isa, shape, [x, y], (own, at) =>
        {
            w.Line($"var value = {own.Load(at(x.Name))};");
            w.Line(own.Store(f(own, "value"), at(y.Name)));
        });

    /// <summary>Writes dx = f(value, dy) for one image; dx may be dy.</summary>
    /// <param name="w">Receives the text.</param>
    /// <param name="isa">The widest vectors to use.</param>
    /// <param name="shape">The shape of all.</param>
    /// <param name="read">What tells the derivative.</param>
    /// <param name="dx">What is written.</param>
    /// <param name="dy">The gradient that is read.</param>
    /// <param name="f">The product with the derivative as C#, given the names of locals.</param>
    public static void WriteBackward(
        CodeWriter w, Isa isa, Shape shape, Operand read, Operand dx, Operand dy, Func<Isa, string, string, string> f) =>
        Write(w, isa, shape, dx == dy ? [read, dx] : [read, dx, dy], (own, at) =>
        {
            w.Line($"var value = {own.Load(at(read.Name))};");
            w.Line($"var gradient = {own.Load(at(dy.Name))};");
            w.Line(own.Store(f(own, "value", "gradient"), at(dx.Name)));
        });

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
