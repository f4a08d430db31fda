using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// Writes a <see cref="Product"/>: a method that walks groups of channels, images and tiles, and one method per shape of register tile.
/// </summary>
internal sealed class ProductKernel
{
    /// <summary>Floats between what a tile of <see cref="ReadAhead.OwnStream"/> reads of the kernel and what it asks for.</summary>
    private const int StreamAhead = 2048;

    private readonly KernelSet _kernels;
    private readonly Isa _isa;
    private readonly KernelBlocks _blocks;
    private readonly Product _product;
    private readonly int _unroll;
    private readonly ReadAhead _ahead;

    private ProductKernel(KernelSet kernels, Product product, int unroll, ReadAhead ahead = ReadAhead.None)
    {
        (_kernels, _product, _unroll, _ahead) = (kernels, product, unroll, ahead);
        _isa = kernels.Isa.For(product.BlockLanes);
        _blocks = new KernelBlocks(_isa, product.BlockLanes, product.BlockFloats);
    }

    /// <summary>
    /// Adds the kernel <c>(float* x, float* kernel, [float* bias,] float* y, nint imageStride, int count)</c>; returns its name.
    /// </summary>
    public static string Add(KernelSet kernels, Product product, ProductTiling tiling) =>
        kernels.Add(product.Name, code => new ProductKernel(kernels, product, tiling.Unroll).WriteWalk(code, tiling));

    /// <summary>
    /// Adds a work item of one image <c>(float* x, float* kernel, [float* bias,] float* y, int item)</c>; returns its name.
    /// </summary>
    public static string AddPart(KernelSet kernels, Product product, ProductTiling tiling, ProductSplit split) =>
        kernels.Add($"{product.Name}_Part", code => new ProductKernel(kernels, product, tiling.Unroll).WritePart(code, tiling, split));

    /// <summary>
    /// Adds one register tile <c>(float* x, float* w, [float* b,] float* y[, nint imageStride][, float* next])</c> of a product; returns
    /// its name.
    /// </summary>
    public static string AddTile(KernelSet kernels, Product product, int unroll, int rows, int columns, int vectors, ReadAhead ahead) =>
        new ProductKernel(kernels, product, unroll, ahead).AddTile(rows, columns, vectors);

    private void WriteWalk(CodeWriter code, ProductTiling tiling)
    {
        var bias = _product.HasChannelOperand ? "float* bias, " : "";
        code.Line($"/// <summary>{_product.Summary}</summary>");
        using (code.Open($"private static void {_product.Name}(float* x, float* kernel, {bias}float* y, nint imageStride, int count)"))
        {
            foreach (var group in tiling.Groups)
                WriteGroup(code, tiling, group);
        }
    }

    private void WritePart(CodeWriter code, ProductTiling tiling, ProductSplit split)
    {
        var count = split.Groups.Sum(group => group.Count);
        var bias = _product.HasChannelOperand ? "float* bias, " : "";
        code.Line($"/// <summary>One of {split.Items} parts of the same for one image: some of the groups of channels, and of the"
            + " tiles.</summary>");
        using (code.Open($"private static void {_product.Name}_Part(float* x, float* kernel, {bias}float* y, int item)"))
        {
            if (split.Bands > 1)
                code.Line($"var band = item % {split.Bands};");
            var (first, end) = WorkItems.Range(0, count, split.GroupItems, split.Bands > 1 ? $"(item / {split.Bands})" : "item");
            code.Line($"var firstGroup = {first};");
            code.Line($"var endGroup = {end};");
            var before = 0;
            foreach (var group in split.Groups)
            {
                var (firstOwn, endOwn) = split.Groups.Count == 1
                    ? ("firstGroup", "endGroup")
                    : ($"Math.Max(firstGroup - {before}, 0)", $"Math.Min(endGroup - {before}, {group.Count})");
                using (code.Open($"for (var group = {firstOwn}; group < {endOwn}; group++)"))
                {
                    WritePointers(code, group, "group");
                    if (_product.PixelsAreImages)
                        code.Line($"{AddTile(1, 1, group.Vectors)}(xi, w, {(_product.HasChannelOperand ? "b, " : "")}yi, 0);");
                    else
                        WriteBand(code, tiling, group, split.Bands);
                }

                before += group.Count;
            }
        }
    }

