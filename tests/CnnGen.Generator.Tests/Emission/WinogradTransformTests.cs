using System.Runtime.InteropServices;
using CnnGen.Generator.Emission.Kernels.Winograd;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>
/// The transforms as they are emitted: with any two unit vectors between them, products of frequencies are a correlation with three taps,
/// in both dimensions, and for the other pair of transforms its gradient. Both are linear in either vector, so this is all there is to
/// show.
/// </summary>
public class WinogradTransformTests
{
    /// <summary>The constants of F(4 x 4, 3 x 3), such as 1/6 and 1/24, are rounded, and so are their products.</summary>
    private const double Tolerance = 2e-6;

    private static readonly int[] Tiles = [2, 4];
    private static readonly int[] Widths = [1, 4, 8, 16, 32];

    private static readonly Lazy<(
        CompiledKernels Kernels, Dictionary<(Target Target, int Tile, int Channels), Names> Names)> Compiled = new(() =>
    {
        var names = new Dictionary<(Target, int, int), Names>();
        var compiled = new CompiledKernels(kernels =>
        {
            foreach (var (tile, channels) in Tiles.SelectMany(tile => Widths.Select(channels => (tile, channels))))
            {
                var lanes = Lanes(channels);
                // Of the layer, only tile, blocks, bias and activation count.
                var plane = new PixelPlane(0, 0, 0, lanes);
                var product = new WinogradProduct(
                    "", "", new(tile, tile, tile), plane, plane, 1, 1, HasBias: false, ActivationFunction.Linear, StripsPerBlock: 1);
                names[(kernels.Isa.Target, tile, channels)] = new(
                    WinogradTiles.Input(kernels, tile, lanes),
                    WinogradTiles.Gradient(kernels, tile, lanes),
                    WinogradTiles.Kernel(kernels, tile, lanes, pastCaches: false),
                    WinogradTiles.Output(kernels, product, tile, tile),
                    WinogradTiles.KernelGradient(kernels, tile, lanes));
            }
        });
        return (compiled, names);
    });

    public static TheoryData<int, int> Cases
    {
        get
        {
            var data = new TheoryData<int, int>();
            foreach (var tile in Tiles)
            {
                foreach (var channels in Widths)
                    data.Add(tile, channels);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ProductsOfFrequenciesAreACorrelation(int tile, int channels)
    {
        foreach (var target in Target.All)
        {
            var transforms = new Transforms(target, tile, channels);
            var taps = Units(3).Select(unit => (unit, Frequencies: transforms.Kernel(unit))).ToArray();
            foreach (var pixel in Units(tile + 2))
            {
                var v = transforms.Input(pixel);
                foreach (var (tap, u) in taps)
                {
                    // Pixel p under tap t is a term of output p - t alone.
                    var want = (pixel.Row - tap.Row, pixel.Column - tap.Column);
                    AssertUnit(want, tile, transforms.Output(Times(v, u)), channels, $"{target.Name}: pixel {pixel}, tap {tap}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ProductsOfFrequenciesAreTheGradientOfTheTaps(int tile, int channels)
    {
        foreach (var target in Target.All)
        {
            var transforms = new Transforms(target, tile, channels);
            var gradients = Units(tile).Select(unit => (unit, Frequencies: transforms.Gradient(unit))).ToArray();
            foreach (var pixel in Units(tile + 2))
            {
                var v = transforms.Input(pixel);
                foreach (var (output, d) in gradients)
                {
                    var want = (pixel.Row - output.Row, pixel.Column - output.Column);
                    AssertUnit(want, 3, transforms.KernelGradient(Times(v, d)), channels, $"{target.Name}: pixel {pixel}, output {output}");
                }
            }
        }
    }

    /// <summary>One at a place of the square, in every channel, and zero elsewhere.</summary>
    private static void AssertUnit((int Row, int Column) place, int extent, float[] square, int channels, string what)
    {
        for (var i = 0; i < extent * extent * channels; i++)
        {
            var want = (i / channels / extent, i / channels % extent) == place ? 1 : 0;
            if (!(Math.Abs(square[i] - want) <= Tolerance))
                Assert.Fail(
                    $"{what}: {square[i]} at ({i / channels / extent}, {i / channels % extent}), channel {i % channels}, expected {want}");
        }
    }

    private static IEnumerable<(int Row, int Column)> Units(int extent) =>
        Enumerable.Range(0, extent * extent).Select(i => (i / extent, i % extent));

    /// <summary>Channels of a block.</summary>
    private static int Lanes(int channels) => Math.Min(16, channels);

    private static float[] Times(float[] a, float[] b) => [.. a.Zip(b, (x, y) => x * y)];

    private sealed record Names(string Input, string Gradient, string Kernel, string Output, string KernelGradient);

    /// <summary>
    /// Runs the kernels of one tile and instruction set on squares without gaps, whose numbers are the same in all channels.
    /// </summary>
    private sealed class Transforms(Target target, int tile, int channels)
    {
        private readonly Names _names = Compiled.Value.Names[(target, tile, channels)];
        private readonly int _frequencyStep = WinogradGrid.FrequencyStep(channels);
        private readonly int _lanes = Lanes(channels);

        private int Frequencies => (tile + 2) * (tile + 2) * _frequencyStep;

        public float[] Input((int Row, int Column) unit) => FromPixels(_names.Input, unit, tile + 2);

        public float[] Gradient((int Row, int Column) unit) => FromPixels(_names.Gradient, unit, tile);

        public float[] Kernel((int Row, int Column) unit) =>
            Run(_names.Kernel, Unit(unit, 3), [channels], Frequencies, [_lanes, _frequencyStep], channels / _lanes);

        public float[] Output(float[] frequencies) =>
            Run(_names.Output, frequencies, [_frequencyStep], tile * tile * channels, [tile * channels, channels], channels);

        /// <summary>The kernel adds to what is there, here zeros.</summary>
        public float[] KernelGradient(float[] frequencies) =>
            Run(_names.KernelGradient, frequencies, [_frequencyStep], 9 * channels, [channels], channels);

        private float[] FromPixels(string kernel, (int Row, int Column) unit, int extent) =>
            Run(kernel, Unit(unit, extent), [extent * channels, channels], Frequencies, [_frequencyStep], channels);

        private float[] Unit((int Row, int Column) unit, int extent)
        {
            var square = new float[extent * extent * channels];
            square.AsSpan(((unit.Row * extent) + unit.Column) * channels, channels).Fill(1);
            return square;
        }

        /// <summary>
        /// Calls a kernel with a source and its steps, a result and its steps, and how often it goes on: the number of channels, or of rows
        /// of a block of them.
        /// </summary>
        private float[] Run(string kernel, float[] from, nint[] fromSteps, int floats, nint[] toSteps, int times)
        {
            var source = GC.AllocateUninitializedArray<float>(from.Length, pinned: true);
            from.CopyTo(source, 0);
            var result = GC.AllocateArray<float>(floats, pinned: true);
            Compiled.Value.Kernels.Run(
                target,
                kernel,
                [Marshal.UnsafeAddrOfPinnedArrayElement(source, 0), .. fromSteps, Marshal.UnsafeAddrOfPinnedArrayElement(result, 0),
                    .. toSteps, times],
                imageStride: 0,
                count: 0);
            GC.KeepAlive(source);
            return result;
        }
    }
}
