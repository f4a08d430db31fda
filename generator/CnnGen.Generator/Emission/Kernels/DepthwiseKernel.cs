using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// Writes a <see cref="DepthwiseProduct"/>: a method that walks images, rows and tiles, and one method per width of register tile that
/// walks the channels.
/// </summary>
internal sealed class DepthwiseKernel
{
    private readonly KernelSet _kernels;
    private readonly Isa _isa;
    private readonly KernelBlocks _blocks;
    private readonly string _name;
    private readonly DepthwiseProduct _product;
    private readonly DepthwiseTiling _tiling;

    private DepthwiseKernel(KernelSet kernels, string name, DepthwiseProduct product, DepthwiseTiling tiling)
    {
        (_kernels, _name, _product, _tiling) = (kernels, name, product, tiling);
        _isa = kernels.Isa.For(product.BlockLanes);
        _blocks = new KernelBlocks(_isa, product.BlockLanes, product.BlockFloats);
    }

    private int Vectors => _product.Blocks * (_product.BlockLanes / _isa.Lanes);

    /// <summary>What sums are stored with: a bias, factors with shifts behind them, or nothing.</summary>
    private string Stored => _product.ShiftOffset > 0 ? "scale" : _product.HasBias ? "bias" : "";

    private int PixelStep => _product.Input.StrideWidth * _product.Input.ColumnStep;

    /// <summary>
    /// Adds the kernel <c>(float* x, float* kernel, [float* bias,] float* y, nint imageStride, int count)</c>; returns its name.
    /// </summary>
    public static string Add(KernelSet kernels, string name, string summary, DepthwiseProduct product, DepthwiseTiling tiling) =>
        kernels.Add(name, code => new DepthwiseKernel(kernels, name, product, tiling).WriteWalk(code, summary));

    private void WriteWalk(CodeWriter code, string summary)
    {
        var (bias, biasArgument) = Stored.Length > 0 ? ($"float* {Stored}, ", $"{Stored}, ") : ("", "");
        code.Line($"/// <summary>{summary}</summary>");
        using (code.Open($"private static void {_name}(float* x, float* kernel, {bias}float* y, nint imageStride, int count)"))
        using (code.Open("for (var image = 0; image < count; image++, x += imageStride, y += imageStride)"))
        using (_product.Rows == 1 ? (CodeWriter.Block?)null : code.Open($"for (var row = 0; row < {_product.Rows}; row++)"))
        {
            foreach (var region in _tiling.Regions)
            {
                var (x, y) = (
                    CodeWriter.At("x", _product.Input.Offset + (region.Column * PixelStep)),
                    CodeWriter.At("y", _product.OutputOffset + (region.Column * _product.OutputColumnStep)));
                if (_product.Rows > 1)
                {
                    x += $" + row * {_product.Input.StrideHeight * _product.Input.RowStep}";
                    y += $" + row * {_product.OutputRowStep}";
                }

                var tiles = region.Columns / region.TileColumns;
                using (tiles == 1 ? (CodeWriter.Block?)null : code.Open($"for (var column = 0; column < {tiles}; column++)"))
                {
                    if (tiles > 1)
                    {
                        x += $" + column * {region.TileColumns * PixelStep}";
                        y += $" + column * {region.TileColumns * _product.OutputColumnStep}";
                    }

                    code.Line($"{AddTile(region.TileColumns)}({x}, kernel, {biasArgument}{y});");
                }
            }
        }
    }

    private string AddTile(int pixels)
    {
        var name = $"{_name}_{pixels}x{_isa.Lanes}";
        return _kernels.Add(name, code => WriteTile(code, name, pixels));
    }

