using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels.Winograd;

/// <summary>
/// Writes a <see cref="WinogradProduct"/>: transform of the input, products, transform of the output, for a block of strips at a time.
/// </summary>
internal sealed class WinogradProductKernel
{
    private readonly KernelSet _kernels;
    private readonly Isa _isa;
    private readonly KernelBlocks _blocks;
    private readonly WinogradTiles _tiles;
    private readonly WinogradProduct _winograd;
    private readonly WinogradKernel _kernel;
    private readonly Product _products;
    private readonly WinogradTiling _tiling;
    private readonly WinogradTiling _singleTiling;

    private WinogradProductKernel(KernelSet kernels, TiledWinograd tiled, int target)
    {
        (_kernels, _winograd, _kernel) = (kernels, tiled.Winograd, tiled.Winograd.KernelFor(kernels.Isa.Target));
        _products = _winograd.ProductsFor(kernels.Isa.Target, tiled.Products);
        (_tiling, _singleTiling) = (tiled.Tilings[target], tiled.SingleTilings[target]);
        _isa = kernels.Isa.For(_products.BlockLanes);
        _tiles = new WinogradTiles(kernels.Isa);
        _blocks = new KernelBlocks(_isa, _products.BlockLanes, _products.BlockFloats);
    }

    private WinogradGrid Grid => _winograd.Grid;

    private FusedDerivative? Derivative => _winograd.Derivative;

    /// <summary>
    /// What is read when the output is stored: a bias, factors with shifts behind them, or the activated values of a <see
    /// cref="FusedDerivative"/>.
    /// </summary>
    private string Epilogue => EpilogueArgument.Length == 0 ? "" : $"float* {EpilogueArgument}";

    private string EpilogueArgument =>
        _winograd.ShiftOffset > 0 ? "scale, " : _winograd.HasBias ? "bias, " : Derivative is null ? "" : "activated, ";

    /// <summary>
    /// Adds the kernel <c>(float* x, float* kernel, [float* bias or activated,] float* y, float* scratch, nint imageStride, int count)</c>;
    /// returns its name.
    /// </summary>
    public static string Add(KernelSet kernels, TiledWinograd tiled, int target) =>
        kernels.Add(tiled.Winograd.Name, new WinogradProductKernel(kernels, tiled, target).WriteWalk);

    /// <summary>
    /// Adds the three steps <c>(float* x, float* v, nint imageStride, int first, int end)</c>, <c>(float* v, float* kernel, float* m, int
    /// tiles, int first, int end)</c> and <c>(float* m, [float* bias or activated,] float* y, nint imageStride, int first, int end)</c>;
    /// returns their names.
    /// </summary>
    public static (string Input, string Products, string Output) AddSteps(KernelSet kernels, TiledWinograd tiled, int target) =>
        new WinogradProductKernel(kernels, tiled, target).AddSteps();

    private (string Input, string Products, string Output) AddSteps() => (AddInput(), AddProducts(), AddOutput());

    private void WriteWalk(CodeWriter code)
    {
        var (input, products, output) = AddSteps();
        code.Line($"/// <summary>{_winograd.Summary}</summary>");
        using (code.Open($"private static void {_winograd.Name}(float* x, float* kernel, {Epilogue}float* y, float* scratch, nint"
            + " imageStride, int count)"))
        {
            code.Line("var v = scratch;");
            code.Line($"var m = scratch + {_winograd.ProductsOffset};");
            code.Line($"var strips = count * {Grid.TileRows};");
            code.Line($"// {_winograd.StripsPerBlock} strips, {_winograd.TilesPerBlock} tiles, at a time:"
                + $" {CodeWriter.Count((long)sizeof(float) * _winograd.ScratchFloats)} bytes between the steps.");
            using (code.Open($"for (var first = 0; first < strips; first += {_winograd.StripsPerBlock})"))
            {
                code.Line($"var end = Math.Min(first + {_winograd.StripsPerBlock}, strips);");
                code.Line($"{input}(x, v, imageStride, first, end);");
                code.Line($"{products}(v, kernel, m, {CodeWriter.Times("(end - first)", Grid.TileColumns)}, 0, {Grid.Frequencies});");
                code.Line($"{output}(m, {EpilogueArgument}y, imageStride, first, end);");
            }
        }
    }

