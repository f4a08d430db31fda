using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// Writes a <see cref="DepthwiseOuterProduct"/>: a method that takes one work item (a few blocks of channels), and one method per shape of
/// register tile, which sums some of the kernel's taps over one image.
/// </summary>
internal sealed class DepthwiseOuterKernel
{
    private readonly KernelSet _kernels;
    private readonly Isa _isa;
    private readonly KernelBlocks _blocks;
    private readonly string _name;
    private readonly DepthwiseOuterProduct _product;
    private readonly DepthwiseOuterTiling _tiling;

    private DepthwiseOuterKernel(KernelSet kernels, string name, DepthwiseOuterProduct product, DepthwiseOuterTiling tiling)
    {
        (_kernels, _name, _product, _tiling) = (kernels, name, product, tiling);
        _isa = kernels.Isa.For(product.BlockLanes);
        _blocks = new KernelBlocks(_isa, product.BlockLanes, product.BlockFloats);
    }

    private int VectorsPerBlock => _product.BlockLanes / _isa.Lanes;

    private int PixelStep => _product.Input.StrideWidth * _product.Input.ColumnStep;

    /// <summary>
    /// Adds the kernel <c>(float* x, float* dy, float* kernelGradient, [float* biasGradient,] nint imageStride, int count, int item)</c>;
    /// returns its name.
    /// </summary>
    public static string Add(KernelSet kernels, string name, string summary, DepthwiseOuterProduct product, DepthwiseOuterTiling tiling) =>
        kernels.Add(name, code => new DepthwiseOuterKernel(kernels, name, product, tiling).WriteItem(code, summary));

    private void WriteItem(CodeWriter code, string summary)
    {
        var bias = _product.HasBias ? "float* biasGradient, " : "";
        var (vectors, perItem) = (_product.Blocks * VectorsPerBlock, _tiling.BlocksPerItem * VectorsPerBlock);
        code.Line($"/// <summary>{summary} Item i is the i-th group of {perItem * _isa.Lanes} channels.</summary>");
        using (code.Open(
            $"private static void {_name}(float* x, float* dy, float* kernelGradient, {bias}nint imageStride, int count, int item)"))
        {
            code.Line($"var first = item * {perItem};");
            code.Line(vectors % perItem == 0 ? $"var end = first + {perItem};" : $"var end = Math.Min(first + {perItem}, {vectors});");
            code.Line("// One image after the other, so that the channels of an item that lie side by side are read while their cache"
                + " lines are near.");
            using (code.Open("for (var image = 0; image < count; image++, x += imageStride, dy += imageStride)"))
            using (code.Open("for (var vector = first; vector < end; vector++)"))
            {
                code.Line($"var dw = {_blocks.PointerTo("kernelGradient", new VectorGroup(0, 1, vectors), "vector")};");
                code.Line($"var xi = {CodeWriter.At("x", _product.Input.Offset)} + {CodeWriter.Times("vector", _isa.Lanes)};");
                code.Line($"var dyi = {CodeWriter.At("dy", _product.GradientOffset)} + {CodeWriter.Times("vector", _isa.Lanes)};");
                for (var region = 0; region < _tiling.Taps.Count; region++)
                    WriteTileLoops(code, _tiling.Taps[region], withBias: region == 0 && _product.HasBias);
            }
        }
    }

    private void WriteTileLoops(CodeWriter code, PixelRegion region, bool withBias)
    {
        var rowStep = _product.KernelColumns * _product.BlockLanes;
        var x = CodeWriter.At("xi", (region.Row * _product.Input.TapRowStep) + (region.Column * _product.Input.TapColumnStep));
        var dw = CodeWriter.At("dw", (region.Row * rowStep) + (region.Column * _product.BlockLanes));
        var loops = new List<IDisposable>();
        AddLoop("kernelRow", region.Rows / region.TileRows, region.TileRows * _product.Input.TapRowStep, region.TileRows * rowStep);
        AddLoop("kernelColumn", region.Columns / region.TileColumns, region.TileColumns * _product.Input.TapColumnStep,
            region.TileColumns * _product.BlockLanes);

        var bias = withBias ? $"biasGradient + {CodeWriter.Times("vector", _isa.Lanes)}, " : "";
        code.Line($"{AddTile(region.TileRows, region.TileColumns, withBias)}({x}, dyi, {dw}, {bias}image == 0);");
        loops.Reverse();
        foreach (var loop in loops)
            loop.Dispose();

        void AddLoop(string variable, int count, int xStep, int dwStep)
        {
            if (count == 1)
                return;
            loops.Add(code.Open($"for (var {variable} = 0; {variable} < {count}; {variable}++)"));
            x += $" + {CodeWriter.Times(variable, xStep)}";
            dw += $" + {CodeWriter.Times(variable, dwStep)}";
        }
    }

