using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// Writes an <see cref="OuterProduct"/>: a method that takes one work item (a group of channels), and one method per shape of register
/// tile.
/// </summary>
internal sealed class OuterProductKernel
{
    private readonly KernelSet _kernels;
    private readonly Isa _isa;
    private readonly KernelBlocks _blocks;
    private readonly OuterProduct _product;
    private readonly OuterProductTiling _tiling;

    public OuterProductKernel(KernelSet kernels, OuterProduct product, OuterProductTiling tiling)
    {
        (_kernels, _product, _tiling) = (kernels, product, tiling);
        _isa = kernels.Isa.For(product.BlockLanes);
        _blocks = new KernelBlocks(_isa, product.BlockLanes, product.BlockFloats);
    }

    /// <summary>
    /// Cache lines that a register tile asks for with each image, from the pointer <c>next</c> on, which then goes on by <c>nextStep</c>;
    /// see <see cref="ReadAhead"/>. Without any it takes neither.
    /// </summary>
    public int LinesAhead { get; init; }

    private Reduction Reduction => _product.Reduction;

    /// <summary>
    /// Adds the kernel <c>(float* x, float* dy, float* kernelGradient, [float* biasGradient,] nint imageStride, int count, int item)</c>;
    /// returns its name.
    /// </summary>
    public static string Add(KernelSet kernels, OuterProduct product, OuterProductTiling tiling) =>
        kernels.Add(product.Name, new OuterProductKernel(kernels, product, tiling).WriteItem);

    /// <summary>The sum of a gradient over all images and pixels, as C#.</summary>
    /// <param name="isa">The instruction set.</param>
    /// <param name="product">The gradient's pixels.</param>
    /// <param name="dy">The gradient of the first pixel, as C#.</param>
    /// <param name="biasGradient">Room for the sums, as C#.</param>
    /// <param name="channels">How many.</param>
    public static string SumBias(Isa isa, OuterProduct product, string dy, string biasGradient, int channels)
    {
        var fan = product.Fan;
        var (rowStep, columnStep) = fan.Count == 1 ? (product.GradientRowStep, product.GradientColumnStep) : (fan.RowStep, fan.ColumnStep);
        return $"BiasGradient<{isa.For(product.BlockLanes).TypeArguments}>.Sum({dy}, {fan.Rows * product.Rows}, {rowStep},"
            + $" {fan.Columns * product.Columns}, {columnStep}, imageStride, count, {biasGradient}, {channels});";
    }

    private void WriteItem(CodeWriter code)
    {
        var (bias, biasArgument) = _product.HasBias ? ("float* biasGradient, ", "biasGradient, ") : ("", "");
        code.Line($"/// <summary>{_product.Summary} Item i is the i-th group of output channels.</summary>");
        using (code.Open($"private static void {_product.Name}(float* x, float* dy, float* kernelGradient, {bias}nint imageStride, int"
            + " count, int item)"))
        {
            var before = 0;
            foreach (var group in _tiling.Groups)
            {
                var index = before == 0 ? "item" : $"item - {before}";
                var call = $"{AddGroup(group)}(x, dy, kernelGradient, {biasArgument}imageStride, count, {index});";
                before += group.Count;
                if (before == _tiling.Items)
                {
                    code.Line(call);
                    break;
                }

                using (code.Open($"if (item < {before})"))
                {
                    code.Line(call);
                    code.Line("return;");
                }

                code.Line();
            }
        }
    }

    private string AddGroup(VectorGroup group) =>
        _kernels.Add($"{_product.Name}_{GroupName(group)}", code => WriteGroup(code, group));

    private string GroupName(VectorGroup group) => $"from{group.First * _isa.Lanes}x{group.Vectors * _isa.Lanes}";

