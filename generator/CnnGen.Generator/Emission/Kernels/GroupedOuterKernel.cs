using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// Writes a <see cref="GroupedOuterProduct"/>: a method that takes one work item (a block of channels), and the register tiles: all columns
/// of a row of taps, and some inputs of a group, summed over one image.
/// </summary>
internal sealed class GroupedOuterKernel
{
    private readonly KernelSet _kernels;
    private readonly Isa _isa;
    private readonly KernelBlocks _blocks;
    private readonly GroupInputs _inputs;
    private readonly TiledGroupedOuterProduct _kernel;
    private readonly GroupedOuterTiling _tiling;

    private GroupedOuterKernel(KernelSet kernels, TiledGroupedOuterProduct kernel, int target)
    {
        (_kernels, _kernel, _tiling) = (kernels, kernel, kernel.Tilings[target]);
        _isa = kernels.Isa.For(Plain.BlockLanes);
        _blocks = new KernelBlocks(_isa, Plain.BlockLanes, Plain.BlockFloats * Depth);
        _inputs = new GroupInputs(_isa, kernel.Product.Groups);
    }

    private DepthwiseOuterProduct Plain => _kernel.Product.Plain;

    private int Depth => _kernel.Product.Groups.Inputs;

    private int PixelStep => Plain.Input.StrideWidth * Plain.Input.ColumnStep;

    /// <summary>
    /// Adds the kernel <c>(float* x, float* dy, float* kernelGradient, [float* biasGradient,] nint imageStride, int count, int item)</c>;
    /// returns its name.
    /// </summary>
    public static string Add(KernelSet kernels, TiledGroupedOuterProduct kernel, int target) =>
        kernels.Add(kernel.Name, code => new GroupedOuterKernel(kernels, kernel, target).WriteItem(code));

    private void WriteItem(CodeWriter code)
    {
        var bias = Plain.HasBias ? "float* biasGradient, " : "";
        var (perBlock, lanes) = (Plain.BlockLanes / _isa.Lanes, Plain.BlockLanes);
        code.Line($"/// <summary>{_kernel.Summary} Item i is the i-th block of {lanes} channels.</summary>");
        using (code.Open(
            $"private static void {_kernel.Name}(float* x, float* dy, float* kernelGradient, {bias}nint imageStride, int count, int item)"))
        using (code.Open($"for (var vector = item * {perBlock}; vector < item * {perBlock} + {perBlock}; vector++)"))
        {
            code.Line($"var dw = {_blocks.PointerTo("kernelGradient", new VectorGroup(0, 1, Plain.Blocks * perBlock), "vector")};");
            code.Line($"var xi = {CodeWriter.At("x", Plain.Input.Offset)} + {_inputs.OffsetOf("vector")};");
            code.Line($"var dyi = {CodeWriter.At("dy", Plain.GradientOffset)} + vector * {_isa.Lanes};");
            if (Plain.HasBias)
            {
                code.Line($"BiasGradient<{_isa.TypeArguments}>.Sum(dyi, {Plain.Rows}, {Plain.GradientRowStep}, {Plain.Columns},"
                    + $" {Plain.GradientColumnStep}, imageStride, count, biasGradient + vector * {_isa.Lanes}, {_isa.Lanes});");
            }

            using (code.Open("for (var image = 0; image < count; image++, xi += imageStride, dyi += imageStride)"))
                WriteTiles(code);
        }
    }

    private void WriteTiles(CodeWriter code)
    {
        var rowFloats = Plain.KernelColumns * Depth * Plain.BlockLanes;
        var (rowOfX, rowOfDw) = ("", "");
        using (Plain.KernelRows == 1
            ? (CodeWriter.Block?)null
            : code.Open($"for (var kernelRow = 0; kernelRow < {Plain.KernelRows}; kernelRow++)"))
        {
            if (Plain.KernelRows > 1)
                (rowOfX, rowOfDw) = ($" + kernelRow * {Plain.Input.TapRowStep}", $" + kernelRow * {rowFloats}");
            if (_inputs.AreSpread)
            {
                for (var first = 0; first < Depth; first += _tiling.Terms)
                    code.Line($"{AddTile(first)}(xi{rowOfX}, dyi, {CodeWriter.At("dw", first * Plain.BlockLanes)}{rowOfDw}, image == 0);");
                return;
            }

            using (code.Open($"for (var term = 0; term < {Depth}; term += {_tiling.Terms})"))
                code.Line($"{AddTile(0)}(xi{rowOfX} + term, dyi, dw{rowOfDw} + term * {Plain.BlockLanes}, image == 0);");
        }
    }

