using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Runtime;

/// <summary>
/// Winograd's transforms: with any two unit vectors between them, products of frequencies are a correlation with three taps, in both
/// dimensions, and for the other pair of transforms its gradient. Both are linear in either vector, so this is all there is to show. What
/// is done to the output, at edges too, is held to the plain output, to the bit.
/// </summary>
public sealed class WinogradTests
{
    /// <summary>The constants of F(4 x 4, 3 x 3), such as 1/6 and 1/24, are rounded, and so are their products.</summary>
    private const double Tolerance = 2e-6;

    public static TheoryData<InstructionSet, int> Cases
    {
        get
        {
            var data = new TheoryData<InstructionSet, int>();
            foreach (var instructionSet in Enum.GetValues<InstructionSet>())
            {
                data.Add(instructionSet, 2);
                data.Add(instructionSet, 4);
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void ProductsOfFrequenciesAreACorrelation(InstructionSet instructionSet, int tile)
    {
        var transforms = new WinogradTile(instructionSet, tile);
        var taps = Units(3).Select(unit => (unit, Frequencies: transforms.Kernel(unit, pastCaches: false))).ToArray();
        foreach (var pixel in Units(tile + 2))
        {
            var v = transforms.Input(pixel);
            foreach (var (tap, u) in taps)
            {
                // Pixel p under tap t is a term of output p - t alone.
                var want = (pixel.Row - tap.Row, pixel.Column - tap.Column);
                AssertUnit(want, tile, transforms.Output<Activated<LinearFunction>>(Times(v, u)), $"pixel {pixel}, tap {tap}");
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void ProductsOfFrequenciesAreTheGradientOfTheTaps(InstructionSet instructionSet, int tile)
    {
        var transforms = new WinogradTile(instructionSet, tile);
        var gradients = Units(tile).Select(unit => (unit, Frequencies: transforms.Gradient(unit))).ToArray();
        foreach (var pixel in Units(tile + 2))
        {
            var v = transforms.Input(pixel);
            foreach (var (output, d) in gradients)
            {
                var want = (pixel.Row - output.Row, pixel.Column - output.Column);
                AssertUnit(want, 3, transforms.KernelGradient(Times(v, d)), $"pixel {pixel}, output {output}");
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void KernelsStoredPastTheCachesAreTheSame(InstructionSet instructionSet, int tile)
    {
        var transforms = new WinogradTile(instructionSet, tile);
        foreach (var tap in Units(3))
            Lanes.AssertSameBits(transforms.Kernel(tap, pastCaches: false), transforms.Kernel(tap, pastCaches: true), $"tap {tap}");
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void EdgesStoreTheFirstPixelsAndNoOthers(InstructionSet instructionSet, int tile)
    {
        var transforms = new WinogradTile(instructionSet, tile);
        var frequencies = Drawn(transforms.FrequencyFloats);
        var whole = transforms.Output<Activated<LinearFunction>>(frequencies);
        foreach (var (row, column) in Units(tile))
        {
            var edge = transforms.Output<Activated<LinearFunction>>(frequencies, row + 1, column + 1);
            AssertIsStored(edge, tile, (place, channel) =>
                place.Row <= row && place.Column <= column ? whole[At(place, tile) + channel] : WinogradTile.Untouched,
                $"{row + 1} x {column + 1}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void AppliesBiasActivationAndDerivative(InstructionSet instructionSet, int tile)
    {
        var transforms = new WinogradTile(instructionSet, tile);
        var frequencies = Drawn(transforms.FrequencyFloats);
        // NaN passes a relu and its derivative.
        frequencies[5] = float.NaN;
        var whole = transforms.Output<Activated<LinearFunction>>(frequencies);
        float Pixel((int, int) place, int channel) => whole[At(place, tile) + channel];
        float Operand((int, int) place, int channel) => transforms.Operand[At(place, tile) + channel];
        AssertIsStored(transforms.Output<Activated<ReluFunction>>(frequencies), tile, (place, channel) =>
            Relu(Pixel(place, channel)), "relu");
        AssertIsStored(transforms.Output<Biased<ReluFunction>>(frequencies), tile, (place, channel) =>
            Relu(Pixel(place, channel) + transforms.Operand[channel]), "relu of biased");
        AssertIsStored(transforms.Output<Biased<TanhFunction>>(frequencies), tile, (place, channel) =>
            Elementary.Tanh<Lanes1, float>(Pixel(place, channel) + transforms.Operand[channel]), "tanh of biased");
        AssertIsStored(transforms.Output<Biased<SigmoidFunction>>(frequencies), tile, (place, channel) =>
            Elementary.Sigmoid<Lanes1, float>(Pixel(place, channel) + transforms.Operand[channel]), "sigmoid of biased");
        AssertIsStored(transforms.Output<Biased<SiluFunction>>(frequencies), tile, (place, channel) =>
            SiluFunction.Apply<Lanes1, float>(Pixel(place, channel) + transforms.Operand[channel]), "silu of biased");
        AssertIsStored(transforms.Output<Derived<EluFunction>>(frequencies), tile, (place, channel) =>
            EluFunction.Derive<Lanes1, float>(Operand(place, channel), Pixel(place, channel)), "derivative of elu");
        AssertIsStored(transforms.Output<Derived<ReluFunction>>(frequencies), tile, (place, channel) =>
            Operand(place, channel) <= 0 ? 0 : Pixel(place, channel), "derivative of relu");
        AssertIsStored(transforms.Output<Derived<TanhFunction>>(frequencies), tile, (place, channel) =>
            Pixel(place, channel) * (1 - Operand(place, channel) * Operand(place, channel)), "derivative of tanh");
        AssertIsStored(transforms.Output<Derived<SigmoidFunction>>(frequencies), tile, (place, channel) =>
            Pixel(place, channel) * Operand(place, channel) * (1 - Operand(place, channel)), "derivative of sigmoid");
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void PoolsInTheOrderOfAPoolingLayer(InstructionSet instructionSet, int tile)
    {
        var transforms = new WinogradTile(instructionSet, tile);
        var frequencies = Drawn(transforms.FrequencyFloats);
        var whole = transforms.Output<Biased<ReluFunction>>(frequencies);
        for (var rows = 2; rows <= tile; rows += 2)
        {
            for (var columns = 2; columns <= tile; columns += 2)
            {
                AssertIsStored(transforms.Pooled<Biased<ReluFunction>>(frequencies, rows, columns), tile / 2, (place, channel) =>
                {
                    var (row, column) = (2 * place.Row, 2 * place.Column);
                    if (row >= rows || column >= columns)
                        return WinogradTile.Untouched;
                    var max = whole[At((row, column), tile) + channel];
                    foreach (var other in new[] { (row, column + 1), (row + 1, column), (row + 1, column + 1) })
                        max = Lanes1.Max(max, whole[At(other, tile) + channel]);
                    return max;
                }, $"{rows} x {columns}");
            }
        }
    }

    private static float Relu(float x) => x < 0 ? 0 : x;

    private static int At((int Row, int Column) place, int extent) => ((place.Row * extent) + place.Column) * WinogradTile.Channels;

    private static float[] Drawn(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }

    private static void AssertIsStored(float[] square, int extent, Func<(int Row, int Column), int, float> want, string what)
    {
        var wanted = Units(extent).SelectMany(place => Enumerable.Range(0, WinogradTile.Channels).Select(channel => want(place, channel)));
        for (var i = 0; i < square.Length; i++)
        {
            var (got, expected) = (square[i], wanted.ElementAt(i));
            if (!got.Equals(expected) || float.IsNegative(got) != float.IsNegative(expected) && !float.IsNaN(got))
                Assert.Fail($"{what}, element {i}: expected {expected:g9}, got {got:g9}");
        }
    }

    /// <summary>One at a place of the square, in every channel, and zero elsewhere.</summary>
    private static void AssertUnit((int Row, int Column) place, int extent, float[] square, string what)
    {
        for (var i = 0; i < square.Length; i++)
        {
            var pixel = i / WinogradTile.Channels;
            var want = (pixel / extent, pixel % extent) == place ? 1 : 0;
            if (!(Math.Abs(square[i] - want) <= Tolerance))
                Assert.Fail($"{what}: {square[i]} at ({pixel / extent}, {pixel % extent}), expected {want}");
        }
    }

    private static IEnumerable<(int Row, int Column)> Units(int extent) =>
        Enumerable.Range(0, extent * extent).Select(i => (i / extent, i % extent));

    private static float[] Times(float[] a, float[] b) => [.. a.Zip(b, (x, y) => x * y)];
}
