using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission.Kernels.Winograd;

/// <summary>The kernels that transform one tile, or one block of a kernel, a vector of channels at a time.</summary>
internal static class WinogradTiles
{
    /// <summary>Adds <c>(float* x, float* v)</c>: (m + 2) x (m + 2) pixels from <c>x</c> on to their frequencies; returns its name.</summary>
    public static string Input(KernelSet kernels, int tile, PixelPlane x, int frequencyStep)
    {
        var transform = WinogradTransform.Input(tile);
        return ToFrequencies(kernels, "WinogradInput", transform, x, frequencyStep, "pixels");
    }

    /// <summary>Adds <c>(float* x, float* v)</c>: m x m pixels of an output's gradient to their frequencies; returns its name.</summary>
    public static string Gradient(KernelSet kernels, int tile, PixelPlane dy, int frequencyStep)
    {
        var transform = WinogradTransform.Gradient(tile);
        return ToFrequencies(kernels, "WinogradGradient", transform, dy, frequencyStep, "pixels of a gradient");
    }

    /// <summary>
    /// Adds <c>(float* m, [float* bias,] float* y)</c>: frequencies to the first <paramref name="rows"/> x <paramref name="columns"/> pixels of a tile, with bias and
    /// activation; returns its name.
    /// </summary>
    public static string Output(KernelSet kernels, WinogradProduct product, int rows, int columns)
    {
        var (transform, y, step) = (WinogradTransform.Output(product.Grid.Tile), product.Output, product.OutputFrequencyStep);
        var epilogue = $"{(product.HasBias ? "_Bias" : "")}{(product.Activation == ActivationFunction.Linear ? "" : $"_{product.Activation}")}";
        var name = $"WinogradOutput{transform.Outputs}_{step}_{y.RowStep}x{y.ColumnStep}{epilogue}_{rows}x{columns}";
        return kernels.Add(name, code =>
        {
            var isa = kernels.Isa.For(y.BlockLanes);
            code.Line($"/// <summary>{rows} x {columns} pixels of a tile x {y.ColumnStep} channels from its frequencies.</summary>");
            WriteChannelLoop(code, isa, name, product.HasBias ? ["m", "bias", "y"] : ["m", "y"], "y", y.ColumnStep, () =>
            {
                if (product.HasBias)
                    code.Line($"var b = {isa.Load("bias")};");
                var text = new TransformText(code, isa);
                text.Square(
                    transform,
                    rows,
                    columns,
                    (row, column) => isa.Load(CodeWriter.At("m", (long)((row * transform.Inputs) + column) * step)),
                    (row, column, value) =>
                    {
                        if (product.HasBias)
                            value = text.Local($"{value} + b");
                        code.Line(isa.Store(ActivationKernels.Apply(isa, product.Activation, value), CodeWriter.At("y", (row * y.RowStep) + (column * y.ColumnStep))));
                    });
            });
        });
    }

    /// <summary>Adds <c>(float* g, float* u, nint tapStep, nint frequencyStep, int floats)</c>: nine taps, of so many floats each, to their frequencies; returns its name.</summary>
    public static string Kernel(KernelSet kernels, int tile, int blockLanes)
    {
        var isa = kernels.Isa.For(blockLanes);
        var transform = WinogradTransform.Kernel(tile);
        var name = $"WinogradKernel{tile}x{isa.Lanes}";
        return kernels.Add(name, code =>
        {
            code.Line("/// <summary>Transforms the nine taps of some rows of a kernel, for all layers; once after each change of the weights.</summary>");
            code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (code.Open($"private static void {name}(float* g, float* u, nint tapStep, nint frequencyStep, int floats)"))
            using (code.Open($"for (var end = g + floats; g < end; g += {isa.Lanes}, u += {isa.Lanes})"))
            {
                new TransformText(code, isa).Square(
                    transform,
                    transform.Outputs,
                    transform.Outputs,
                    (row, column) => isa.Load(Times("g", (row * 3) + column, "tapStep")),
                    (row, column, value) => code.Line(isa.Store(value, Times("u", (row * transform.Outputs) + column, "frequencyStep"))));
            }
        });
    }

    /// <summary>Adds <c>(float* m, float* dw)</c>: the sums of some rows and one block of a kernel's gradient, added to its nine taps; returns its name.</summary>
    public static string KernelGradient(KernelSet kernels, WinogradGradient gradient)
    {
        var isa = kernels.Isa.For(gradient.Gradient.BlockLanes);
        var (transform, step) = (WinogradTransform.KernelGradient(gradient.Grid.Tile), gradient.Sums.FrequencyStep);
        var tapStep = gradient.Terms * gradient.Gradient.BlockLanes;
        var floats = gradient.SliceTerms * gradient.Gradient.BlockLanes;
        var name = $"WinogradKernelGradient{gradient.Grid.Tile}_{step}_{tapStep}_{floats}";
        return kernels.Add(name, code =>
        {
            code.Line($"/// <summary>Adds the sums of {gradient.SliceTerms} input channels x {gradient.Gradient.BlockLanes} output channels to the gradients of the nine taps.</summary>");
            WriteChannelLoop(code, isa, name, ["m", "dw"], "dw", floats, () =>
                new TransformText(code, isa).Square(
                    transform,
                    3,
                    3,
                    (row, column) => isa.Load(CodeWriter.At("m", (long)((row * transform.Inputs) + column) * step)),
                    (row, column, value) =>
                    {
                        var tap = CodeWriter.At("dw", ((row * 3) + column) * tapStep);
                        code.Line(isa.Store($"{isa.Load(tap)} + {value}", tap));
                    }));
        });
    }

    private static string ToFrequencies(KernelSet kernels, string prefix, WinogradTransform transform, PixelPlane x, int frequencyStep, string pixels)
    {
        var name = $"{prefix}{transform.Inputs}_{x.RowStep}x{x.ColumnStep}_{frequencyStep}";
        return kernels.Add(name, code =>
        {
            var isa = kernels.Isa.For(x.BlockLanes);
            code.Line($"/// <summary>{transform.Inputs} x {transform.Inputs} {pixels} x {x.ColumnStep} channels to {transform.Outputs * transform.Outputs} frequencies.</summary>");
            WriteChannelLoop(code, isa, name, ["x", "v"], "x", x.ColumnStep, () =>
                new TransformText(code, isa).Square(
                    transform,
                    transform.Outputs,
                    transform.Outputs,
                    (row, column) => isa.Load(CodeWriter.At("x", (row * x.RowStep) + (column * x.ColumnStep))),
                    (row, column, value) => code.Line(isa.Store(value, CodeWriter.At("v", (long)((row * transform.Outputs) + column) * frequencyStep)))));
        });
    }

    private static void WriteChannelLoop(CodeWriter code, Isa isa, string name, string[] pointers, string counted, int floats, Action body)
    {
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"private static void {name}({string.Join(", ", pointers.Select(pointer => $"float* {pointer}"))})"))
        using (code.Open($"for (var end = {counted} + {floats}; {counted} < end; {string.Join(", ", pointers.Select(pointer => $"{pointer} += {isa.Lanes}"))})"))
            body();
    }

    private static string Times(string pointer, int factor, string step) => factor switch
    {
        0 => pointer,
        1 => $"{pointer} + {step}",
        _ => $"{pointer} + {factor} * {step}",
    };
}
