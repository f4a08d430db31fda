using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// Writes a <see cref="DepthwiseProduct"/>: a method that walks images and tiles, and one method per shape of register tile that walks the
/// channels.
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

    private int RowStep => _product.Input.StrideHeight * _product.Input.RowStep;

    private int PixelStep => _product.Input.StrideWidth * _product.Input.ColumnStep;

    /// <summary>
    /// Adds the kernel <c>(float* x, float* kernel, [float* bias,] float* y, nint imageStride, int count)</c>; returns its name.
    /// </summary>
    public static string Add(KernelSet kernels, string name, string summary, DepthwiseProduct product, DepthwiseTiling tiling) =>
        kernels.Add(name, code => new DepthwiseKernel(kernels, name, product, tiling).WriteWalk(code, summary));

    private void WriteWalk(CodeWriter code, string summary)
    {
        var bias = Stored.Length > 0 ? $"float* {Stored}, " : "";
        code.Line($"/// <summary>{summary}</summary>");
        using (code.Open($"private static void {_name}(float* x, float* kernel, {bias}float* y, nint imageStride, int count)"))
        using (code.Open("for (var image = 0; image < count; image++, x += imageStride, y += imageStride)"))
        {
            foreach (var region in _tiling.Regions)
                WriteRegion(code, region);
        }
    }

    private void WriteRegion(CodeWriter code, PixelRegion region)
    {
        var (rowStep, columnStep) = (region.TileRows * RowStep, region.TileColumns * PixelStep);
        var x = CodeWriter.At("x", _product.Input.Offset + (region.Row * RowStep) + (region.Column * PixelStep));
        var y = CodeWriter.At(
            "y", _product.OutputOffset + (region.Row * _product.OutputRowStep) + (region.Column * _product.OutputColumnStep));
        var (rows, columns) = (region.Rows / region.TileRows, region.Columns / region.TileColumns);
        var yRowStep = region.TileRows * _product.OutputRowStep;
        using (rows == 1 ? (CodeWriter.Block?)null : code.Open($"for (var row = 0; row < {rows}; row++)"))
        {
            if (rows > 1)
            {
                x += $" + row * {rowStep}";
                y += $" + row * {yRowStep}";
            }

            // Below the last row comes the next image.
            var below = $"below{region.Row}_{region.Column}";
            var toNext = $"imageStride{(rows == 1 ? "" : $" - {(rows - 1) * rowStep}")}";
            if (_tiling.ReadsAhead)
                code.Line($"var {below} = {(rows == 1 ? toNext : $"row < {rows - 1} ? {rowStep} : {toNext}")};");
            using (columns == 1 ? (CodeWriter.Block?)null : code.Open($"for (var column = 0; column < {columns}; column++)"))
            {
                if (columns > 1)
                {
                    x += $" + column * {columnStep}";
                    y += $" + column * {region.TileColumns * _product.OutputColumnStep}";
                }

                var (stored, ahead) = (Stored.Length > 0 ? $"{Stored}, " : "", _tiling.ReadsAhead ? $", {below}" : "");
                code.Line($"{AddTile(region.TileRows, region.TileColumns)}({x}, kernel, {stored}{y}{ahead});");
            }
        }
    }

    private string AddTile(int rows, int columns)
    {
        var name = $"{_name}_{(rows == 1 ? "" : $"{rows}x")}{columns}x{_isa.Lanes}";
        return _kernels.Add(name, code => WriteTile(code, name, rows, columns));
    }

    private void WriteTile(CodeWriter code, string name, int rows, int columns)
    {
        var bias = Stored.Length > 0 ? $"float* {Stored}, " : "";
        var pixels = rows * columns;
        var what = rows == 1 ? $"{columns} neighbouring pixels of a row" : $"{rows} x {columns} pixels";
        code.Line($"/// <summary>{what}, {_isa.Lanes} channels at a time, {_product.Taps.Count} terms each,"
            + $" in {pixels} registers.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        var ahead = _tiling.ReadsAhead ? ", nint below" : "";
        using (code.Open($"private static void {name}(float* x, float* kernel, {bias}float* y{ahead})"))
        {
            var steps = new[] { "x", "y", Stored }.Where(pointer => pointer.Length > 0).Select(pointer => $", {pointer} += {_isa.Lanes}");
            using (Vectors == 1
                ? (CodeWriter.Block?)null
                : code.Open($"for (var vector = 0; vector < {Vectors}; vector++{string.Concat(steps)})"))
            {
                for (var pixel = 0; pixel < pixels; pixel++)
                    code.Line($"var a{pixel} = {(_product.HasBias ? _isa.Load("bias") : _isa.Zero)};");
                if (_product.Taps.Count > 0)
                    WriteSums(code, rows, columns);
                if (_product.ShiftOffset > 0)
                    WriteScaling(code, pixels);
                var sums =
                    from pixel in Enumerable.Range(0, pixels)
                    let place = (pixel / columns * _product.OutputRowStep) + (pixel % columns * _product.OutputColumnStep)
                    select ($"a{pixel}", CodeWriter.At("y", place));
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

    private void WriteSums(CodeWriter code, int rows, int columns)
    {
        var (taps, lanes) = (_product.Taps, _product.BlockLanes);
        var first = CodeWriter.At("kernel", taps.First * lanes);
        code.Line($"var w = {(Vectors == 1 ? first : _blocks.PointerTo(first, new VectorGroup(0, 1, Vectors), "vector"))};");
        if (_tiling.UnrollsRows)
        {
            for (var input = 0; input < _product.Input.InputRowsOf(taps.Rows, rows); input++)
                WriteTerms(code, input, [.. _product.Input.MeetingRows(input, taps.Rows, rows)], columns, "x");
            if (_tiling.ReadsAhead)
                WriteReadAhead(code, rows, columns);
            return;
        }

        code.Line("var xi = x;");
        using (taps.Rows == 1 ? (CodeWriter.Block?)null : code.Open($"for (var kernelRow = 0; kernelRow < {taps.Rows}; kernelRow++)"))
        {
            var runs = taps.Columns / _tiling.TapsAtOnce;
            using (runs == 1 ? (CodeWriter.Block?)null : code.Open($"for (var run = 0; run < {runs}; run++)"))
            {
                WriteTerms(code, 0, [(0, 0)], columns, "xi");
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
    /// Each input of a row is loaded once and goes to all pixels that it is a tap of, rows from the top and inputs from left to right, so
    /// that a pixel meets its taps in order.
    /// </summary>
    private void WriteTerms(CodeWriter code, int inputRow, List<(int Tap, int Pixel)> rows, int columns, string x)
    {
        var atOnce = _tiling.TapsAtOnce;
        // A row of pixels begins when its first taps come, and all rows of taps come to the first one.
        foreach (var (row, _) in rows.Where(each => each.Pixel == 0))
        {
            for (var tap = 0; tap < atOnce; tap++)
            {
                var offset = ((row * _product.Taps.RowStep) + (tap * _product.Taps.ColumnStep)) * _product.BlockLanes;
                code.Line($"var w{row}_{tap} = {_isa.Load(CodeWriter.At("w", offset))};");
            }
        }

        for (var input = 0; rows.Count > 0 && input < _product.Input.InputsOf(atOnce, columns); input++)
        {
            var meets = _product.Input.Meeting(input, atOnce, columns).ToList();
            if (meets.Count == 0)
                continue;
            var name = $"x{inputRow}_{input}";
            code.Line($"var {name} ="
                + $" {_isa.Load(CodeWriter.At(x, (inputRow * _product.Input.RowStep) + (input * _product.Input.ColumnStep)))};");
            foreach (var (tapRow, row) in rows)
            {
                foreach (var (tap, column) in meets)
                {
                    var sum = $"a{(row * columns) + column}";
                    code.Line($"{sum} = {_isa.MultiplyAdd(name, $"w{tapRow}_{tap}", sum)};");
                }
            }
        }
    }

    /// <summary>
    /// Asks for what the tile below reads and no tile has read before. So many rows of pixels lie side by side in what is walked that the
    /// processor follows none of them by itself.
    /// </summary>
    private void WriteReadAhead(CodeWriter code, int rows, int columns)
    {
        var (input, taps) = (_product.Input, _product.Taps);
        var (inputRows, inputs) = (input.InputRowsOf(taps.Rows, rows), input.InputsOf(taps.Columns, columns));
        // Once for each cache line.
        var perLine = CacheLine.Floats / _isa.Lanes;
        using var line = perLine == 1 || Vectors == 1 ? (CodeWriter.Block?)null : code.Open($"if (vector % {perLine} == 0)");
        for (var row = Math.Max(0, inputRows - (rows * input.StrideHeight)); row < inputRows; row++)
        {
            for (var column = Math.Max(0, inputs - (columns * input.StrideWidth)); column < inputs; column++)
                code.Line($"Prefetch.Far({CodeWriter.At("x", (row * input.RowStep) + (column * input.ColumnStep))} + below);");
        }
    }
}
