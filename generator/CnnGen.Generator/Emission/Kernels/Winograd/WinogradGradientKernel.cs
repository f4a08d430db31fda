using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels.Winograd;

/// <summary>
/// Writes a <see cref="WinogradGradient"/>: one method transforms a strip of a round, another takes a work item of the round's sums.
/// </summary>
internal sealed class WinogradGradientKernel
{
    private readonly KernelSet _kernels;
    private readonly Isa _isa;
    private readonly KernelBlocks _sums;
    private readonly OuterProductKernel _products;
    private readonly TiledWinogradGradient _tiled;
    private readonly OuterProductTiling _tiling;
    private readonly int _registerTiles;

    public WinogradGradientKernel(KernelSet kernels, TiledWinogradGradient tiled, int target)
    {
        (_kernels, _tiled, _tiling) = (kernels, tiled, tiled.Tilings[target]);
        _isa = kernels.Isa.For(Winograd.Gradient.BlockLanes);
        _sums = new KernelBlocks(_isa, Winograd.Gradient.BlockLanes, Winograd.Sums.PanelFloats);
        _registerTiles = _tiling.Groups.Sum(each => each.Count) * _tiling.Tiles.Sum(each => each.Count);
        _products = new OuterProductKernel(kernels, tiled.Products, _tiling) { LinesAhead = LinesAhead };
    }

    private WinogradGradient Winograd => _tiled.Winograd;

    private WinogradGrid Grid => Winograd.Grid;

    private int GroupChannels => Winograd.GroupBlocks * Winograd.Gradient.BlockLanes;

    /// <summary>Cache lines of one tile's input in one frequency that a work item reads.</summary>
    private int InputLines => CacheLine.Count(Winograd.SliceTerms);

    /// <summary>The same of the output's gradient.</summary>
    private int GradientLines => CacheLine.Count(GroupChannels);

    /// <summary>
    /// Few register tiles, large ones, ask for the next pass as they go; many small ones, which have no time for it, each ask for a little
    /// before they begin.
    /// </summary>
    private bool AsksAsItGoes => _registerTiles <= 2 * (InputLines + GradientLines);

    private int LinesAhead => AsksAsItGoes ? (InputLines + GradientLines + _registerTiles - 1) / _registerTiles : 0;

    /// <summary>
    /// Adds <c>(float* x, float* dy, float* round, nint imageStride, int first, int item)</c>, which transforms one strip of a round;
    /// returns its name.
    /// </summary>
    public string AddTransform() => _kernels.Add($"{Winograd.Name}_Transform", code =>
    {
        var (x, dy, columns) = (Winograd.Input, Winograd.Gradient, Grid.TileColumns);
        var tiles = new WinogradTiles(_kernels.Isa);
        code.Line($"/// <summary>Transforms strip first + item, {columns} tiles, of the input and of the output's gradient.</summary>");
        using (code.Open(
            $"private static void {Winograd.Name}_Transform(float* x, float* dy, float* round, nint imageStride, int first, int item)"))
        {
            code.Line("var strip = first + item;");
            code.Line($"var xi = {CodeWriter.At("x", x.Offset)} + {Strip.Offset(Grid, x)};");
            code.Line($"var dyi = {CodeWriter.At("dy", dy.Offset)} + {Strip.Offset(Grid, dy)};");
            code.Line($"var nextInput = {CodeWriter.At("x", x.Offset)} + {Strip.Offset(Grid, x, "(strip + 1)")};");
            code.Line($"var nextGradient = {CodeWriter.At("dy", dy.Offset)} + {Strip.Offset(Grid, dy, "(strip + 1)")};");
            code.Line($"var v = round + item * {columns * x.ColumnStep};");
            code.Line($"var d = round + {Grid.Frequencies * Winograd.InputFrequencyStep} + item * {columns * dy.ColumnStep};");
            using (code.Repeat("column", columns, out var column))
            {
                code.Line(Strip.AskFor("nextInput", column, Grid, x, $"{Grid.Points}"));
                code.Line(Strip.AskFor("nextGradient", column, Grid, dy, $"{Grid.Tile}"));
                code.Line(tiles.Input(
                    Grid.Tile,
                    x,
                    CodeWriter.Plus("xi", CodeWriter.Times(column, Grid.Tile * x.ColumnStep)),
                    CodeWriter.Plus("v", CodeWriter.Times(column, x.ColumnStep)),
                    Winograd.InputFrequencyStep));
                code.Line(tiles.Gradient(
                    Grid.Tile,
                    dy,
                    CodeWriter.Plus("dyi", CodeWriter.Times(column, Grid.Tile * dy.ColumnStep)),
                    CodeWriter.Plus("d", CodeWriter.Times(column, dy.ColumnStep)),
                    Winograd.GradientFrequencyStep));
            }
        }
    });

