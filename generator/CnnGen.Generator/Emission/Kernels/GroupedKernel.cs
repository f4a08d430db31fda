using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// Writes a <see cref="GroupedProduct"/>: a method that walks images, vectors of channels and tiles, and one method per shape of register
/// tile.
/// </summary>
internal sealed class GroupedKernel
{
    private readonly KernelSet _kernels;
    private readonly Isa _isa;
    private readonly KernelBlocks _blocks;
    private readonly GroupInputs _inputs;
    private readonly TiledGroupedProduct _kernel;
    private readonly int _target;

    private GroupedKernel(KernelSet kernels, TiledGroupedProduct kernel, int target)
    {
        (_kernels, _kernel, _target) = (kernels, kernel, target);
        _isa = kernels.Isa.For(Plain.BlockLanes);
        _blocks = new KernelBlocks(_isa, Plain.BlockLanes, Plain.BlockFloats);
        _inputs = new GroupInputs(_isa, kernel.Product.Groups);
    }

    private DepthwiseProduct Plain => _kernel.Product.Plain;

    private GroupedTiling Tiling => _kernel.Tilings[_target];

    private int Depth => _kernel.Product.Groups.Inputs;

    /// <summary>What sums are stored with: a bias, factors with shifts behind them, or nothing.</summary>
    private string Stored => Plain.ShiftOffset > 0 ? "scale" : Plain.HasBias ? "bias" : "";

    /// <summary>
    /// Adds the kernel <c>(float* x, float* kernel, [float* bias,] float* y, nint imageStride, int count)</c>; returns its name.
    /// </summary>
    public static string Add(KernelSet kernels, TiledGroupedProduct kernel, int target) =>
        kernels.Add(kernel.Name, code => new GroupedKernel(kernels, kernel, target).WriteWalk(code));

    private void WriteWalk(CodeWriter code)
    {
        var vectors = Plain.Blocks * (Plain.BlockLanes / _isa.Lanes);
        var stored = Stored.Length > 0 ? $"float* {Stored}, " : "";
        code.Line($"/// <summary>{_kernel.Summary}</summary>");
        using (code.Open($"private static void {_kernel.Name}(float* x, float* kernel, {stored}float* y, nint imageStride, int count)"))
        {
            code.Line("// Some rows at a time, so that the groups that lie side by side in them are read while they are in cache.");
            using (code.Open("for (var image = 0; image < count; image++, x += imageStride, y += imageStride)"))
            {
                for (var region = 0; region < Tiling.Regions.Count; region++)
                    WriteRegion(code, Tiling.Regions[region], Tiling.RowsPerBand[region], vectors);
            }
        }
    }

    private void WriteRegion(CodeWriter code, PixelRegion region, int rowsPerBand, int vectors)
    {
        var (xRow, xColumn) = (Plain.Input.StrideHeight * Plain.Input.RowStep, Plain.Input.StrideWidth * Plain.Input.ColumnStep);
        var x = CodeWriter.At("xi", (region.Row * xRow) + (region.Column * xColumn));
        var y = CodeWriter.At("yi", (region.Row * Plain.OutputRowStep) + (region.Column * Plain.OutputColumnStep));
        var (rows, columns) = (region.Rows / region.TileRows, region.Columns / region.TileColumns);
        var isCut = rowsPerBand < rows;
        using (isCut ? code.Open($"for (var band = 0; band < {rows}; band += {rowsPerBand})") : (CodeWriter.Block?)null)
        using (code.Open($"for (var vector = 0; vector < {vectors}; vector += {Tiling.Vectors})"))
        {
            var first = CodeWriter.At("kernel", Plain.Taps.First * Depth * Plain.BlockLanes);
            code.Line($"var w = {_blocks.PointerTo(first, new VectorGroup(0, 1, vectors), "vector")};");
            if (Stored.Length > 0)
                code.Line($"var b = {Stored} + vector * {_isa.Lanes};");
            code.Line($"var xi = {CodeWriter.At("x", Plain.Input.Offset)} + {_inputs.OffsetOf("vector")};");
            code.Line($"var yi = {CodeWriter.At("y", Plain.OutputOffset)} + vector * {_isa.Lanes};");
            var (start, end) = ("0", $"{rows}");
            if (isCut)
                (start, end) = ("band", rows % rowsPerBand == 0 ? $"band + {rowsPerBand}" : $"Math.Min(band + {rowsPerBand}, {rows})");
            using (Loop("row", rows, start, end, region.TileRows * xRow, region.TileRows * Plain.OutputRowStep))
            using (Loop("column", columns, "0", $"{columns}", region.TileColumns * xColumn, region.TileColumns * Plain.OutputColumnStep))
            {
                var tile = AddTile(region.TileRows, region.TileColumns);
                code.Line($"{tile}({x}, w, {(Stored.Length > 0 ? "b, " : "")}{y});");
            }
        }

        CodeWriter.Block? Loop(string variable, int count, string start, string end, int xStep, int yStep)
        {
            if (count == 1)
                return null;
            x += $" + {variable} * {xStep}";
            y += $" + {variable} * {yStep}";
            return code.Open($"for (var {variable} = {start}; {variable} < {end}; {variable}++)");
        }
    }

