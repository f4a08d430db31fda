using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels.Winograd;

/// <summary>
/// The kernels that transform one tile, or rows of a block of a kernel, a vector of channels at a time. Each method adds one and returns
/// its name.
/// </summary>
internal static class WinogradTiles
{
    /// <summary>
    /// <c>(float* x, nint rowStep, nint columnStep, float* v, nint frequencyStep, int floats)</c>: (m + 2) x (m + 2) pixels to their
    /// frequencies.
    /// </summary>
    public static string Input(KernelSet kernels, int tile, int blockLanes) =>
        ToFrequencies(kernels, "WinogradInput", tile, WinogradTransform.Input(tile), blockLanes, "pixels");

    /// <summary>The same parameters: m x m pixels of an output's gradient to their frequencies.</summary>
    public static string Gradient(KernelSet kernels, int tile, int blockLanes) =>
        ToFrequencies(kernels, "WinogradGradient", tile, WinogradTransform.Gradient(tile), blockLanes, "pixels of a gradient");

    /// <summary>
    /// <c>(float* m, nint frequencyStep, [float* bias,] [float* activated, nint activatedRowStep,] float* y, nint rowStep, nint columnStep,
    /// int floats)</c>: frequencies to the first
    /// <paramref name="rows"/> x <paramref name="columns"/> pixels of a tile, with bias and activation, or times the derivative of an
    /// activation; with pooling, the maxima of those pixels.
    /// </summary>
    public static string Output(KernelSet kernels, WinogradProduct product, int rows, int columns)
    {
        var isa = kernels.Isa.For(product.Output.BlockLanes);
        var transform = WinogradTransform.Output(product.Grid.Tile);
        // What is left of a window at the edge is not pooled, and so not computed.
        (rows, columns) = (rows - (rows % product.Pooling), columns - (columns % product.Pooling));
        var epilogue =
            $"{(product.HasBias ? "_Bias" : "")}{(product.Activation == ActivationFunction.Linear ? "" : $"_{product.Activation}")}"
            + (product.Derivative is { } fused ? $"_{fused.Function}Gradient" : "")
            + (product.Pooling > 1 ? $"_MaxPool{product.Pooling}x{product.Pooling}" : "");
        string[] walked =
            ["m", "y", .. product.HasBias ? (string[])["bias"] : [], .. product.Derivative is null ? (string[])[] : ["activated"]];
        return Add(
            kernels,
            $"{Name(kernels, "WinogradOutput", product.Grid.Tile, isa)}{epilogue}_{rows}x{columns}",
            $"{rows} x {columns} pixels of a tile{(product.Pooling > 1 ? $", pooled {product.Pooling} x {product.Pooling}," : "")} from"
                + $" its {transform.Inputs * transform.Inputs} frequencies.",
            $"float* m, nint frequencyStep, {(product.HasBias ? "float* bias, " : "")}"
                + $"{(product.Derivative is null ? "" : "float* activated, nint activatedRowStep, ")}"
                + "float* y, nint rowStep, nint columnStep, int floats",
            isa,
            (code, text) => text.Write(
                transform,
                Square.OfFrequencies("m", transform.Inputs),
                product.Pooling > 1 ? null : Square.OfPixels("y"),
                rows,
                columns,
                (value, pointer, row, column) =>
                {
                    if (product.HasBias)
                        value = text.Local($"{value} + {isa.Load("bias")}");
                    value = ActivationText.Apply(isa, product.Activation, value);
                    if (product.Derivative is { } derivative)
                        value = ActivationText.ApplyDerivative(
                            isa, derivative.Function, text.Local(isa.Load(Square.OfActivated("activated").At(row, column))), value);
                    if (product.Pooling > 1)
                        WriteMaximum(code, isa, product.Pooling, text.Local(value), row, column);
                    else
                        code.Line(isa.Store(value, pointer));
                },
                product.Pooling > 1
                    ? WithMaxima(code, isa, rows / product.Pooling, columns / product.Pooling, text.Along(walked))
                    : text.Along(walked)));
    }

    /// <summary>A loop over squares whose maxima are in locals that live from the first row that is computed to the last.</summary>
    private static Action<Action> WithMaxima(CodeWriter code, Isa isa, int rows, int columns, Action<Action> loop) => body => loop(() =>
    {
        var maxima = Enumerable.Range(0, rows * columns).Select(window => Maximum(window / columns, window % columns));
        code.Line($"{isa.Type} {string.Join(", ", maxima)};");
        body();
    });

    /// <summary>Takes a pixel into the maximum of its window, in the order of a pooling layer: row by row. The last is stored.</summary>
    private static void WriteMaximum(CodeWriter code, Isa isa, int pooling, string value, int row, int column)
    {
        var max = Maximum(row / pooling, column / pooling);
        code.Line($"{max} = {((row % pooling, column % pooling) == (0, 0) ? value : isa.Max(max, value))};");
        if ((row % pooling, column % pooling) == (pooling - 1, pooling - 1))
            code.Line(isa.Store(max, Square.OfPixels("y").At(row / pooling, column / pooling)));
    }

    private static string Maximum(int row, int column) => $"max{row}{column}";