    // One with a bias and one without may be alike in all else.
    private string SumsName => $"{Winograd.Name}_Sums{(_tiled.Bias.HasBias ? "" : "_NoBias")}";

    /// <summary>
    /// Adds <c>(float* round, float* dy, float* kernelGradient, [float* biasGradient,] float* scratch, nint imageStride, int count, int
    /// tiles, bool isFirst, int item)</c>; returns its name.
    /// </summary>
    public string AddSums() => _kernels.Add(SumsName, code =>
    {
        var (hasBias, lanes) = (_tiled.Bias.HasBias, Winograd.Gradient.BlockLanes);
        var tiles = new WinogradTiles(_kernels.Isa);
        code.Line($"/// <summary>{Winograd.Summary} Adds what a round gives for {Winograd.SliceTerms} input and {GroupChannels} output"
            + " channels.</summary>");
        using (code.Open(
            $"private static void {SumsName}(float* round, float* dy, float* kernelGradient,"
                + $" {(hasBias ? "float* biasGradient, " : "")}float* scratch, nint imageStride, int count, int tiles, bool isFirst,"
                + " int item)"))
        {
            code.Line(Winograd.Slices == 1 ? "const int slice = 0;" : $"var slice = item / {Winograd.Groups};");
            code.Line(Winograd.Groups == 1
                ? "const int channelGroup = 0;"
                : Winograd.Slices == 1
                ? "var channelGroup = item;"
                : $"var channelGroup = item % {Winograd.Groups};");
            code.Line($"var dw = kernelGradient + channelGroup * {Winograd.GroupBlocks * Winograd.KernelBlockFloats} + slice *"
                + $" {Winograd.SliceTerms * Winograd.Gradient.BlockLanes};");
            WriteStart(code, hasBias);
            code.Line($"var v = round + slice * {Winograd.SliceTerms};");
            code.Line($"var d = round + {Grid.Frequencies * Winograd.InputFrequencyStep} + channelGroup * {GroupChannels};");
            using (code.Open($"for (var frequency = 0; frequency < {Grid.Frequencies}; frequency++)"))
                WriteFrequency(code);
            for (var block = 0; block < Winograd.GroupBlocks; block++)
            {
                code.Line(tiles.KernelGradient(
                    Winograd.Sums,
                    lanes,
                    CodeWriter.At("scratch", block * Winograd.Sums.PanelFloats),
                    CodeWriter.At("dw", block * Winograd.KernelBlockFloats),
                    Winograd.Terms * lanes));
            }
        }
    });

    private void WriteStart(CodeWriter code, bool hasBias)
    {
        using (code.Open("if (isFirst)"))
        {
            using (code.Open("for (var tap = 0; tap < 9; tap++)"))
            {
                for (var block = 0; block < Winograd.GroupBlocks; block++)
                {
                    var tap = $"{CodeWriter.At("dw", block * Winograd.KernelBlockFloats)} + tap *"
                        + $" {Winograd.Terms * Winograd.Gradient.BlockLanes}";
                    KernelText.Clear(code, tap, Winograd.SliceTerms * Winograd.Gradient.BlockLanes);
                }
            }

            if (hasBias)
            {
                var dy = $"{CodeWriter.At("dy", Winograd.Gradient.Offset)} + channelGroup * {GroupChannels}";
                var biasGradient = $"biasGradient + channelGroup * {GroupChannels}";
                using (code.Open("if (slice == 0)"))
                    code.Line(OuterProductKernel.SumBias(_kernels.Isa, _tiled.Bias, dy, biasGradient, GroupChannels));
            }
        }
    }

