using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning.Plans;

/// <summary>
/// One axis of a convolution's input gradient for the input positions a, a + stride, a + 2 stride, ...: a convolution of stride 1 over the
/// output gradient.
/// </summary>
/// <param name="Start">The first input position, a.</param>
/// <param name="Count">Input positions of this phase.</param>
/// <param name="Taps">Kernel positions that reach them.</param>
/// <param name="FirstTap">The smallest of those kernel positions; they are <c>stride</c> apart.</param>
/// <param name="GradientStart">The output position that the largest tap meets at the first input position; may be negative, in the zero
/// border.</param>
/// <param name="Dilation">From the output position that a tap meets to that of the next.</param>
internal readonly record struct GradientPhase(int Start, int Count, int Taps, int FirstTap, int GradientStart, int Dilation)
{
    /// <summary>Output positions from that of the first tap to that of the last.</summary>
    public int Reach => (Taps - 1) * Dilation;

    /// <summary>
    /// Input position i = a + s m meets output position o through tap t where i + pad = s o + t. So t = (a + pad) mod s + s j, o = m + (a +
    /// pad - t0) / s - j: with j running down, neighbouring taps meet neighbouring outputs. With a dilation d, for which the stride is 1,
    /// i + pad = o + d t, and they meet outputs that are d apart.
    /// </summary>
    public static IEnumerable<GradientPhase> Of(int inputExtent, int kernel, int stride, int padding, int dilation)
    {
        for (var start = 0; start < Math.Min(stride, inputExtent); start++)
        {
            var firstTap = (start + padding) % stride;
            var taps = firstTap >= kernel ? 0 : (kernel - firstTap + stride - 1) / stride;
            var shift = (start + padding - firstTap) / stride;
            yield return new GradientPhase(
                start, (inputExtent - start + stride - 1) / stride, taps, firstTap,
                shift - (Math.Max(0, taps - 1) * dilation), dilation);
        }
    }
}

/// <summary>The shapes of a convolution, and what follows from them.</summary>
/// <param name="Window">How the kernel slides.</param>
/// <param name="Input">The shape of the input.</param>
/// <param name="Output">The shape of the output.</param>
internal readonly record struct ConvolutionGeometry(Window Window, Shape Input, Shape Output)
{
    public IEnumerable<GradientPhase> RowPhases =>
        GradientPhase.Of(Input.Height, Window.Height, Window.StrideHeight, Window.PadTop, Window.DilationHeight);

    public IEnumerable<GradientPhase> ColumnPhases =>
        GradientPhase.Of(Input.Width, Window.Width, Window.StrideWidth, Window.PadLeft, Window.DilationWidth);

    /// <summary>Positions modulo the strides, each of which is a product of its own in the input gradient.</summary>
    public long Phases => (long)Math.Min(Window.StrideHeight, Input.Height) * Math.Min(Window.StrideWidth, Input.Width);

    /// <summary>The zero border that it asks for around its input.</summary>
    /// <param name="algorithms">How it is computed.</param>
    public Border InputBorder(ConvolutionAlgorithms algorithms)
    {
        var (rows, columns) = (Output.Height, Output.Width);
        foreach (var algorithm in new[] { algorithms.Forward, algorithms.WeightGradient }.Where(algorithm => algorithm.IsWinograd))
        {
            // Tiles may hang over the output, and what they read of the input must be there.
            var grid = algorithm.Grid(Output.Height, Output.Width);
            (rows, columns) = (Math.Max(rows, grid.CoveredRows), Math.Max(columns, grid.CoveredColumns));
        }

        return new Border(
            Window.PadTop,
            Window.PadLeft,
            Math.Max(0, Reach(rows, Window.StrideHeight, Window.CoveredHeight) - Window.PadTop - Input.Height),
            Math.Max(0, Reach(columns, Window.StrideWidth, Window.CoveredWidth) - Window.PadLeft - Input.Width));
    }

    /// <summary>The zero border that it asks for around the gradient of its output.</summary>
    /// <param name="algorithms">How it is computed.</param>
    /// <param name="needsInputGradient">Whether anybody needs its input gradient.</param>
    public Border GradientBorder(ConvolutionAlgorithms algorithms, bool needsInputGradient)
    {
        var (rows, columns) = (Output.Height, Output.Width);
        var border = default(Border);
        if (algorithms.WeightGradient.IsWinograd)
        {
            var grid = algorithms.WeightGradient.Grid(rows, columns);
            border = new Border(0, 0, grid.CoveredRows - rows, grid.CoveredColumns - columns);
        }

        if (!needsInputGradient)
            return border;
        var overhang = (Rows: 0, Columns: 0);
        if (algorithms.InputGradient.IsWinograd)
        {
            var grid = algorithms.InputGradient.Grid(Input.Height, Input.Width);
            overhang = (grid.CoveredRows - grid.Rows, grid.CoveredColumns - grid.Columns);
        }

        var (top, bottom) = GradientMargins(RowPhases, rows, overhang.Rows);
        var (left, right) = GradientMargins(ColumnPhases, columns, overhang.Columns);
        return border.Union(new Border(top, left, bottom, right));
    }

    private static int Reach(int outputs, int stride, int kernel) => ((outputs - 1) * stride) + kernel;

    private static (int Before, int After) GradientMargins(IEnumerable<GradientPhase> phases, int outputs, int overhang)
    {
        var reaching = phases.Where(phase => phase.Taps > 0).ToArray();
        if (reaching.Length == 0)
            return (0, 0);
        return (
            Math.Max(0, reaching.Max(phase => -phase.GradientStart)),
            Math.Max(0, reaching.Max(phase => phase.GradientStart + phase.Reach + phase.Count + overhang - outputs)));
    }
}
