using CnnGen.Runtime;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// What one pixel far from the others, a marker of missing data for one, does to outputs that do not read it. Docs of
/// <see cref="ConvAlgorithm"/> state it: nothing by the direct algorithm and F(2 x 2, 3 x 3); by F(4 x 4, 3 x 3) an error in proportion to
/// the largest value of its tile.
/// </summary>
public sealed class WinogradSpreadTests(WinogradSpreadTests.CompiledLayers compiled) : IClassFixture<WinogradSpreadTests.CompiledLayers>
{
    private const int Side = 12;

    private const int Pixels = Side * Side;

    private static readonly float[] Outliers = [255, 65_535, 1e8f, -1e8f, 1e30f];

    private static readonly int[] Channels = [1, 3, 16];

    private static readonly ConvAlgorithm[] Algorithms = [ConvAlgorithm.Direct, ConvAlgorithm.Winograd2x2, ConvAlgorithm.Winograd4x4];

    /// <summary>By the definition, row and column by row and column.</summary>
    private static readonly StackPicture Definition = new(Side, new Reading(3, 1, 1));

    private static readonly StackPicture FourByFour = new(Side, new Reading(3, 1, 1, Tile: 4));

    public static TheoryData<ConvAlgorithm> AlgorithmCases => [.. Algorithms];

    /// <summary>
    /// Each output, whether it reads the outlier or not, is right up to a part of the largest value of its tile times the largest weight,
    /// for each input channel.
    /// </summary>
    [Theory]
    [InlineData(ConvAlgorithm.Direct, 4e-6)]
    [InlineData(ConvAlgorithm.Winograd2x2, 2e-6)]
    [InlineData(ConvAlgorithm.Winograd4x4, 2e-5)]
    public void ErrorsAreInProportionToTheLargestValueOfTheTile(ConvAlgorithm algorithm, double most)
    {
        foreach (int channels in Channels)
        {
            foreach (float[] kernel in Kernels(channels))
            {
                // All instruction sets give the same bits, so one is enough.
                using var network = Create(algorithm, channels, kernel, InstructionSets.Best);
                double[] taps =
                    [.. Enumerable.Range(0, 9).Select(tap => kernel.Skip(tap * channels).Take(channels).Sum(weight => (double)weight))];
                double scale = kernel.Max(Math.Abs) * channels;
                foreach (float outlier in Outliers)
                {
                    foreach (var (pixel, outputs) in PredictEach(network, outlier, channels))
                    {
                        for (int i = 0; i < Pixels; i++)
                        {
                            double largest = Reads(algorithm, i, pixel) ? Math.Abs((double)outlier) : 1;
                            double error = Math.Abs(outputs[i] - Exact(taps, i, pixel, outlier)) / (largest * scale);
                            if (!(error <= most))
                            {
                                Assert.Fail(
                                    $"{algorithm}, {channels} channels, {outlier:G9} in pixel {pixel}: output {i} is off by {error:G3}");
                            }
                        }
                    }
                }
            }
        }
    }