    private string AddInput() => _kernels.Add($"{_winograd.StepsName}_Input", code =>
    {
        var (x, columns) = (_winograd.Input, Grid.TileColumns);
        code.Line($"/// <summary>Transforms strips of {columns} tiles.</summary>");
        using (code.Open($"private static void {_winograd.StepsName}_Input(float* x, float* v, nint imageStride, int first, int end)"))
        using (code.Open($"for (var strip = first; strip < end; strip++, v += {columns * x.ColumnStep})"))
        {
            code.Line($"var xi = {CodeWriter.At("x", x.Offset)} + {Strip.Offset(Grid, x)};");
            code.Line($"var next = {CodeWriter.At("x", x.Offset)} + {Strip.Offset(Grid, x, "(strip + 1)")};");
            code.Line($"var nextRows = strip + 1 < end ? {Grid.Points} : 0;");
            using (code.Repeat("column", columns, out var column))
            {
                code.Line(Strip.AskFor("next", column, Grid, x, "nextRows"));
                code.Line(_tiles.Input(
                    Grid.Tile,
                    x,
                    CodeWriter.Plus("xi", CodeWriter.Times(column, Grid.Tile * x.ColumnStep)),
                    CodeWriter.Plus("v", CodeWriter.Times(column, x.ColumnStep)),
                    _winograd.InputFrequencyStep));
            }
        }
    });

    private string AddProducts()
    {
        var name = $"{_winograd.StepsName}_Products";
        if (_singleTiling with { Cycles = 0 } == _tiling with { Cycles = 0 })
            return AddProducts(name, _tiling, ReadAhead.Given, ofOneImage: null);
        // The tiles of one image are few: register tiles of other shapes suit them.
        var single = AddProducts($"{name}OfOne", _singleTiling, ReadAhead.OwnStream, ofOneImage: null);
        return AddProducts(name, _tiling, ReadAhead.Given, single);
    }

    private string AddProducts(string name, WinogradTiling tiling, ReadAhead ahead, string? ofOneImage) => _kernels.Add(name, code =>
    {
        var remark = ahead == ReadAhead.OwnStream ? " These tiles are of one image, so the kernel is read but once or twice." : "";
        code.Line($"/// <summary>For some frequencies, {_winograd.Terms} channels of each tile times the kernel.{remark}</summary>");
        using (code.Open($"private static void {name}(float* v, float* kernel, float* m, int tiles, int first, int end)"))
        {
            if (ofOneImage is not null)
            {
                using (code.Open($"if (tiles == {Grid.Tiles})"))
                {
                    code.Line($"{ofOneImage}(v, kernel, m, tiles, first, end);");
                    code.Line("return;");
                }

                code.Line();
            }

            WriteFrequencies(code, tiling, ahead);
        }
    });

    private void WriteFrequencies(CodeWriter code, WinogradTiling tiling, ReadAhead ahead)
    {
        if (ahead == ReadAhead.Given)
            WriteShares(code, tiling);
        using (code.Open("for (var frequency = first; frequency < end; frequency++)"))
        {
            if (ahead == ReadAhead.Given)
                code.Line($"var nextInput = v + (nint)(frequency + 1) * {_winograd.InputFrequencyStep};");
            foreach (var group in tiling.Groups)
                WriteGroup(code, tiling, group, ahead);
        }
    }

    private void WriteShares(CodeWriter code, WinogradTiling tiling)
    {
        var panelLines = tiling.Groups[0].Vectors * _isa.Lanes * _winograd.Terms / CacheLine.Floats;
        var groups = tiling.Groups.Sum(group => group.Count);
        code.Line(
            "// Each register tile asks for its share of what comes next: the kernel of the next channels and the next frequency's input.");
        code.Line($"var kernelLines = {panelLines * tiling.MostTiles} / tiles + 1;");
        code.Line(
            $"const int inputLines = {((_winograd.Input.ColumnStep * tiling.MostTiles / CacheLine.Floats) + groups - 1) / groups};");
    }