    private void WriteGroup(CodeWriter code, VectorGroup group)
    {
        var bias = _product.HasBias ? "float* biasGradient, " : "";
        var channels = group.Vectors * _isa.Lanes;
        code.Line($"/// <summary>Channels {group.First * _isa.Lanes} + {channels} i to {group.First * _isa.Lanes} + {channels} i +"
            + $" {channels - 1} of the gradient, the images in order.</summary>");
        using (code.Open($"private static void {_product.Name}_{GroupName(group)}(float* x, float* dy, float* kernelGradient, {bias}nint"
            + " imageStride, int count, int i)"))
        {
            var gradient = $"{CodeWriter.At("dy", _product.GradientOffset + (group.First * _isa.Lanes))} +"
                + $" {CodeWriter.Times("i", channels)}";
            if (_product.HasBias)
            {
                var biasGradient = $"{CodeWriter.At("biasGradient", group.First * _isa.Lanes)} + {CodeWriter.Times("i", channels)}";
                code.Line(SumBias(_kernels.Isa, _product, gradient, biasGradient, channels));
            }

            using (KernelText.OpenFan(code, _product.Fan, Reduction.Count * _product.BlockLanes, out var kernel, out var pixel))
            {
                code.Line($"var dw = {_blocks.PointerTo("kernelGradient", group, "i")}{kernel};");
                code.Line($"var xi = {CodeWriter.At("x", _product.InputOffset)};");
                code.Line($"var dyi = {gradient}{pixel};");
                WriteImages(code, group);
            }
        }
    }

    private void WriteImages(CodeWriter code, VectorGroup group)
    {
        code.Line(_tiling.ImagesPerPass == 1
            ? "// An image at a time."
            : $"// {_tiling.ImagesPerPass} images at a time: their sums stay in registers for a whole pass.");
        using (code.Open(_tiling.ImagesPerPass == 1
            ? "for (var image = 0; image < count; image++)"
            : $"for (var image = 0; image < count; image += {_tiling.ImagesPerPass})"))
        {
            if (_tiling.ImagesPerPass > 1)
                code.Line($"var images = Math.Min({_tiling.ImagesPerPass}, count - image);");
            if (_tiling.LinesAhead > 0)
            {
                code.Line("// Each tile asks for a part of the next pass's input, since its own reads are too scattered for the"
                    + " processor to foresee.");
                code.Line($"var ahead = xi + {CodeWriter.Times("imageStride", _tiling.ImagesPerPass)};");
                code.Line($"var imagesAhead = Math.Min({_tiling.ImagesPerPass}, count - image - {_tiling.ImagesPerPass});");
            }

            foreach (var tile in _tiling.Tiles)
                WriteTileLoops(code, group, tile);
            code.Line($"xi += {CodeWriter.Times("imageStride", _tiling.ImagesPerPass)};");
            code.Line($"dyi += {CodeWriter.Times("imageStride", _tiling.ImagesPerPass)};");
        }
    }