    private string AddTile(int rows, int columns)
    {
        var name = $"{_kernel.Name}_{rows}x{columns}x{Tiling.Vectors * _isa.Lanes}";
        return _kernels.Add(name, code => WriteTile(code, name, rows, columns));
    }

    private void WriteTile(CodeWriter code, string name, int rows, int columns)
    {
        var (pixels, vectors) = (rows * columns, Tiling.Vectors);
        code.Line($"/// <summary>{rows} x {columns} pixels x {vectors * _isa.Lanes} channels, {Plain.Taps.Count * Depth} terms each, in"
            + $" {pixels * vectors} registers.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"private static void {name}(float* x, float* w, {(Stored.Length > 0 ? "float* b, " : "")}float* y)"))
        {
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                code.Line(_isa.Declare(
                    vectors, vector => $"a{pixel}_{vector}", vector => Plain.HasBias ? _isa.Load(At("b", vector)) : _isa.Zero));
            }

            if (Plain.Taps.Count > 0)
                WriteSums(code, rows, columns);
            for (var vector = 0; vector < vectors && Plain.ShiftOffset > 0; vector++)
            {
                code.Line($"var factor{vector} = {_isa.Load(At("b", vector))};");
                code.Line($"var shift{vector} = {_isa.Load(CodeWriter.At("b", Plain.ShiftOffset + (vector * _isa.Lanes)))};");
                for (var pixel = 0; pixel < pixels; pixel++)
                    code.Line($"a{pixel}_{vector} = {_isa.MultiplyAdd($"a{pixel}_{vector}", $"factor{vector}", $"shift{vector}")};");
            }

            var sums =
                from pixel in Enumerable.Range(0, pixels)
                from vector in Enumerable.Range(0, vectors)
                let place = (pixel / columns * Plain.OutputRowStep) + (pixel % columns * Plain.OutputColumnStep) + (vector * _isa.Lanes)
                select ($"a{pixel}_{vector}", CodeWriter.At("y", place));
            ActivationText.WriteStores(code, _isa, Plain.Activation, [.. sums]);
        }

        string At(string pointer, int vector) => CodeWriter.At(pointer, vector * _isa.Lanes);
    }

    private void WriteSums(CodeWriter code, int rows, int columns)
    {
        var (taps, lanes) = (Plain.Taps, Plain.BlockLanes);
        using (taps.Rows == 1 ? (CodeWriter.Block?)null : code.Open($"for (var kernelRow = 0; kernelRow < {taps.Rows}; kernelRow++)"))
        {
            if (_inputs.AreSpread)
            {
                for (var term = 0; term < Depth; term++)
                    WriteTerm(code, rows, columns, term);
                code.Advance("x", Plain.Input.TapRowStep);
                code.Advance("w", taps.RowStep * Depth * lanes);
                return;
            }

            using (code.Open($"for (var term = 0; term < {Depth}; term++, x++, w += {lanes})"))
                WriteTerm(code, rows, columns, term: 0);
            code.Advance("x", Plain.Input.TapRowStep - Depth);
            code.Advance("w", ((taps.RowStep * Depth) - Depth) * lanes);
        }
    }

    /// <summary>
    /// An input of each group for a row of taps: it is loaded once and goes to all pixels of a row that it is a tap of, from left to right,
    /// so that a pixel meets its taps in order.
    /// </summary>
    private void WriteTerm(CodeWriter code, int rows, int columns, int term)
    {
        var taps = Plain.Taps;
        for (var tap = 0; tap < taps.Columns; tap++)
        {
            var offset = ((tap * taps.ColumnStep * Depth) + term) * Plain.BlockLanes;
            code.Line(_isa.Declare(Tiling.Vectors, vector => $"w{term}_{tap}_{vector}",
                vector => _isa.Load(CodeWriter.At("w", offset + _blocks.VectorOffset(vector)))));
        }

        for (var row = 0; row < rows; row++)
        {
            for (var input = 0; input < Plain.Input.InputsOf(taps.Columns, columns); input++)
            {
                var meets = Plain.Input.Meeting(input, taps.Columns, columns).ToList();
                if (meets.Count == 0)
                    continue;
                var name = $"x{term}_{row}_{input}";
                var place = (row * Plain.Input.StrideHeight * Plain.Input.RowStep) + (input * Plain.Input.ColumnStep);
                code.Line($"var {name} = {_inputs.Term("x", place, term)};");
                foreach (var (tap, column) in meets)
                {
                    for (var vector = 0; vector < Tiling.Vectors; vector++)
                    {
                        var sum = $"a{(row * columns) + column}_{vector}";
                        code.Line($"{sum} = {_isa.MultiplyAdd(name, $"w{term}_{tap}_{vector}", sum)};");
                    }
                }
            }
        }
    }
}