    private void WriteTile(CodeWriter code, string name, int pixels)
    {
        var bias = Stored.Length > 0 ? $"float* {Stored}, " : "";
        code.Line($"/// <summary>{pixels} neighbouring pixels of a row, {_isa.Lanes} channels at a time, {_product.Taps.Count} terms each,"
            + $" in {pixels} registers.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"private static void {name}(float* x, float* kernel, {bias}float* y)"))
        {
            var steps = new[] { "x", "y", Stored }.Where(pointer => pointer.Length > 0).Select(pointer => $", {pointer} += {_isa.Lanes}");
            using (Vectors == 1
                ? (CodeWriter.Block?)null
                : code.Open($"for (var vector = 0; vector < {Vectors}; vector++{string.Concat(steps)})"))
            {
                for (var pixel = 0; pixel < pixels; pixel++)
                    code.Line($"var a{pixel} = {(_product.HasBias ? _isa.Load("bias") : _isa.Zero)};");
                if (_product.Taps.Count > 0)
                    WriteSums(code, pixels);
                if (_product.ShiftOffset > 0)
                    WriteScaling(code, pixels);
                var sums =
                    from pixel in Enumerable.Range(0, pixels)
                    select ($"a{pixel}", CodeWriter.At("y", pixel * _product.OutputColumnStep));
                ActivationText.WriteStores(code, _isa, _product.Activation, [.. sums]);
            }
        }
    }

    /// <summary>Sums times factors plus shifts, by channel.</summary>
    private void WriteScaling(CodeWriter code, int pixels)
    {
        code.Line($"var factor = {_isa.Load(Stored)};");
        code.Line($"var shift = {_isa.Load(CodeWriter.At(Stored, _product.ShiftOffset))};");
        for (var pixel = 0; pixel < pixels; pixel++)
            code.Line($"a{pixel} = {_isa.MultiplyAdd($"a{pixel}", "factor", "shift")};");
    }

    private void WriteSums(CodeWriter code, int pixels)
    {
        var (taps, lanes) = (_product.Taps, _product.BlockLanes);
        var first = CodeWriter.At("kernel", taps.First * lanes);
        code.Line($"var w = {(Vectors == 1 ? first : _blocks.PointerTo(first, new VectorGroup(0, 1, Vectors), "vector"))};");
        if (_tiling.UnrollsRows)
        {
            WriteTerms(code, pixels, taps.Rows, "x");
            return;
        }

        code.Line("var xi = x;");
        using (taps.Rows == 1 ? (CodeWriter.Block?)null : code.Open($"for (var kernelRow = 0; kernelRow < {taps.Rows}; kernelRow++)"))
        {
            var runs = taps.Columns / _tiling.TapsAtOnce;
            using (runs == 1 ? (CodeWriter.Block?)null : code.Open($"for (var run = 0; run < {runs}; run++)"))
            {
                WriteTerms(code, pixels, 1, "xi");
                code.Advance("xi", runs == 1 ? _product.Input.TapRowStep : _tiling.TapsAtOnce * _product.Input.TapColumnStep);
                code.Advance("w", (runs == 1 ? taps.RowStep : _tiling.TapsAtOnce * taps.ColumnStep) * lanes);
            }

            if (runs > 1)
            {
                code.Advance("xi", _product.Input.TapRowStep - (taps.Columns * _product.Input.TapColumnStep));
                code.Advance("w", (taps.RowStep - (taps.Columns * taps.ColumnStep)) * lanes);
            }
        }
    }

    /// <summary>
    /// Each input is loaded once and goes to all pixels that it is a tap of, from left to right, so that a pixel meets its taps in order.
    /// </summary>
    private void WriteTerms(CodeWriter code, int pixels, int rows, string x)
    {
        var atOnce = _tiling.TapsAtOnce;
        for (var row = 0; row < rows; row++)
        {
            for (var tap = 0; tap < atOnce; tap++)
            {
                var offset = ((row * _product.Taps.RowStep) + (tap * _product.Taps.ColumnStep)) * _product.BlockLanes;
                code.Line($"var w{row}_{tap} = {_isa.Load(CodeWriter.At("w", offset))};");
            }

            for (var input = 0; input < _product.Input.InputsOf(atOnce, pixels); input++)
            {
                var meets = _product.Input.Meeting(input, atOnce, pixels).ToList();
                if (meets.Count == 0)
                    continue;
                code.Line($"var x{row}_{input} ="
                    + $" {_isa.Load(CodeWriter.At(x, (row * _product.Input.TapRowStep) + (input * _product.Input.ColumnStep)))};");
                foreach (var (tap, pixel) in meets)
                    code.Line($"a{pixel} = {_isa.MultiplyAdd($"x{row}_{input}", $"w{row}_{tap}", $"a{pixel}")};");
            }
        }
    }
}