    private void WriteFrequency(CodeWriter code)
    {
        var (inputStep, gradientStep) = _tiled.Products.ImageSteps!.Value;
        using (code.Open($"for (var tile = 0; tile < tiles; tile += {_tiling.ImagesPerPass})"))
        {
            code.Line($"var pass = Math.Min({_tiling.ImagesPerPass}, tiles - tile);");
            code.Line($"var vi = v + frequency * (nint){Winograd.InputFrequencyStep} + tile * {inputStep};");
            code.Line($"var di = d + frequency * (nint){Winograd.GradientFrequencyStep} + tile * {gradientStep};");
            code.Line($"var sums = scratch + frequency * (nint){Winograd.Sums.FrequencyStep};");
            code.Line("// Each register tile asks for its share of the next pass: further tiles of this frequency, or the first ones of"
                + " the next.");
            code.Line($"var isLast = tile + {_tiling.ImagesPerPass} >= tiles;");
            code.Line($"var nextInput = isLast ? v + (frequency + 1) * (nint){Winograd.InputFrequencyStep} : vi +"
                + $" {_tiling.ImagesPerPass * inputStep};");
            code.Line($"var nextGradient = isLast ? d + (frequency + 1) * (nint){Winograd.GradientFrequencyStep} : di +"
                + $" {_tiling.ImagesPerPass * gradientStep};");
            if (AsksAsItGoes)
                code.Line("var line = 0;");
            foreach (var group in _tiling.Groups)
            {
                using (code.Repeat("group", group.Count, out var index))
                {
                    var gradient = CodeWriter.At("di", group.First * _isa.Lanes);
                    code.Line($"var dg = {CodeWriter.Plus(gradient, CodeWriter.Times(index, group.Vectors * _isa.Lanes))};");
                    code.Line($"var s = {_sums.PointerTo("sums", group, index)};");
                    foreach (var rows in _tiling.Tiles)
                        WriteRows(code, group, rows);
                }
            }
        }
    }

    private void WriteRows(CodeWriter code, VectorGroup group, RowTile rows)
    {
        var name = _products.AddTile(group.Vectors, rows);
        var (inputStep, gradientStep) = _tiled.Products.ImageSteps!.Value;
        var (x, sums) = (CodeWriter.At("vi", rows.FirstRow), CodeWriter.At("s", rows.FirstRow * Winograd.Gradient.BlockLanes));
        if (rows.Count == 1)
        {
            WriteTile();
            return;
        }

        (x, sums) = ($"{x} + row * {rows.Rows}", $"{sums} + row * {rows.Rows * Winograd.Gradient.BlockLanes}");
        using (code.Open($"for (var row = 0; row < {rows.Count}; row++)"))
            WriteTile();

        void WriteTile()
        {
            var arguments = $"{x}, dg, {sums}, pass, tile == 0";
            if (AsksAsItGoes)
            {
                var next = $"line < {InputLines} ? nextInput + line * {CacheLine.Floats} : nextGradient + (line - {InputLines}) *"
                    + $" {CacheLine.Floats}";
                var step = inputStep == gradientStep ? $"{inputStep}" : $"line < {InputLines} ? {inputStep} : {gradientStep}";
                code.Line($"{name}({arguments}, {next}, {step});");
                code.Line($"line = Math.Min(line + {LinesAhead}, {InputLines + GradientLines - LinesAhead});");
                return;
            }

            var ahead = (_tiling.ImagesPerPass + _registerTiles - 1) / _registerTiles;
            code.Line($"Prefetch.Lines(nextInput, {inputStep}, {ahead}, {InputLines});");
            code.Line($"Prefetch.Lines(nextGradient, {gradientStep}, {ahead}, {GradientLines});");
            code.Line($"nextInput += {ahead * inputStep};");
            code.Line($"nextGradient += {ahead * gradientStep};");
            code.Line($"{name}({arguments});");
        }
    }
}