    private void WriteTileLoops(CodeWriter code, VectorGroup group, RowTile tile)
    {
        var name = AddTile(group.Vectors, tile);
        var lanes = _product.BlockLanes;
        var (x, dw) = ("xi", "dw");
        var loops = new List<IDisposable>();
        if (tile.IsWholeRuns)
        {
            x = CodeWriter.At(x, tile.FirstRun * Reduction.OuterStep);
            dw = CodeWriter.At(dw, tile.FirstRun * Reduction.InnerCount * lanes);
            AddLoop("tile", tile.Count, tile.Runs * Reduction.OuterStep, tile.Rows * lanes);
        }
        else
        {
            x = CodeWriter.At(x, tile.FirstRow);
            dw = CodeWriter.At(dw, tile.FirstRow * lanes);
            AddLoop("kernelRow", Reduction.OuterCount, Reduction.OuterStep, Reduction.MiddleCount * Reduction.InnerCount * lanes);
            AddLoop("kernelColumn", Reduction.MiddleCount, Reduction.MiddleStep, Reduction.InnerCount * lanes);
            AddLoop("tile", tile.Count, tile.Rows, tile.Rows * lanes);
        }

        if (_tiling.LinesAhead > 0)
        {
            code.Line($"Prefetch.Lines(ahead, imageStride, imagesAhead, {_tiling.LinesAhead});");
            if (_tiling.Tiles.Sum(each => each.Tiles(Reduction)) > 1)
                code.Line($"ahead += {_tiling.LinesAhead * CacheLine.Floats};");
        }

        var images = _tiling.ImagesPerPass == 1 ? "1" : "images";
        code.Line($"{name}({x}, dyi, {dw}, imageStride, {images}, image == 0);");
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

    /// <summary>
    /// Adds one register tile <c>(float* x, float* dy, float* dw, [nint imageStride,] int images, bool isFirst[, float* next, nint
    /// nextStep])</c>; returns its name. Products that know the distance of their images take none.
    /// </summary>
    public string AddTile(int vectors, RowTile tile)
    {
        var name = $"{_product.Name}_{(tile.Runs > 1 ? $"{tile.Runs}x" : "")}{tile.RowsPerRun}x{vectors * _isa.Lanes}";
        return _kernels.Add(name, code => WriteTile(code, name, vectors, tile));
    }

    private void WriteTile(CodeWriter code, string name, int vectors, RowTile tile)
    {
        code.Line($"/// <summary>{tile.Rows} rows of the kernel x {vectors * _isa.Lanes} channels, summed over {_product.Rows} x"
            + $" {_product.Columns} pixels of each image in {tile.Rows * vectors} registers.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"private static void {name}(float* x, float* dy, float* dw,"
            + $" {(_product.ImageSteps is null ? "nint imageStride, " : "")}int images, bool"
            + $" isFirst{(LinesAhead == 0 ? "" : ", float* next, nint nextStep")})"))
        {
            for (var row = 0; row < tile.Rows; row++)
                code.Line(_isa.Declare(vectors, vector => $"a{row}_{vector}", _ => _isa.Zero));
            using (code.Open("if (!isFirst)"))
                ForEachSum((row, vector) => code.Line($"a{row}_{vector} = {_isa.Load(GradientAt(row, vector))};"));

            using (code.Open("for (; images > 0; images--)"))
            {
                WritePixels(code, vectors, tile);
                var (xWalked, dyWalked) = (_product.Rows * _product.InputRowStep, _product.Rows * _product.GradientRowStep);
                if (_product.ImageSteps is var (xStep, dyStep))
                {
                    code.Advance("x", xStep - xWalked);
                    code.Advance("dy", dyStep - dyWalked);
                    WriteReadAhead(code);
                }
                else
                {
                    code.Line($"x += imageStride{(xWalked == 0 ? "" : $" - {xWalked}")};");
                    code.Line($"dy += imageStride{(dyWalked == 0 ? "" : $" - {dyWalked}")};");
                }
            }

            ForEachSum((row, vector) => code.Line(_isa.Store($"a{row}_{vector}", GradientAt(row, vector))));
        }

        void ForEachSum(Action<int, int> write)
        {
            for (var row = 0; row < tile.Rows; row++)
            {
                for (var vector = 0; vector < vectors; vector++)
                    write(row, vector);
            }
        }
    }

    private void WriteReadAhead(CodeWriter code)
    {
        for (var line = 0; line < LinesAhead; line++)
            code.Line($"Prefetch.Far({CodeWriter.At("next", line * CacheLine.Floats)});");
        if (LinesAhead > 0)
            code.Line("next += nextStep;");
    }

    private void WritePixels(CodeWriter code, int vectors, RowTile tile)
    {
        IDisposable? rows = null;
        if (_product.Rows > 1)
            rows = code.Open($"for (var row = 0; row < {_product.Rows}; row++)");
        IDisposable? columns = null;
        if (_product.Columns > 1)
            columns = code.Open($"for (var column = 0; column < {_product.Columns}; column++)");

        for (var vector = 0; vector < vectors; vector++)
            code.Line($"var d{vector} = {_isa.Load(CodeWriter.At("dy", VectorOffset(vector)))};");
        for (var row = 0; row < tile.Rows; row++)
        {
            var value = $"x[{(row / tile.RowsPerRun * Reduction.OuterStep) + (row % tile.RowsPerRun)}]";
            var x = code.Share(_isa.Broadcast(value), $"x{row}", uses: vectors);
            for (var vector = 0; vector < vectors; vector++)
                code.Line($"a{row}_{vector} = {_isa.MultiplyAdd(x, $"d{vector}", $"a{row}_{vector}")};");
        }

        if (columns is not null)
        {
            code.Line($"x += {_product.InputColumnStep};");
            code.Line($"dy += {_product.GradientColumnStep};");
            columns.Dispose();
        }

        code.Advance("x", _product.InputRowStep - (columns is null ? 0 : _product.Columns * _product.InputColumnStep));
        code.Advance("dy", _product.GradientRowStep - (columns is null ? 0 : _product.Columns * _product.GradientColumnStep));
        rows?.Dispose();
    }

    private int VectorOffset(int vector) => vector * _isa.Lanes;

    private string GradientAt(int row, int vector) => CodeWriter.At(
        "dw",
        (row * _product.BlockLanes) + _blocks.VectorOffset(vector));
}