    private void WriteBand(CodeWriter code, ProductTiling tiling, VectorGroup group, int bands)
    {
        foreach (var region in tiling.Regions)
        {
            if (bands == 1)
            {
                WriteRegion(code, group, region);
                continue;
            }

            var (x, y) = StartOf(region);
            var (rows, columns) = (region.Rows / region.TileRows, region.Columns / region.TileColumns);
            var (first, end) = WorkItems.Range(0, rows * columns, bands, "band");
            using (code.Open($"for (var tile = {first}; tile < {end}; tile++)"))
            {
                if (rows > 1)
                {
                    var row = columns > 1 ? $"tile / {columns}" : "tile";
                    x += $" + {row} * {region.TileRows * _product.InputRowStep}";
                    y += $" + {row} * {region.TileRows * _product.OutputRowStep}";
                }

                if (columns > 1)
                {
                    var column = rows > 1 ? $"tile % {columns}" : "tile";
                    x += $" + {column} * {region.TileColumns * _product.InputColumnStep}";
                    y += $" + {column} * {region.TileColumns * _product.OutputColumnStep}";
                }

                code.Line($"{AddTile(region.TileRows, region.TileColumns, group.Vectors)}({x}, w,"
                    + $" {(_product.HasChannelOperand ? "b, " : "")}{y});");
            }
        }
    }

    /// <summary>
    /// Pointers to a group's part of kernel (<c>w</c>), bias (<c>b</c>) and output (<c>yi</c>), and to the input (<c>xi</c>).
    /// </summary>
    private void WritePointers(CodeWriter code, VectorGroup group, string index)
    {
        var channels = group.Vectors * _isa.Lanes;
        var firstChannel = group.First * _isa.Lanes;
        code.Line($"var w = {_blocks.PointerTo("kernel", group, index)};");
        if (_product.HasChannelOperand)
            code.Line($"var b = {CodeWriter.Plus(CodeWriter.At("bias", firstChannel), CodeWriter.Times(index, channels))};");
        code.Line($"var xi = {CodeWriter.At("x", _product.InputOffset)};");
        var output = CodeWriter.At("y", _product.OutputOffset + firstChannel);
        code.Line($"var yi = {CodeWriter.Plus(output, CodeWriter.Times(index, channels))};");
    }

    private void WriteGroup(CodeWriter code, ProductTiling tiling, VectorGroup group)
    {
        var channels = group.Vectors * _isa.Lanes;
        code.Line($"// {group.Count} x {channels} output channels: their"
            + $" {CodeWriter.Count(sizeof(float) * (long)channels * _product.Reduction.Count)} bytes of the kernel stay in cache while the"
            + " images pass.");
        using (code.Repeat("group", group.Count, out var index))
        {
            WritePointers(code, group, index);
            if (_product.PixelsAreImages)
                WriteImageTiles(code, group, tiling.Regions[0].TileColumns);
            else
                WriteImages(code, group, tiling.Regions);
        }
    }

    private void WriteImages(CodeWriter code, VectorGroup group, EquatableArray<PixelRegion> regions)
    {
        using (code.Open("for (var image = 0; image < count; image++)"))
        {
            foreach (var region in regions)
                WriteRegion(code, group, region);
            code.Line("xi += imageStride;");
            code.Line("yi += imageStride;");
        }
    }

    private void WriteRegion(CodeWriter code, VectorGroup group, PixelRegion region)
    {
        var tile = AddTile(region.TileRows, region.TileColumns, group.Vectors);
        var (x, y) = StartOf(region);
        var loops = new List<IDisposable>();
        if (region.Rows > region.TileRows)
        {
            loops.Add(code.Open($"for (var row = 0; row < {region.Rows / region.TileRows}; row++)"));
            x += $" + row * {region.TileRows * _product.InputRowStep}";
            y += $" + row * {region.TileRows * _product.OutputRowStep}";
        }

        if (region.Columns > region.TileColumns)
        {
            loops.Add(code.Open($"for (var column = 0; column < {region.Columns / region.TileColumns}; column++)"));
            x += $" + column * {region.TileColumns * _product.InputColumnStep}";
            y += $" + column * {region.TileColumns * _product.OutputColumnStep}";
        }

        code.Line($"{tile}({x}, w, {(_product.HasChannelOperand ? "b, " : "")}{y});");
        loops.Reverse();
        foreach (var loop in loops)
            loop.Dispose();
    }

