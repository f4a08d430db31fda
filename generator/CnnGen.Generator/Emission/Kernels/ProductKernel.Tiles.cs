using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>The register tiles.</summary>
internal sealed partial class ProductKernel
{
    /// <summary>Floats between what a tile of <see cref="ReadAhead.OwnStream"/> reads of the kernel and what it asks for.</summary>
    private const int StreamAhead = 2048;

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