    private void WriteGroup(CodeWriter code, WinogradTiling tiling, VectorGroup group, ReadAhead ahead)
    {
        var channels = group.Vectors * _isa.Lanes;
        code.Line($"// {group.Count} x {channels} output channels: their"
            + $" {CodeWriter.Count(sizeof(float) * (long)channels * _winograd.Terms)} bytes of the kernel stay in cache while the"
            + " tiles pass.");
        using (code.Repeat("group", group.Count, out var index))
        {
            code.Line($"var w = {_blocks.PointerTo($"kernel + (nint)frequency * {_kernel.FrequencyStep}", group, index)};");
            code.Line($"var vi = v + (nint)frequency * {_winograd.InputFrequencyStep};");
            var output = $"{CodeWriter.At("m", group.First * _isa.Lanes)} + (nint)frequency * {_winograd.OutputFrequencyStep}";
            code.Line($"var mi = {CodeWriter.Plus(output, CodeWriter.Times(index, channels))};");
            if (ahead == ReadAhead.Given)
                code.Line($"var nextKernel = w + {channels * _winograd.Terms};");
            var (most, rest) = (tiling.MostTiles, tiling.RestTiles);
            code.Line("var left = tiles;");
            if (most > rest)
            {
                using (code.Open($"for (; left >= {most}; left -= {most})"))
                    WriteTile(most);
            }

            using (code.Open($"for (; left > 0; left -= {rest})"))
                WriteTile(rest);
        }

        void WriteTile(int tiles)
        {
            var tile = ProductKernel.AddTile(_kernels, _products, tiling.Unroll, 1, tiles, group.Vectors, ahead);
            if (ahead == ReadAhead.Given && tiles == tiling.MostTiles)
            {
                code.Line("Prefetch.Lines(nextInput, 0, 1, inputLines);");
                code.Line($"nextInput += inputLines * {CacheLine.Floats};");
                code.Line($"Prefetch.Lines(mi, {_winograd.Output.ColumnStep}, {tiles}, {channels / CacheLine.Floats});");
            }

            code.Line($"{tile}(vi, w, mi{(ahead == ReadAhead.Given ? ", nextKernel" : "")});");
            if (ahead == ReadAhead.Given)
                code.Line($"nextKernel += kernelLines * {CacheLine.Floats};");
            code.Line($"vi += {tiles * _winograd.Input.ColumnStep};");
            code.Line($"mi += {tiles * _winograd.Output.ColumnStep};");
        }
    }

    private string AddOutput() => _kernels.Add($"{_winograd.Name}_Output", code =>
    {
        if (_winograd.ShiftOffset > 0)
            WinogradTiles.AddDistance(_kernels, _winograd.ShiftOffset);
        var y = _winograd.Output;
        code.Line($"/// <summary>Transforms strips of {Grid.TileColumns} tiles back; what hangs over the edges is left out.</summary>");
        using (code.Open(
            $"private static void {_winograd.Name}_Output(float* m, {Epilogue}float* y, nint imageStride, int first, int end)"))
        using (code.Open($"for (var strip = first; strip < end; strip++, m += {Grid.TileColumns * y.ColumnStep})"))
        {
            code.Line($"var yi = {CodeWriter.At("y", y.Offset)} + {Strip.OutputOffset(_winograd)};");
            if (Derivative is { Output: var plane })
                code.Line($"var activatedStrip = {CodeWriter.At("activated", plane.Offset)} + {Strip.Offset(Grid, plane)};");
            if (Grid.LastRows == Grid.Tile)
            {
                WriteOutputRow(code, Grid.Tile);
                return;
            }

            if (Grid.TileRows > 1)
            {
                using (code.Open($"if (strip % {Grid.TileRows} < {Grid.TileRows - 1})"))
                {
                    WriteOutputRow(code, Grid.Tile);
                    code.Line("continue;");
                }

                code.Line();
            }

            WriteOutputRow(code, Grid.LastRows);
        }
    });

    private void WriteOutputRow(CodeWriter code, int rows)
    {
        var (y, whole) = (_winograd.Output, Grid.LastColumns == Grid.Tile ? Grid.TileColumns : Grid.TileColumns - 1);
        if (whole > 0)
        {
            using (code.Repeat("column", whole, out var column))
                WriteTile(Grid.Tile, pixels => CodeWriter.Times(column, pixels * y.ColumnStep));
        }

        if (whole < Grid.TileColumns)
            WriteTile(Grid.LastColumns, pixels => $"{whole * pixels * y.ColumnStep}");

        void WriteTile(int columns, Func<int, string> at)
        {
            var operand = Derivative is not null ? CodeWriter.Plus("activatedStrip", at(Grid.Tile))
                : EpilogueArgument.Length > 0 ? EpilogueArgument.Replace(", ", "")
                : "null";
            var (frequencies, pixels) = (CodeWriter.Plus("m", at(1)), CodeWriter.Plus("yi", at(_winograd.StoredTile)));
            if (_tiles.Output(_winograd, rows, columns, frequencies, operand, pixels) is { } call)
                code.Line(call);
        }
    }
}
