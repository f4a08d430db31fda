using System.Globalization;
using CnnGen.Runtime;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using Xunit;
using Xunit.Abstractions;
using ReferenceConv2D = CnnGen.Tests.Reference.Layers.Conv2D;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Rounding errors of each algorithm in each direction of single convolutions: the largest distance from double precision, in parts of the
/// largest number. All instruction sets give the same bits (<see cref="SameBitsTests"/>), so one is measured.
/// </summary>
public sealed class AlgorithmAccuracyTests(
    AlgorithmAccuracyTests.CompiledLayers compiled, ITestOutputHelper output) : IClassFixture<AlgorithmAccuracyTests.CompiledLayers>
{
    private static readonly ConvAlgorithm[] Algorithms = [ConvAlgorithm.Direct, ConvAlgorithm.Winograd2x2, ConvAlgorithm.Winograd4x4];

    private static readonly string[] Directions = ["forward", "input gradient", "weight gradient"];

    /// <summary>Sizes around the edges of tiles, channels around the widths of vectors.</summary>
    private static readonly Layer[] Edges =
    [
        new(3, 5, 1, 10, Padding.Same),
        new(4, 3, 3, 16, Padding.Valid),
        new(5, 7, 10, 24, Padding.Same) { UseBias = false },
        new(6, 10, 16, 3, Padding.Valid),
        new(7, 4, 24, 64, Padding.Same),
        new(8, 6, 64, 1, Padding.Same),
        new(9, 13, 3, 10, Padding.Valid) { UseBias = false },
        new(10, 8, 10, 16, Padding.Same),
        new(13, 17, 16, 10, Padding.Same),
        new(14, 15, 3, 24, Padding.Valid),
        new(15, 14, 24, 3, Padding.Same),
        new(16, 9, 1, 64, Padding.Valid),
        new(17, 16, 10, 10, Padding.Same),
    ];

    /// <summary>Those whose errors the guide to Winograd's algorithms states.</summary>
    private static readonly Layer[] Stated =
    [
        new(28, 28, 16, 16, Padding.Same),
        new(14, 14, 64, 64, Padding.Same),
        new(7, 7, 128, 128, Padding.Same),
    ];

    public static TheoryData<string> LayerNames => [.. Edges.Concat(Stated).Select(layer => layer.ToString())];

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void ErrorsStayWithinTheirBounds(string name)
    {
        var layer = Edges.Concat(Stated).Single(layer => layer.ToString() == name);
        foreach (var (algorithm, errors) in Algorithms.Zip(ErrorsOf(layer)))
        {
            output.WriteLine(
                $"{name}, {algorithm}: {string.Join(", ", Directions.Zip(errors, (direction, error) => $"{direction} {Text(error)}"))}");
            double most = algorithm switch { ConvAlgorithm.Winograd4x4 => 2e-5, ConvAlgorithm.Winograd2x2 => 2e-6, _ => 4e-6 };
            Assert.All(errors, error => Assert.InRange(error, 0, most));
        }
    }

    /// <summary>The table of docs/internals/winograd.md.</summary>
    [SkippableFact]
    public void TheGuideStatesTheErrors()
    {
        Skip.IfNot(ScalarMath.IsFused, "without fused multiply-add results have other bits");
        string[] page = File.ReadAllLines(Path.Combine(Fixtures.RepositoryRoot(), "docs", "internals", "winograd.md"));
        foreach (var layer in Stated)
        {
            var errors = ErrorsOf(layer);
            for (int direction = 0; direction < Directions.Length; direction++)
            {
                Assert.Contains($"| {layer.Rows}x{layer.Columns}x{layer.Inputs} to {layer.Outputs} | {Directions[direction]} |"
                    + $" {string.Join(" | ", errors.Select(each => Text(each[direction])))} |", page);
            }
        }
    }

    /// <summary>For each algorithm the error of each direction.</summary>
    private double[][] ErrorsOf(Layer layer)
    {
        var data = new Data(layer);
        return [.. Algorithms.Select(algorithm =>
        {
            using var network =
                Subject.Construct(compiled.Networks.Value[layer.ClassName(algorithm)], Subject.NetworkSeed, InstructionSet.Scalar);
            return data.ErrorsOf(network);
        })];
    }

    private static string Text(double error) => error.ToString("0.0e-0", CultureInfo.InvariantCulture);

    /// <summary>All layers with all algorithms, in one compilation.</summary>
    public sealed class CompiledLayers
    {
        internal Lazy<CompiledNetworks> Networks { get; } = new(() => NetworkCompiler.Compile(
            string.Join(
                "\n", Edges.Concat(Stated).SelectMany(layer => Algorithms.Select(layer.Declare)).Prepend("using CnnGen;")), "Scalar"));
    }

    private sealed record Layer(int Rows, int Columns, int Inputs, int Outputs, Padding Padding)
    {
        public bool UseBias { get; init; } = true;

        public ReferenceConv2D Reference => new(
            "layer", new(Rows, Columns, Inputs), new(Rows, 3, 1, Padding), new(Columns, 3, 1, Padding), Outputs, UseBias);

        public string ClassName(ConvAlgorithm algorithm) => $"Layer{Rows}x{Columns}x{Inputs}_{Outputs}_{algorithm}";

        /// <summary>
        /// The layer behind a convolution that will be the identity, through whose gradient that of the layer's input is seen.
        /// </summary>
        public string Declare(ConvAlgorithm algorithm) =>
            $"""
            [Input({Rows}, {Columns}, {Inputs})]
            [Conv2D({Inputs}, 1, UseBias = false)]
            [Conv2D({Outputs}, 3, Padding = Padding.{Padding}, UseBias = {(UseBias ? "true" : "false")},
                Algorithm = ConvAlgorithm.{algorithm})]
            public sealed partial class {ClassName(algorithm)};
            """;

        public override string ToString() => $"{Rows}x{Columns}x{Inputs} to {Outputs}, {Padding}{(UseBias ? "" : ", no bias")}";
    }

    /// <summary>Weights, images and gradients of the output for one layer, and what follows from them in double precision.</summary>
    private sealed class Data
    {
        private const int Images = 2;

        private readonly Layer _layer;
        private readonly float[] _kernel;
        private readonly float[] _bias;
        private readonly float[] _images;
        private readonly float[] _probes;
        private readonly double[] _outputs;
        private readonly double[] _inputGradients;
        private readonly double[] _kernelGradients;

        public Data(Layer layer)
        {
            var (reference, random) = (layer.Reference, new Random(7));
            float[] Draw(int count, double most = 1) =>
                [.. Enumerable.Range(0, count).Select(_ => (float)(((2 * random.NextDouble()) - 1) * most))];
            _layer = layer;
            _kernel = Draw(9 * layer.Inputs * layer.Outputs, Math.Sqrt(1.0 / layer.Inputs));
            _bias = Draw(layer.UseBias ? layer.Outputs : 0, 0.5);
            _images = Draw(Images * reference.Input.Size);
            _probes = Draw(Images * reference.Output.Size);
            foreach (var (parameter, values) in reference.Parameters.Zip([_kernel, _bias]))
            {
                for (int i = 0; i < values.Length; i++)
                    parameter.Values[i] = values[i];
            }

            var (outputs, gradients) = (new List<Estimate>(), new List<Estimate>());
            foreach (var (image, probe) in _images.Chunk(reference.Input.Size).Zip(_probes.Chunk(reference.Output.Size)))
            {
                var pass = new ReferencePass(image: 0, draws: null);
                Estimate[] x = [.. image.Select(value => (Estimate)value)];
                Estimate[] y = reference.Forward(x, pass);
                outputs.AddRange(y);
                gradients.AddRange(reference.Backward(x, y, [.. probe.Select(value => (Estimate)value)], pass));
            }

            (_outputs, _inputGradients) = ([.. outputs.Select(e => e.Value)], [.. gradients.Select(e => e.Value)]);
            _kernelGradients = [.. reference.Parameters[0].Gradients.Select(e => e.Value)];
        }

        public double[] ErrorsOf(INetwork network)
        {
            float[] identity = new float[_layer.Inputs * _layer.Inputs];
            for (int channel = 0; channel < _layer.Inputs; channel++)
                identity[channel * (_layer.Inputs + 1)] = 1;
            foreach (var (parameter, values) in network.Parameters.Zip([identity, _kernel, _bias]))
                parameter.CopyFrom(values);

            float[] outputs = new float[_outputs.Length];
            network.Forward(_images, outputs);
            network.Backward(_probes);
            double kernelGradients = Error(_kernelGradients, Bits.Gradient(network.Parameters[1]));
            return [Error(_outputs, outputs), Error(_inputGradients, InputGradients(network)), kernelGradients];
        }

        /// <summary>
        /// The gradient of the identity's kernel is the sum over pixels of x times dx. So with a one in channel c of pixel p as the image,
        /// its row c is dx at p, exactly; one pixel per channel at a time. The layer is linear: dx does not depend on the image.
        /// </summary>
        private float[] InputGradients(INetwork network)
        {
            var (pixels, channels) = (_layer.Rows * _layer.Columns, _layer.Inputs);
            float[] gradients = new float[Images * pixels * channels], image = new float[pixels * channels];
            foreach (var (probe, at) in _probes.Chunk(_probes.Length / Images).Select((probe, index) => (probe, index * pixels * channels)))
            {
                for (int first = 0; first < pixels; first += channels)
                {
                    int count = Math.Min(channels, pixels - first);
                    Array.Clear(image);
                    for (int channel = 0; channel < count; channel++)
                        image[((first + channel) * channels) + channel] = 1;
                    network.Forward(image, new float[probe.Length]);
                    network.Backward(probe);
                    Bits.Gradient(network.Parameters[0]).AsSpan(0, count * channels).CopyTo(gradients.AsSpan(at + (first * channels)));
                }
            }

            return gradients;
        }

        private static double Error(double[] want, float[] got) =>
            want.Zip(got, (w, g) => Math.Abs(w - g)).Max() / want.Max(Math.Abs);
    }
}
