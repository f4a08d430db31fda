using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning;

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
internal readonly record struct GradientPhase(int Start, int Count, int Taps, int FirstTap, int GradientStart)
{
    /// <summary>
    /// Input position i = a + s m meets output position o through tap t where i + pad = s o + t. So t = (a + pad) mod s + s j, o = m + (a +
    /// pad - t0) / s - j: with j running down, neighbouring taps meet neighbouring outputs.
    /// </summary>
    public static IEnumerable<GradientPhase> Of(int inputExtent, int kernel, int stride, int padding)
    {
        for (var start = 0; start < Math.Min(stride, inputExtent); start++)
        {
            var firstTap = (start + padding) % stride;
            var taps = firstTap >= kernel ? 0 : (kernel - firstTap + stride - 1) / stride;
            var shift = (start + padding - firstTap) / stride;
            yield return new GradientPhase(
                start, (inputExtent - start + stride - 1) / stride, taps, firstTap, shift - Math.Max(0, taps - 1));
        }
    }
}

/// <summary>The zero borders that convolutions ask for: around their input, and around their output's gradient.</summary>
internal static class ConvolutionGeometry
{
    public static Border InputBorder(Convolution layer, ConvolutionAlgorithms algorithms)
    {
        var window = layer.Window;
        var (rows, columns) = (layer.OutputShape.Height, layer.OutputShape.Width);
        foreach (var algorithm in new[] { algorithms.Forward, algorithms.WeightGradient }.Where(algorithm => algorithm.IsWinograd))
        {
            // Tiles may hang over the output, and what they read of the input must be there.
            var grid = algorithm.Grid(layer.OutputShape.Height, layer.OutputShape.Width);
            (rows, columns) = (Math.Max(rows, grid.CoveredRows), Math.Max(columns, grid.CoveredColumns));
        }

        return new Border(
            window.PadTop,
            window.PadLeft,
            Math.Max(0, Reach(rows, window.StrideHeight, window.Height) - window.PadTop - layer.InputShape.Height),
            Math.Max(0, Reach(columns, window.StrideWidth, window.Width) - window.PadLeft - layer.InputShape.Width));
    }

    /// <param name="layer">The convolution.</param>
    /// <param name="algorithms">How it is computed.</param>
    /// <param name="needsInputGradient">Whether anybody needs its input gradient.</param>
    public static Border GradientBorder(Convolution layer, ConvolutionAlgorithms algorithms, bool needsInputGradient)
    {
        var (rows, columns) = (layer.OutputShape.Height, layer.OutputShape.Width);
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
            var grid = algorithms.InputGradient.Grid(layer.InputShape.Height, layer.InputShape.Width);
            overhang = (grid.CoveredRows - grid.Rows, grid.CoveredColumns - grid.Columns);
        }

        var (top, bottom) = GradientMargins(RowPhases(layer), rows, overhang.Rows);
        var (left, right) = GradientMargins(ColumnPhases(layer), columns, overhang.Columns);
        return border.Union(new Border(top, left, bottom, right));
    }

    public static IEnumerable<GradientPhase> RowPhases(Convolution layer) =>
        GradientPhase.Of(layer.InputShape.Height, layer.Window.Height, layer.Window.StrideHeight, layer.Window.PadTop);

    public static IEnumerable<GradientPhase> ColumnPhases(Convolution layer) =>
        GradientPhase.Of(layer.InputShape.Width, layer.Window.Width, layer.Window.StrideWidth, layer.Window.PadLeft);

    private static int Reach(int outputs, int stride, int kernel) => ((outputs - 1) * stride) + kernel;

    private static (int Before, int After) GradientMargins(IEnumerable<GradientPhase> phases, int outputs, int overhang)
    {
        var reaching = phases.Where(phase => phase.Taps > 0).ToArray();
        if (reaching.Length == 0)
            return (0, 0);
        return (
            Math.Max(0, reaching.Max(phase => -phase.GradientStart)),
            Math.Max(0, reaching.Max(phase => phase.GradientStart + phase.Taps - 1 + phase.Count + overhang - outputs)));
    }
}