    private string AddTile(int firstTerm)
    {
        var name = $"{_kernel.Name}_{Plain.KernelColumns}x{_tiling.Terms}x{_isa.Lanes}{(firstTerm == 0 ? "" : $"_from{firstTerm}")}";
        return _kernels.Add(name, code => WriteTile(code, name, firstTerm));
    }

    private void WriteTile(CodeWriter code, string name, int firstTerm)
    {
        var sums = Plain.KernelColumns * _tiling.Terms;
        code.Line($"/// <summary>{Plain.KernelColumns} taps x {_tiling.Terms} inputs of {_isa.Lanes} channels, summed over the"
            + $" {Plain.Rows} x {Plain.Columns} pixels of an image in {sums} registers.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"private static void {name}(float* x, float* dy, float* dw, bool isFirst)"))
        {
            ForEachSum((sum, _) => code.Line($"var {sum} = {_isa.Zero};"));
            using (code.Open("if (!isFirst)"))
                ForEachSum((sum, at) => code.Line($"{sum} = {_isa.Load(at)};"));
            using (Plain.Rows == 1 ? (CodeWriter.Block?)null : code.Open($"for (var row = 0; row < {Plain.Rows}; row++)"))
                WriteRow(code, firstTerm);
            ForEachSum((sum, at) => code.Line(_isa.Store(sum, at)));
        }

        void ForEachSum(Action<string, string> write)
        {
            for (var tap = 0; tap < Plain.KernelColumns; tap++)
            {
                for (var term = 0; term < _tiling.Terms; term++)
                    write($"a{tap}_{term}", CodeWriter.At("dw", ((tap * Depth) + term) * Plain.BlockLanes));
            }
        }
    }

    /// <summary>One row of pixels: as many at a time as share their inputs, then those that are left.</summary>
    private void WriteRow(CodeWriter code, int firstTerm)
    {
        var (times, rest) = (Plain.Columns / _tiling.Pixels, Plain.Columns % _tiling.Pixels);
        using (code.Open($"for (var column = 0; column < {times}; column++)"))
        {
            WritePixels(code, _tiling.Pixels, firstTerm);
            code.Advance("x", _tiling.Pixels * PixelStep);
            code.Advance("dy", _tiling.Pixels * Plain.GradientColumnStep);
        }

        if (rest > 0)
        {
            using (code.Open($"// The last {rest}."))
                WritePixels(code, rest, firstTerm);
        }

        var walked = times * _tiling.Pixels;
        code.Advance("x", (Plain.Input.StrideHeight * Plain.Input.RowStep) - (walked * PixelStep));
        code.Advance("dy", Plain.GradientRowStep - (walked * Plain.GradientColumnStep));
    }

    /// <summary>
    /// Each input is loaded once and goes to all taps that it is under, from left to right, so that a tap meets the pixels in order.
    /// </summary>
    private void WritePixels(CodeWriter code, int pixels, int firstTerm)
    {
        for (var pixel = 0; pixel < pixels; pixel++)
            code.Line($"var d{pixel} = {_isa.Load(CodeWriter.At("dy", pixel * Plain.GradientColumnStep))};");
        for (var input = 0; input < Plain.Input.InputsOf(Plain.KernelColumns, pixels); input++)
        {
            var meets = Plain.Input.Meeting(input, Plain.KernelColumns, pixels).ToList();
            for (var term = 0; term < _tiling.Terms && meets.Count > 0; term++)
            {
                var name = $"x{input}_{term}";
                code.Line($"var {name} = {_inputs.Term("x", input * Plain.Input.ColumnStep, firstTerm + term)};");
                foreach (var (tap, pixel) in meets)
                    code.Line($"a{tap}_{term} = {_isa.MultiplyAdd(name, $"d{pixel}", $"a{tap}_{term}")};");
            }
        }
    }
}
