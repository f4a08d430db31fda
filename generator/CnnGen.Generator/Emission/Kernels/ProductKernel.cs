using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// Writes a <see cref="Product"/>: a method that walks groups of channels, images and tiles, and one method per shape of register tile.
/// </summary>
internal sealed partial class ProductKernel
{
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
            if (tiling.TilesPerBand.Count > 0)
                WriteBands(code, tiling);
            else if (tiling.ImagesPerBand > 0)
                WriteBandsOfImages(code, tiling);
            else
                WriteGroups(code, tiling, "count");
        }
    }

    private void WriteGroups(CodeWriter code, ProductTiling tiling, string images)
    {
        foreach (var group in tiling.Groups)
            WriteGroup(code, tiling, group, images);
    }

    private void WriteBandsOfImages(CodeWriter code, ProductTiling tiling)
    {
        code.Line("// What the groups of channels read and write stays in cache while all of them pass.");
        using (code.Open($"for (var first = 0; first < count; first += {tiling.ImagesPerBand})"))
        {
            code.Line($"var images = Math.Min({tiling.ImagesPerBand}, count - first);");
            WriteGroups(code, tiling, "images");
            code.Line($"x += {CodeWriter.Times("imageStride", tiling.ImagesPerBand)};");
            code.Line($"y += {CodeWriter.Times("imageStride", tiling.ImagesPerBand)};");
        }
    }

    private void WriteBands(CodeWriter code, ProductTiling tiling)
    {
        code.Line("// What the groups of channels read and write stays in cache while all of them pass.");
        using (code.Open("for (var image = 0; image < count; image++, x += imageStride, y += imageStride)"))
        {
            for (var i = 0; i < tiling.Regions.Count; i++)
            {
                var (region, perBand) = (tiling.Regions[i], tiling.TilesPerBand[i]);
                var tiles = region.Rows > region.TileRows ? region.Rows / region.TileRows : region.Columns / region.TileColumns;
                using (tiles == 1 ? (CodeWriter.Block?)null : code.Open($"for (var band = 0; band < {tiles}; band += {perBand})"))
                {
                    if (tiles > 1)
                        code.Line($"var end = {(tiles % perBand == 0 ? $"band + {perBand}" : $"Math.Min(band + {perBand}, {tiles})")};");
                    foreach (var group in tiling.Groups)
                    {
                        using (code.Repeat("group", group.Count, out var index))
                        using (OpenFan(code, out var pixel))
                        {
                            WritePointers(code, group, index, pixel);
                            WriteRegion(code, group, region, tiles > 1 ? ("band", "end") : null);
                        }
                    }
                }
            }
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
                using (OpenFan(code, out var pixel))
                {
                    WritePointers(code, group, "group", pixel);
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
    private void WritePointers(CodeWriter code, VectorGroup group, string index, (string Kernel, string Output) pixel)
    {
        var channels = group.Vectors * _isa.Lanes;
        var firstChannel = group.First * _isa.Lanes;
        code.Line($"var w = {_blocks.PointerTo("kernel", group, index)}{pixel.Kernel};");
        if (_product.HasChannelOperand)
            code.Line($"var b = {CodeWriter.Plus(CodeWriter.At("bias", firstChannel), CodeWriter.Times(index, channels))};");
        code.Line($"var xi = {CodeWriter.At("x", _product.InputOffset)};");
        var output = CodeWriter.At("y", _product.OutputOffset + firstChannel);
        code.Line($"var yi = {CodeWriter.Plus(output, CodeWriter.Times(index, channels))}{pixel.Output};");
    }

    private CodeWriter.Block? OpenFan(CodeWriter code, out (string Kernel, string Output) pixel) =>
        KernelText.OpenFan(code, _product.Fan, _product.Reduction.Count * _product.BlockLanes, out pixel.Kernel, out pixel.Output);

    private void WriteGroup(CodeWriter code, ProductTiling tiling, VectorGroup group, string images)
    {
        var channels = group.Vectors * _isa.Lanes;
        code.Line($"// {group.Count} x {channels} output channels: their"
            + $" {CodeWriter.Count(sizeof(float) * (long)channels * _product.Reduction.Count)} bytes of the kernel stay in cache while the"
            + " images pass.");
        using (code.Repeat("group", group.Count, out var index))
        using (OpenFan(code, out var pixel))
        {
            WritePointers(code, group, index, pixel);
            if (_product.PixelsAreImages)
                WriteImageTiles(code, group, tiling.Regions[0].TileColumns);
            else
                WriteImages(code, group, tiling.Regions, images);
        }
    }

    private void WriteImages(CodeWriter code, VectorGroup group, EquatableArray<PixelRegion> regions, string images)
    {
        using (code.Open($"for (var image = 0; image < {images}; image++)"))
        {
            foreach (var region in regions)
                WriteRegion(code, group, region);
            code.Line("xi += imageStride;");
            code.Line("yi += imageStride;");
        }
    }

    /// <summary>The tiles of a region, or of those below each other (in a single row, beside each other) some.</summary>
    private void WriteRegion(CodeWriter code, VectorGroup group, PixelRegion region, (string First, string End)? some = null)
    {
        var tile = AddTile(region.TileRows, region.TileColumns, group.Vectors);
        var (x, y) = StartOf(region);
        var loops = new List<IDisposable>();
        if (region.Rows > region.TileRows)
        {
            AddLoop(
                "row", region.Rows / region.TileRows, region.TileRows * _product.InputRowStep, region.TileRows * _product.OutputRowStep);
            some = null;
        }

        if (region.Columns > region.TileColumns)
        {
            AddLoop("column", region.Columns / region.TileColumns, region.TileColumns * _product.InputColumnStep,
                region.TileColumns * _product.OutputColumnStep);
        }

        void AddLoop(string variable, int count, int xStep, int yStep)
        {
            var (first, end) = some ?? ("0", $"{count}");
            loops.Add(code.Open($"for (var {variable} = {first}; {variable} < {end}; {variable}++)"));
            x += $" + {variable} * {xStep}";
            y += $" + {variable} * {yStep}";
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
}
