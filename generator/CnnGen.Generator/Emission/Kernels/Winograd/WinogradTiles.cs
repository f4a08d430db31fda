using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels.Winograd;

/// <summary>
/// Calls of the library's transforms of one tile, or of rows of a block of a kernel, which take steps as arguments and know no shapes.
/// </summary>
/// <param name="isa">The instruction set; blocks that are narrower than its vectors have transforms of their width.</param>
internal sealed class WinogradTiles(Isa isa)
{
    /// <summary>(m + 2) x (m + 2) pixels to their frequencies.</summary>
    /// <param name="tile">m of F(m x m, 3 x 3).</param>
    /// <param name="x">The pixels' plane.</param>
    /// <param name="pixels">The first pixel, as C#.</param>
    /// <param name="frequencies">Room for the first frequency, as C#.</param>
    /// <param name="frequencyStep">Floats from one frequency to the next.</param>
    public string Input(int tile, PixelPlane x, string pixels, string frequencies, int frequencyStep) =>
        ToFrequencies("WinogradInput", tile, x, pixels, frequencies, frequencyStep);

    /// <summary>m x m pixels of an output's gradient to their frequencies; see <see cref="Input"/>.</summary>
    public string Gradient(int tile, PixelPlane dy, string pixels, string frequencies, int frequencyStep) =>
        ToFrequencies("WinogradGradient", tile, dy, pixels, frequencies, frequencyStep);

    /// <summary>
    /// Frequencies to the first <paramref name="rows"/> x <paramref name="columns"/> pixels of a tile, or to the maxima of those that are
    /// pooled; null where there are none, since what is left of a window at the edge is not pooled.
    /// </summary>
    public string? Output(WinogradProduct product, int rows, int columns, string frequencies, string operand, string pixels)
    {
        var (y, tile) = (product.Output, product.Grid.Tile);
        (rows, columns) = (rows - (rows % product.Pooling), columns - (columns % product.Pooling));
        if (rows == 0 || columns == 0)
            return null;
        var transform = $"WinogradOutput<{TypeArguments(y.BlockLanes)}>";
        var source = $"{frequencies}, {product.OutputFrequencyStep}, {operand}";
        var steps = $"{y.RowStep}, {y.ColumnStep}, {y.ColumnStep}";
        if (product.Pooling == tile)
            return $"{transform}.Pooled{Square(tile)}<{Epilogue(product)}>({source}, {pixels}, {y.ColumnStep});";
        return product.Pooling > 1
            ? $"{transform}.Pooled{Square(tile)}<{Epilogue(product)}>({source}, {pixels}, {steps}, {rows}, {columns});"
            : $"{transform}.Tile{Square(tile)}<Extent{columns}, {Epilogue(product)}>({source}, {product.Derivative?.Output.RowStep ?? 0},"
                + $" {pixels}, {steps}, {rows});";
    }

    /// <summary>Nine taps of the rows of one block of a kernel to their frequencies, in a panel.</summary>
    /// <param name="kernel">The transformed kernel.</param>
    /// <param name="blockLanes">Output channels of a block.</param>
    /// <param name="pastCaches">Whether the frequencies are too many for the caches; vectors that are whole cache lines are then stored
    /// past them.</param>
    /// <param name="taps">The first tap, as C#.</param>
    /// <param name="frequencies">Room for the first frequency, as C#.</param>
    public string Kernel(WinogradKernel kernel, int blockLanes, bool pastCaches, string taps, string frequencies)
    {
        var store = pastCaches && isa.For(blockLanes).Lanes == CacheLine.Floats ? "PastCaches" : "ThroughCaches";
        return $"WinogradKernel<{TypeArguments(blockLanes)}>.Tile{Square(kernel.Tile)}<{store}>({taps}, {kernel.Rows * blockLanes},"
            + $" {blockLanes}, {frequencies}, {kernel.PanelLanes}, {kernel.FrequencyStep}, {kernel.Rows});";
    }

    /// <summary>Sums of frequencies, added to the gradients of nine taps.</summary>
    /// <param name="sums">The transformed kernel's gradient.</param>
    /// <param name="blockLanes">Output channels of a block.</param>
    /// <param name="frequencies">The first frequency, as C#.</param>
    /// <param name="taps">The first tap's gradient, as C#.</param>
    /// <param name="tapStep">Floats from one tap's gradient to the next.</param>
    public string KernelGradient(WinogradKernel sums, int blockLanes, string frequencies, string taps, int tapStep) =>
        $"WinogradKernelGradient<{TypeArguments(blockLanes)}>.Tile{Square(sums.Tile)}({frequencies}, {sums.FrequencyStep}, {taps},"
        + $" {tapStep}, {sums.Rows * blockLanes});";

    private string ToFrequencies(string transform, int tile, PixelPlane x, string pixels, string frequencies, int frequencyStep) =>
        $"{transform}<{TypeArguments(x.BlockLanes)}>.Tile{Square(tile)}({pixels}, {x.RowStep}, {x.ColumnStep}, {frequencies},"
        + $" {frequencyStep}, {x.ColumnStep});";

    /// <summary>Adds a number of floats as a type, which a transform knows at compile time; returns its name.</summary>
    public static string AddDistance(KernelSet kernels, int floats) => kernels.Add(DistanceName(floats), code =>
    {
        code.Line($"/// <summary>{floats} floats.</summary>");
        using (code.Open($"private readonly struct {DistanceName(floats)} : IDistance"))
        {
            code.Line("/// <inheritdoc/>");
            code.Line($"public static nint Floats => {floats};");
        }
    });

    private static string DistanceName(int floats) => $"Distance{floats}";

    private static string Epilogue(WinogradProduct product) => product.Derivative is { } derivative
        ? $"Derived<{derivative.Function}Function>"
        : product.ShiftOffset > 0 ? $"Scaled<{product.Activation}Function, {DistanceName(product.ShiftOffset)}>"
        : $"{(product.HasBias ? "Biased" : "Activated")}<{product.Activation}Function>";

    private string TypeArguments(int blockLanes) => isa.For(blockLanes).TypeArguments;

    private static string Square(int tile) => $"{tile}x{tile}";
}