    private string AddTile(int rows, int columns, bool withBias)
    {
        var name = $"{_name}_{rows}x{columns}{(withBias ? "AndBias" : "")}x{_isa.Lanes}";
        return _kernels.Add(name, code => WriteTile(code, name, rows, columns, withBias));
    }

    private void WriteTile(CodeWriter code, string name, int rows, int columns, bool withBias)
    {
        var what = $"{rows} x {columns} taps{(withBias ? " and the bias" : "")} of {_isa.Lanes} channels";
        code.Line($"/// <summary>{what}, summed over the {_product.Rows} x {_product.Columns} pixels of an image in"
            + $" {(rows * columns) + (withBias ? 1 : 0)} registers.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"private static void {name}(float* x, float* dy, float* dw, {(withBias ? "float* db, " : "")}bool isFirst)"))
        {
            ForEachSum((sum, _) => code.Line($"var {sum} = {_isa.Zero};"));
            using (code.Open("if (!isFirst)"))
                ForEachSum((sum, at) => code.Line($"{sum} = {_isa.Load(at)};"));
            using (_product.Rows == 1 ? (CodeWriter.Block?)null : code.Open($"for (var row = 0; row < {_product.Rows}; row++)"))
                WriteRow(code, rows, columns, withBias);
            ForEachSum((sum, at) => code.Line(_isa.Store(sum, at)));
        }

        void ForEachSum(Action<string, string> write)
        {
            for (var tap = 0; tap < rows * columns; tap++)
            {
                write($"a{tap / columns}_{tap % columns}",
                    CodeWriter.At("dw", ((tap / columns * _product.KernelColumns) + (tap % columns)) * _product.BlockLanes));
            }

            if (withBias)
                write("bias", "db");
        }
    }

    /// <summary>One row of pixels: as many at a time as share their inputs, then those that are left.</summary>
    private void WriteRow(CodeWriter code, int rows, int columns, bool withBias)
    {
        var (times, rest) = (_product.Columns / _tiling.Pixels, _product.Columns % _tiling.Pixels);
        var isOnce = times == 1 && rest == 0;
        var walked = isOnce ? 0 : times * _tiling.Pixels;
        // Both parts have a scope of their own, since their names are the same.
        using (isOnce
            ? (CodeWriter.Block?)null
            : code.Open(times == 1 ? $"// The first {_tiling.Pixels}." : $"for (var column = 0; column < {times}; column++)"))
        {
            WritePixels(code, _tiling.Pixels, rows, columns, withBias);
            if (!isOnce)
            {
                code.Advance("x", _tiling.Pixels * PixelStep);
                code.Advance("dy", _tiling.Pixels * _product.GradientColumnStep);
            }
        }

        if (rest > 0)
        {
            using (code.Open($"// The last {rest}."))
                WritePixels(code, rest, rows, columns, withBias);
        }

        if (_product.Rows > 1)
        {
            code.Advance("x", (_product.Input.StrideHeight * _product.Input.RowStep) - (walked * PixelStep));
            code.Advance("dy", _product.GradientRowStep - (walked * _product.GradientColumnStep));
        }
    }

    /// <summary>
    /// Each input is loaded once and goes to all taps that it is under, from left to right, so that a tap meets the pixels in order.
    /// </summary>
    private void WritePixels(CodeWriter code, int pixels, int rows, int columns, bool withBias)
    {
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            code.Line($"var d{pixel} = {_isa.Load(CodeWriter.At("dy", pixel * _product.GradientColumnStep))};");
            if (withBias)
                code.Line($"bias += d{pixel};");
        }

        for (var input = 0; input < _product.Input.InputsOf(columns, pixels); input++)
        {
            var meets = _product.Input.Meeting(input, columns, pixels).ToList();
            for (var row = 0; row < rows && meets.Count > 0; row++)
            {
                code.Line($"var x{row}_{input} ="
                    + $" {_isa.Load(CodeWriter.At("x", (row * _product.Input.TapRowStep) + (input * _product.Input.ColumnStep)))};");
                foreach (var (tap, pixel) in meets)
                    code.Line($"a{row}_{tap} = {_isa.MultiplyAdd($"x{row}_{input}", $"d{pixel}", $"a{row}_{tap}")};");
            }
        }
    }
}