    /// <summary>
    /// Outputs of other tiles, or with other algorithms all that do not read the pixel, keep their bits: whatever stands there, NaN and
    /// infinities too.
    /// </summary>
    [Theory]
    [MemberData(nameof(AlgorithmCases))]
    public void OutputsThatDoNotReadThePixelKeepTheirBits(ConvAlgorithm algorithm)
    {
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            foreach (int channels in Channels)
            {
                using var network = Create(algorithm, channels, Kernels(channels)[^1], instructionSet);
                float[] clean = Predict(network, OnesBut(0, 1, channels));
                foreach (float value in (float[])[float.NaN, float.PositiveInfinity, .. Outliers])
                {
                    foreach (var (pixel, outputs) in PredictEach(network, value, channels))
                    {
                        float[] others = [.. outputs.Select((output, i) => Reads(algorithm, i, pixel) ? clean[i] : output)];
                        Bits.AreEqual(
                            clean, others, $"{algorithm}, {instructionSet.ToName()}, {channels} channels, {value} in pixel {pixel}");
                    }
                }
            }
        }
    }

    /// <summary>A large value leaves F(4 x 4, 3 x 3) few digits for outputs beside those that read it; the other algorithms all.</summary>
    [Theory]
    [MemberData(nameof(AlgorithmCases))]
    public void OnlyFourByFourSpreads(ConvAlgorithm algorithm)
    {
        const int channels = 16, pixel = (6 * Side) + 6;
        using var network = Create(algorithm, channels, Kernels(channels)[0], InstructionSets.Best);
        float[] clean = Predict(network, OnesBut(0, 1, channels)), outputs = Predict(network, OnesBut(pixel, 1e8f, channels));
        int changed = Enumerable.Range(0, Pixels).Count(i => !Reads(ConvAlgorithm.Direct, i, pixel) && Math.Abs(outputs[i] - clean[i]) > 1);
        Assert.Equal(algorithm == ConvAlgorithm.Winograd4x4, changed > 0);
    }

    /// <summary>Whether a pixel is among those that an output is computed from.</summary>
    private static bool Reads(ConvAlgorithm algorithm, int output, int pixel) =>
        (algorithm == ConvAlgorithm.Winograd4x4 ? FourByFour : Definition).Reads(At(output), At(pixel), withTiles: true);

    private static (int Row, int Column) At(int index) => (index / Side, index % Side);

    /// <summary>Kernels of one output channel: of ones, of both signs in turn, and drawn.</summary>
    private static List<float[]> Kernels(int channels)
    {
        var random = new Random(3);
        float[] Fill(Func<int, float> value) => [.. Enumerable.Range(0, 9 * channels).Select(value)];
        return
        [
            Fill(_ => 1),
            Fill(i => i % 2 == 0 ? 1 : -1),
            .. Enumerable.Range(0, 4).Select(_ => Fill(_ => (float)((2 * random.NextDouble()) - 1))),
        ];
    }

    private INetwork Create(ConvAlgorithm algorithm, int channels, float[] kernel, InstructionSet instructionSet)
    {
        var network = Subject.Construct(compiled.Networks.Value[ClassName(algorithm, channels)], Subject.NetworkSeed, instructionSet);
        network.Threads = 1;
        network.Parameters[0].CopyFrom(kernel);
        return network;
    }

    /// <summary>Predictions of images of ones with the value in one pixel, each in turn.</summary>
    private static IEnumerable<(int Pixel, float[] Outputs)> PredictEach(INetwork network, float value, int channels) =>
        Enumerable.Range(0, Pixels).Select(pixel => (pixel, Predict(network, OnesBut(pixel, value, channels))));

    private static float[] Predict(INetwork network, float[] image)
    {
        var outputs = new float[Pixels];
        network.Predict(image, outputs);
        return outputs;
    }

    private static float[] OnesBut(int pixel, float value, int channels)
    {
        float[] image = [.. Enumerable.Repeat(1f, Pixels * channels)];
        image.AsSpan(pixel * channels, channels).Fill(value);
        return image;
    }

    /// <summary>The output by the definition, from the sums of each tap's weights over the channels.</summary>
    private static double Exact(double[] taps, int output, int pixel, double outlier)
    {
        double sum = 0;
        for (int tap = 0; tap < taps.Length; tap++)
        {
            var (row, column) = ((output / Side) + (tap / 3) - 1, (output % Side) + (tap % 3) - 1);
            if (row is >= 0 and < Side && column is >= 0 and < Side)
                sum += taps[tap] * ((row * Side) + column == pixel ? outlier : 1);
        }

        return sum;
    }

    private static string ClassName(ConvAlgorithm algorithm, int channels) => $"{algorithm}Of{channels}";

    /// <summary>One layer with each algorithm and number of channels, in one compilation.</summary>
    public sealed class CompiledLayers
    {
        internal Lazy<CompiledNetworks> Networks { get; } = new(() => NetworkCompiler.Compile(string.Join(
            "\n", Algorithms.SelectMany(algorithm => Channels.Select(channels => Declare(algorithm, channels))).Prepend("using CnnGen;"))));

        private static string Declare(ConvAlgorithm algorithm, int channels) =>
            $"""
            [Input({Side}, {Side}, {channels})]
            [Conv2D(1, 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.{algorithm})]
            public sealed partial class {ClassName(algorithm, channels)};
            """;
    }
}