    /// <summary>
    /// <c>(float* g, nint tapStep, float* u, nint rowStep, nint frequencyStep, int rows)</c>: nine taps of the rows of one block of a
    /// kernel to their frequencies, in a panel whose rows are so far apart.
    /// </summary>
    /// <param name="kernels">Where it is added.</param>
    /// <param name="tile">m of F(m x m, 3 x 3).</param>
    /// <param name="blockLanes">Output channels of a block.</param>
    /// <param name="pastCaches">Whether the frequencies are too many for the caches; vectors that are whole cache lines are then stored
    /// past them.</param>
    public static string Kernel(KernelSet kernels, int tile, int blockLanes, bool pastCaches)
    {
        var isa = kernels.Isa.For(blockLanes);
        pastCaches &= isa.Lanes == CacheLine.Floats;
        var transform = WinogradTransform.Kernel(tile);
        return Add(
            kernels,
            Name(kernels, "WinogradKernel", tile, isa) + (blockLanes == isa.Lanes ? "" : $"_blocksOf{blockLanes}"),
            "The nine taps of some rows of a kernel to their frequencies, once after each change of the weights.",
            "float* g, nint tapStep, float* u, nint rowStep, nint frequencyStep, int rows",
            isa,
            (code, text) =>
            {
                WriteToFrequencies(text, transform, Square.OfTaps("g"), "u", Rows(code, isa, blockLanes), (value, pointer) =>
                    code.Line(pastCaches ? isa.StorePastCaches(value, pointer) : isa.Store(value, pointer)));
                if (pastCaches)
                    code.Line("global::System.Runtime.Intrinsics.X86.Sse.StoreFence();");
            });
    }

    /// <summary>The loop over the rows of a block of a kernel, a vector at a time.</summary>
    private static Action<Action> Rows(CodeWriter code, Isa isa, int blockLanes) => body =>
    {
        var vectors = blockLanes / isa.Lanes;
        using (code.Open($"for (; rows > 0; rows--, u += rowStep{(vectors == 1 ? $", g += {isa.Lanes}" : $" - {blockLanes}")})"))
        {
            if (vectors == 1)
            {
                body();
                return;
            }

            using (code.Open($"for (var vector = 0; vector < {vectors}; vector++, g += {isa.Lanes}, u += {isa.Lanes})"))
                body();
        }
    };

    /// <summary>
    /// <c>(float* m, nint frequencyStep, float* dw, nint tapStep, int floats)</c>: sums of frequencies, added to the gradients of nine
    /// taps.
    /// </summary>
    public static string KernelGradient(KernelSet kernels, int tile, int blockLanes)
    {
        var isa = kernels.Isa.For(blockLanes);
        var transform = WinogradTransform.KernelGradient(tile);
        return Add(
            kernels,
            Name(kernels, "WinogradKernelGradient", tile, isa),
            "Adds what the sums of the frequencies give to the gradients of the nine taps of some rows of a kernel.",
            "float* m, nint frequencyStep, float* dw, nint tapStep, int floats",
            isa,
            (code, text) => text.Write(
                transform,
                Square.OfFrequencies("m", transform.Inputs),
                Square.OfTaps("dw"),
                transform.Outputs,
                transform.Outputs,
                (value, pointer, _, _) => code.Line(isa.Store($"{isa.Load(pointer)} + {value}", pointer)),
                text.Along("m", "dw")));
    }

    private static string ToFrequencies(
        KernelSet kernels, string prefix, int tile, WinogradTransform transform, int blockLanes, string pixels)
    {
        var isa = kernels.Isa.For(blockLanes);
        return Add(
            kernels,
            Name(kernels, prefix, tile, isa),
            $"{transform.Inputs} x {transform.Inputs} {pixels} to {transform.Outputs * transform.Outputs} frequencies.",
            "float* x, nint rowStep, nint columnStep, float* v, nint frequencyStep, int floats",
            isa,
            (code, text) =>
                WriteToFrequencies(text, transform, Square.OfPixels("x"), "v", text.Along("x", "v"), (value, pointer) =>
                    code.Line(isa.Store(value, pointer))));
    }

    private static void WriteToFrequencies(
        TransformText text, WinogradTransform transform, Square from, string to, Action<Action> loop, Action<string, string> store) =>
            text.Write(
        transform,
        from,
        Square.OfFrequencies(to, transform.Outputs),
        transform.Outputs,
        transform.Outputs,
        (value, pointer, _, _) => store(value, pointer),
        loop);

    /// <summary>Adds a transform: documentation, signature and what <paramref name="write"/> writes.</summary>
    private static string Add(KernelSet kernels, string name, string summary, string parameters, Isa isa,
        Action<CodeWriter, TransformText> write) => kernels.Add(name, code =>
    {
        code.Line($"/// <summary>{summary}</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"private static void {name}({parameters})"))
            write(code, new TransformText(code, isa));
    });

    /// <summary>Blocks narrower than a vector have kernels of their own.</summary>
    private static string Name(KernelSet kernels, string prefix, int tile, Isa isa) =>
        isa.Lanes == kernels.Isa.Lanes ? $"{prefix}{tile}x{tile}" : $"{prefix}{tile}x{tile}_{isa.Lanes}lanes";
}
