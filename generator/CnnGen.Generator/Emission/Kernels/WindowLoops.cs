using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// The loops of a pooling kernel over all windows of an image, in row, column order. Windows that the image's edge clips are cases of their
/// own with literal taps, so nothing is checked at run time; only where that would be too much text are limits computed and taps looped
/// over.
/// </summary>
/// <param name="isa">One vector is (a part of) a pixel's channels.</param>
/// <param name="window">The pooling window.</param>
/// <param name="inputs">Tensors that the window slides over, by their names in the text.</param>
/// <param name="outputs">Tensors with one pixel per window.</param>
internal sealed class WindowLoops(Isa isa, Window window, Dictionary<string, Tensor> inputs, Dictionary<string, Tensor> outputs)
{
    // Taps of all cases together: a 3x3 window with stride 1 and same padding has 49. More would be paid for in compile time and bring
    // little.
    private const int UnrolledTaps = 64;

    private readonly Tensor _input = inputs.Values.First();
    private readonly Tensor _output = outputs.Values.First();

    /// <summary>The window in a kernel's name.</summary>
    public static string Name(Window window)
    {
        var name = $"{window.Height}x{window.Width}";
        if (window.StrideHeight != window.Height || window.StrideWidth != window.Width)
            name += $"_stride{window.StrideHeight}x{window.StrideWidth}";
        if (window.IsDilated)
            name += $"_dilation{window.DilationHeight}x{window.DilationWidth}";
        if (window.PadTop != 0 || window.PadLeft != 0)
            name += $"_pad{window.PadTop}x{window.PadLeft}";
        return name;
    }

    /// <param name="w">Receives the text.</param>
    /// <param name="body">Writes what happens to one vector of channels at one window; gives output addresses by
    /// <see cref="Output"/>.</param>
    public void Write(CodeWriter w, Action<WindowTaps> body)
    {
        var rows = WindowRun.Along(_input.Shape.Height, _output.Shape.Height, window.Height, window.StrideHeight, window.PadTop);
        var columns = WindowRun.Along(_input.Shape.Width, _output.Shape.Width, window.Width, window.StrideWidth, window.PadLeft);
        if (rows.Sum(row => row.Taps) * columns.Sum(column => column.Taps) <= UnrolledTaps)
        {
            foreach (var row in rows)
            {
                if (row != rows[0])
                    w.Line();
                UnrolledRows(w, row, columns, body);
            }
        }
        else
        {
            Looped(w, body);
        }
    }

    /// <summary>The address of the current vector in an output tensor.</summary>
    public string Output(string tensor) => WindowTaps.Pointer(tensor) + (_output.ChannelStride == isa.Lanes ? "" : " + channel");

    /// <summary>
    /// Writes zeros to all inputs that no window covers, before the windows are walked; or to all inputs where <paramref name="all"/>.
    /// </summary>
    public void ClearUncovered(CodeWriter w, string tensor, bool all)
    {
        var t = inputs[tensor];
        var (height, width) = (t.Shape.Height, t.Shape.Width);
        var gaps = window.StrideHeight > window.Height || window.StrideWidth > window.Width;
        var (coveredHeight, coveredWidth) = all || gaps
            ? (0, 0)
            : (Covered(height, _output.Shape.Height, window.Height, window.StrideHeight, window.PadTop),
               Covered(width, _output.Shape.Width, window.Width, window.StrideWidth, window.PadLeft));
        if (coveredWidth < width && coveredHeight > 0)
        {
            w.Line("// Columns that no window covers.");
            ClearRows(w, t, tensor, 0, coveredHeight, coveredWidth);
        }

        if (coveredHeight < height)
        {
            w.Line(coveredHeight == 0
                ? $"// {(all ? "Windows overlap and add up." : "There are gaps between windows.")}"
                : "// Rows that no window covers.");
            ClearRows(w, t, tensor, coveredHeight, height, 0);
        }
    }

    private static int Covered(int inputs, int outputs, int size, int stride, int padBefore) =>
        Math.Min(inputs, ((outputs - 1) * stride) - padBefore + size);