    /// <summary>A region's first pixel in input and output, as C#.</summary>
    private (string X, string Y) StartOf(PixelRegion region) => (
        CodeWriter.At("xi", (region.Row * _product.InputRowStep) + (region.Column * _product.InputColumnStep)),
        CodeWriter.At("yi", (region.Row * _product.OutputRowStep) + (region.Column * _product.OutputColumnStep)));

    private void WriteImageTiles(CodeWriter code, VectorGroup group, int images)
    {
        var bias = _product.HasChannelOperand ? "b, " : "";
        code.Line("var image = 0;");
        if (images > 1)
        {
            using (code.Open($"for (; image <= count - {images}; image += {images})"))
                WriteImageTile(AddTile(1, images, group.Vectors), images);
        }

        using (code.Open("for (; image < count; image++)"))
            WriteImageTile(AddTile(1, 1, group.Vectors), 1);

        void WriteImageTile(string tile, int step)
        {
            code.Line($"{tile}(xi, w, {bias}yi, imageStride);");
            code.Line($"xi += {CodeWriter.Times("imageStride", step)};");
            code.Line($"yi += {CodeWriter.Times("imageStride", step)};");
        }
    }

    private string AddTile(int rows, int columns, int vectors)
    {
        var name = $"{_product.TileName}_{rows}x{columns}x{vectors * _isa.Lanes}{(_ahead == ReadAhead.OwnStream ? "_Stream" : "")}";
        return _kernels.Add(name, code => WriteTile(code, name, rows, columns, vectors));
    }

    private void WriteTile(CodeWriter code, string name, int rows, int columns, int vectors)
    {
        var bias = _product.HasChannelOperand ? "float* b, " : "";
        var stride = _product.PixelsAreImages ? ", nint imageStride" : "";
        var what = _product.PixelsAreImages ? $"{columns} images" : $"{rows} x {columns} pixels";
        code.Line($"/// <summary>{what} x {vectors * _isa.Lanes} channels, {_product.Reduction.Count} terms each, in"
            + $" {rows * columns * vectors} registers.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open(
            $"private static void {name}(float* x, float* w, {bias}float* y{stride}{(_ahead == ReadAhead.Given ? ", float* next" : "")})"))
        {
            var pixels = rows * columns;
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                code.Line(_isa.Declare(
                    vectors,
                    vector => $"a{pixel}_{vector}",
                    vector => _product.HasBias ? _isa.Load(CodeWriter.At("b", vector * _isa.Lanes)) : _isa.Zero));
            }

            if (_product.PixelsAreImages)
            {
                for (var pixel = 1; pixel < pixels; pixel++)
                    code.Line($"var x{pixel} = x + {CodeWriter.Times("imageStride", pixel)};");
            }