    private static void ClearRows(CodeWriter w, Tensor t, string name, int firstRow, int endRow, int firstColumn)
    {
        var floats = (t.Shape.Width - firstColumn) * t.ChannelStride;
        var start = CodeWriter.At(name, t.Offset(firstRow, firstColumn));
        if (floats == t.RowStride)
        {
            KernelText.Clear(w, start, floats * (endRow - firstRow));
            return;
        }

        using (w.Repeat("row", endRow - firstRow, out var row))
            KernelText.Clear(w, CodeWriter.Plus(start, CodeWriter.Times(row, t.RowStride)), floats);
    }

    private void UnrolledRows(CodeWriter w, WindowRun row, List<WindowRun> columns, Action<WindowTaps> body)
    {
        using (row.Count == 1 ? (CodeWriter.Block?)null : w.Open($"for (var row = 0; row < {row.Count}; row++)"))
        {
            foreach (var column in columns)
            {
                if (column != columns[0])
                    w.Line();

                // Cases side by side have a scope each, since their pointers have the same names.
                var title = $"// Output {row.Describe("row")}, {column.Describe("column")}: {row.Taps}x{column.Taps} taps.";
                var alone = columns.Count == 1 && row.Count > 1;
                if (alone)
                    w.Line(title);
                using (alone ? (CodeWriter.Block?)null : w.Open(title))
                    UnrolledColumns(w, row, column, body);
            }
        }
    }

    private void UnrolledColumns(CodeWriter w, WindowRun row, WindowRun column, Action<WindowTaps> body)
    {
        foreach (var pair in inputs)
            Pointer(pair.Key, pair.Value.Offset(row.Start, column.Start), window.StrideHeight * pair.Value.RowStride);
        foreach (var pair in outputs)
            Pointer(pair.Key, pair.Value.Offset(row.First, column.First), pair.Value.RowStride);

        if (column.Count == 1)
        {
            Pixel();
            return;
        }

        var steps = inputs.Select(pair => $"{WindowTaps.Pointer(pair.Key)} += {window.StrideWidth * pair.Value.ChannelStride}")
            .Concat(outputs.Select(pair => $"{WindowTaps.Pointer(pair.Key)} += {pair.Value.ChannelStride}"));
        using (w.Open($"for (var column = 0; column < {column.Count}; column++, {string.Join(", ", steps)})"))
            Pixel();

        void Pointer(string name, int offset, int rowStep) =>
            w.Line($"var {WindowTaps.Pointer(name)} = {CodeWriter.At(name, offset)}{(row.Count == 1 ? "" : $" + row * {rowStep}")};");

        void Pixel()
        {
            using (KernelText.Channels(w, isa, _output.ChannelStride, out var channel))
                body(new UnrolledTaps(inputs, row.Taps, column.Taps, channel));
        }
    }

    private void Looped(CodeWriter w, Action<WindowTaps> body)
    {
        using (w.Open($"for (var row = 0; row < {_output.Shape.Height}; row++)"))
        {
            w.Line("// The window's rows inside the image.");
            Limits("Row", "row", window.StrideHeight, window.PadTop, window.Height, _input.Shape.Height);
            using (w.Open($"for (var column = 0; column < {_output.Shape.Width}; column++)"))
            {
                Limits("Column", "column", window.StrideWidth, window.PadLeft, window.Width, _input.Shape.Width);
                foreach (var pair in outputs)
                {
                    var pixel = $"row * {pair.Value.RowStride} + {CodeWriter.Times("column", pair.Value.ChannelStride)}";
                    w.Line($"var {WindowTaps.Pointer(pair.Key)} = {CodeWriter.At(pair.Key, pair.Value.Origin)} + {pixel};");
                }

                using (KernelText.Channels(w, isa, _output.ChannelStride, out var channel))
                    body(new LoopedTaps(inputs, channel));
            }
        }

        void Limits(string name, string index, int stride, int padBefore, int size, int extent)
        {
            var origin = CodeWriter.Times(index, stride);
            w.Line($"var first{name} = int.Max({CodeWriter.Sum(origin, -padBefore)}, 0);");
            w.Line($"var end{name} = int.Min({CodeWriter.Sum(origin, size - padBefore)}, {extent});");
        }
    }
}