            if (_product.Reduction.Count > 0)
                WriteReduction(code, columns, pixels, vectors);
            if (_product.ShiftOffset > 0)
                WriteScaling(code, pixels, vectors);
            var sums =
                from pixel in Enumerable.Range(0, pixels)
                from vector in Enumerable.Range(0, vectors)
                select ($"a{pixel}_{vector}", OutputOf(pixel, columns, vector));
            ActivationText.WriteStores(code, _isa, _product.Activation, [.. sums]);
        }
    }

    /// <summary>Sums times factors plus shifts, by channel.</summary>
    private void WriteScaling(CodeWriter code, int pixels, int vectors)
    {
        for (var vector = 0; vector < vectors; vector++)
        {
            code.Line($"var scale{vector} = {_isa.Load(CodeWriter.At("b", vector * _isa.Lanes))};");
            code.Line($"var shift{vector} = {_isa.Load(CodeWriter.At("b", _product.ShiftOffset + (vector * _isa.Lanes)))};");
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var sum = $"a{pixel}_{vector}";
                code.Line($"{sum} = {_isa.MultiplyAdd(sum, $"scale{vector}", $"shift{vector}")};");
            }
        }
    }

    private void WriteReduction(CodeWriter code, int columns, int pixels, int vectors)
    {
        var reduction = _product.Reduction;
        var loops = new List<IDisposable>();
        if (reduction.OuterCount > 1)
            loops.Add(code.Open($"for (var kernelRow = 0; kernelRow < {reduction.OuterCount}; kernelRow++)"));
        if (reduction.MiddleCount > 1)
            loops.Add(code.Open($"for (var kernelColumn = 0; kernelColumn < {reduction.MiddleCount}; kernelColumn++)"));

        var isLoop = _unroll < reduction.InnerCount;
        if (isLoop)
        {
            code.Line($"var end = x + {reduction.InnerCount};");
            using (code.Open("do"))
                WriteTerms(code, columns, pixels, vectors);
            code.Line("while (x < end);");
        }
        else
        {
            WriteTerms(code, columns, pixels, vectors);
        }

        if (reduction.MiddleCount > 1)
        {
            code.Advance("x", reduction.MiddleStep - reduction.InnerCount);
            loops[^1].Dispose();
            loops.RemoveAt(loops.Count - 1);
            code.Advance("x", reduction.OuterStep - (reduction.MiddleCount * reduction.MiddleStep));
        }
        else if (reduction.OuterCount > 1)
        {
            code.Advance("x", reduction.OuterStep - reduction.InnerCount);
        }

        foreach (var loop in loops)
            loop.Dispose();
    }

    private void WriteTerms(CodeWriter code, int columns, int pixels, int vectors)
    {
        for (var term = 0; term < _unroll; term++)
        {
            for (var vector = 0; vector < vectors; vector++)
            {
                var offset = _blocks.VectorOffset(vector) + (term * _product.BlockLanes);
                code.Line($"var w{term}_{vector} = {_isa.Load(CodeWriter.At("w", offset))};");
            }

            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var x = code.Share(_isa.Broadcast(InputOf(pixel, columns, term)), $"x{term}_{pixel}", uses: vectors);
                for (var vector = 0; vector < vectors; vector++)
                    code.Line($"a{pixel}_{vector} = {_isa.MultiplyAdd(x, $"w{term}_{vector}", $"a{pixel}_{vector}")};");
            }
        }

        WriteReadAhead(code, vectors);
        code.Line($"w += {_unroll * _product.BlockLanes};");
        code.Line($"x += {_unroll};");
        if (_product.PixelsAreImages)
        {
            for (var pixel = 1; pixel < pixels; pixel++)
                code.Line($"x{pixel} += {_unroll};");
        }
    }

    private void WriteReadAhead(CodeWriter code, int vectors)
    {
        switch (_ahead)
        {
            case ReadAhead.Given:
                code.Line("Prefetch.Far(next);");
                code.Line($"next += {CacheLine.Floats};");
                break;

            case ReadAhead.OwnStream:
                var offsets =
                    from term in Enumerable.Range(0, _unroll)
                    from vector in Enumerable.Range(0, vectors)
                    select (term * _product.BlockLanes) + _blocks.VectorOffset(vector);
                foreach (var offset in offsets.Where(offset => offset % CacheLine.Floats == 0))
                    code.Line($"Prefetch.Near({CodeWriter.At("w", StreamAhead + offset)});");
                break;
        }
    }

    private string InputOf(int pixel, int columns, int term) => _product.PixelsAreImages
        ? $"x{(pixel == 0 ? "" : $"{pixel}")}[{term}]"
        : $"x[{(pixel / columns * _product.InputRowStep) + (pixel % columns * _product.InputColumnStep) + term}]";

    private string OutputOf(int pixel, int columns, int vector)
    {
        var channel = vector * _isa.Lanes;
        if (_product.PixelsAreImages)
            return CodeWriter.At(pixel == 0 ? "y" : $"y + {CodeWriter.Times("imageStride", pixel)}", channel);
        return CodeWriter.At("y", (pixel / columns * _product.OutputRowStep) + (pixel % columns * _product.OutputColumnStep) + channel);
    }
}
