using CnnGen.Runtime;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// A NaN comes out of every output that reads it, of maxima and relu too, and of no other: not of other images, nor of other pixels but
/// those of the same tile of F(4 x 4, 3 x 3). The transforms of F(2 x 2, 3 x 3) read for each output what the definition does.
/// </summary>
public sealed class NotANumberTests(NotANumberTests.CompiledStacks compiled) : IClassFixture<NotANumberTests.CompiledStacks>
{
    private static readonly Stack[] Stacks = [.. AllStacks()];

    private static readonly float[][] WindowsWithNaN =
    [
        [3, float.NaN, 2, 1],
        [float.NaN, 3, 2, 1],
        [3, 2, 1, float.NaN],
        [float.NaN, float.NaN, float.NaN, float.NaN],
    ];

    public static TheoryData<string> StackNames => [.. Stacks.Select(stack => stack.Name)];

    public static TheoryData<InstructionSet> InstructionSetCases => [.. Enum.GetValues<InstructionSet>()];

    /// <summary>A batch with a NaN in another pixel of each image, and one image without.</summary>
    [Theory]
    [MemberData(nameof(StackNames))]
    public void EveryOutputThatReadsItIsNaNAndNoOther(string name)
    {
        var stack = Stacks.Single(stack => stack.Name == name);
        var (side, channels) = (stack.Side, stack.Channels);
        int pixels = side * side;
        float[] clean = [.. Enumerable.Range(0, pixels * channels).Select(i => (i * 37 % 101 / 50f) - 1)];
        float[] images = [.. Enumerable.Repeat(clean, pixels + 1).SelectMany(image => image)];
        for (int pixel = 0; pixel < pixels; pixel++)
            images[(((pixel * pixels) + pixel) * channels) + (pixel % channels)] = float.NaN;

        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using var network = Subject.Construct(compiled.Networks.Value[name], Subject.NetworkSeed, instructionSet);
            var outputs = new float[(pixels + 1) * network.Info.OutputSize];
            foreach (int threads in (int[])[1, 3])
            {
                network.Threads = threads;
                network.Predict(images, outputs);
                Check(stack, outputs, $"{instructionSet.ToName()}, prediction, {threads} threads");
            }

            network.Forward(images, outputs);
            Check(stack, outputs, $"{instructionSet.ToName()}, training form");
        }
    }

    /// <summary>
    /// The case that was reported, by its numbers, with the gradient of the whole window at the NaN: what a bias before the pool gets is
    /// the sum.
    /// </summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void TheGradientOfAWindowIsNotLost(InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        foreach (string name in (string[])["PoolOfFour", "DepthPoolOfFour", "ReluAndPoolOfFour"])
        {
            using var network = Subject.Construct(compiled.Networks.Value[name], Subject.NetworkSeed, instructionSet);
            network.Parameters[0].CopyFrom(Enumerable.Repeat(1f, network.Parameters[0].Count).ToArray());
            var output = new float[1];
            foreach (float[] window in WindowsWithNaN)
            {
                network.Predict(window, output);
                Assert.Equal(float.NaN, output[0]);
                network.Forward(window, output);
                Assert.Equal(float.NaN, output[0]);
                network.Backward([5]);
                Assert.Equal(5, Bits.Gradient(network.Parameters[1]).Sum());
            }

            // Behind the convolution, whose zeros make NaN of infinities, such windows come from the bias alone.
            network.Parameters[1].CopyFrom(Enumerable.Repeat(float.NegativeInfinity, network.Parameters[1].Count).ToArray());
            network.Forward([0, 0, 0, 0], output);
            bool isRelu = name.StartsWith("Relu", StringComparison.Ordinal);
            Assert.Equal(isRelu ? 0 : float.NegativeInfinity, output[0]);
            network.Backward([5]);
            Assert.Equal(isRelu ? 0 : 5, Bits.Gradient(network.Parameters[1]).Sum());
        }
    }

    /// <summary>
    /// One image that is NaN, in one value or in all, spoils its own prediction: by images, and by stages with several threads for each.
    /// </summary>
    [Theory]
    [MemberData(nameof(ZooNetworks.Names), MemberType = typeof(ZooNetworks))]
    public void OneImageSpoilsNoOther(string name)
    {
        var subject = ZooNetworks.Subject(name);
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
            CheckOthers(subject, instructionSet, Subject.ImageCount, [(1, Subject.ImageCount), (3, Subject.ImageCount), (8, 1)]);
    }

    /// <summary>Networks so large that threads share an image; each image comes after the one before it in the same memory.</summary>
    [Theory]
    [MemberData(nameof(OneImageTests.Names), MemberType = typeof(OneImageTests))]
    public void OneSharedImageSpoilsNoOther(string name) =>
        CheckOthers(OneImageTests.SubjectOf(name), InstructionSets.Best, 2, [(8, 1)]);

    private static void CheckOthers(Subject subject, InstructionSet instructionSet, int count, (int Threads, int AtOnce)[] ways)
    {
        using var network = subject.Create(instructionSet);
        var (input, output) = (network.Info.InputSize, network.Info.OutputSize);
        float[] images = subject.Images[..(count * input)], expected = new float[count * output], outputs = new float[count * output];
        network.Predict(images, expected);
        int spoiled = (count - 1) / 2;
        foreach (bool all in (bool[])[false, true])
        {
            images.AsSpan(spoiled * input, input)[all ? .. : ((input / 2)..((input / 2) + 1))].Fill(float.NaN);
            foreach (var (threads, atOnce) in ways)
            {
                string where =
                    $"{subject.Network.Name}, {instructionSet.ToName()}, {threads} threads, {atOnce} a call, {(all ? "all" : "one")} NaN";
                network.Threads = threads;
                for (int first = 0; first < count; first += atOnce)
                    network.Predict(images.AsSpan(first * input, atOnce * input), outputs.AsSpan(first * output, atOnce * output));
                Bits.AreEqual(expected.AsSpan(0, spoiled * output), outputs.AsSpan(0, spoiled * output), $"{where}, images before");
                Bits.AreEqual(expected.AsSpan((spoiled + 1) * output), outputs.AsSpan((spoiled + 1) * output), $"{where}, images behind");
                if (all)
                    Assert.True(outputs.Skip(spoiled * output).Take(output).All(float.IsNaN), $"{where}: some outputs are numbers");
            }
        }
    }

    /// <summary>
    /// Compares with what the definition says of each output, and outputs that do not read the NaN with those of the last image.
    /// </summary>
    private static void Check(Stack stack, float[] outputs, string where)
    {
        var (pixels, side) = (stack.Side * stack.Side, stack.Picture.Side);
        int size = outputs.Length / (pixels + 1), channels = size / (side * side);
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            var from = (pixel / stack.Side, pixel % stack.Side);
            for (int i = 0; i < size; i++)
            {
                var at = (i / channels / side, i / channels % side);
                bool reads = stack.MixesChannels || i % channels == pixel % stack.Channels / (stack.Channels / channels);
                var (value, clean) = (outputs[(pixel * size) + i], outputs[(pixels * size) + i]);
                if (reads && stack.Picture.Reads(at, from, withTiles: false) && !float.IsNaN(value))
                    Assert.Fail($"{stack.Name}, {where}: with a NaN in pixel {from} output {at}, channel {i % channels}, is {value}");
                if (!(reads && stack.Picture.Reads(at, from, withTiles: true)) && !value.Equals(clean))
                {
                    Assert.Fail(
                        $"{stack.Name}, {where}: a NaN in pixel {from} makes {value} of {clean} in output {at}, channel {i % channels}");
                }
            }
        }
    }

    private static IEnumerable<Stack> AllStacks()
    {
        const string same = "Padding = Padding.Same";
        foreach (int channels in (int[])[3, 17])
        {
            yield return new($"Relu{channels}", 3, channels, "[Activation(Activation.Relu)]", new Reading(1, 1, 0));
            yield return new($"MaxPool{channels}", 6, channels, "[MaxPool2D(2)]", new Reading(2, 2, 0));
            yield return new($"OverlappingMaxPool{channels}", 5, channels, $"[MaxPool2D(3, Strides = 1, {same})]", new Reading(3, 1, 1));
            yield return new($"LoopedMaxPool{channels}", 10, channels, "[MaxPool2D(9, Strides = 1)]", new Reading(9, 1, 0));
            yield return new($"DepthMaxPool{channels}", 2, 4 * channels, "[DepthMaxPool(4)]", new Reading(1, 1, 0));
            yield return new($"Average{channels}", 6, channels, "[AveragePool2D(3, Strides = 1)]", new Reading(3, 1, 0));
            yield return new(
                $"Depthwise{channels}", 5, channels, $"[DepthwiseConv2D(3, {same}, Activation = Activation.Relu)] [MaxPool2D(2)]",
                new(3, 1, 1), new(2, 2, 0));
            yield return new(
                $"Dense{channels}", 2, channels, "[Flatten] [Dense(7, Activation.Relu)]", new Reading(2, 1, 0))
            { MixesChannels = true };
            foreach (var (algorithm, tile) in ((string, int)[])[("Direct", 1), ("Winograd2x2", 1), ("Winograd4x4", 4)])
            {
                string layer = $"[Conv2D(5, 3, {same}, Activation = Activation.Relu, Algorithm = ConvAlgorithm.{algorithm})]";
                yield return new($"{algorithm}Of{channels}", 9, channels, layer, new Reading(3, 1, 1, tile)) { MixesChannels = true };
                yield return new($"{algorithm}IntoPool{channels}", 8, channels, $"{layer} [MaxPool2D(2)]", new(3, 1, 1, tile),
                    new(2, 2, 0))
                { MixesChannels = true };
            }
        }
    }

    /// <summary>All stacks in one compilation.</summary>
    public sealed class CompiledStacks
    {
        private const string Fixed = """
            using CnnGen;
            [Input(2, 2, 1)] [Conv2D(1, 1)] [MaxPool2D(2)] public sealed partial class PoolOfFour;
            [Input(2, 2, 1)] [Conv2D(1, 1, Activation = Activation.Relu)] [MaxPool2D(2)] public sealed partial class ReluAndPoolOfFour;
            [Input(1, 1, 4)] [DepthwiseConv2D(1)] [DepthMaxPool(4)] public sealed partial class DepthPoolOfFour;
            """;

        internal Lazy<CompiledNetworks> Networks { get; } =
            new(() => NetworkCompiler.Compile(string.Join("\n", Stacks.Select(stack => stack.Declaration).Prepend(Fixed))));
    }

    /// <summary>A stack of layers over a square image, and what each of them reads.</summary>
    private sealed record Stack(string Name, int Side, int Channels, string Layers, params Reading[] Readings)
    {
        public StackPicture Picture { get; } = new(Side, Readings);

        /// <summary>Whether each output reads all channels; else its own, or its group of them.</summary>
        public bool MixesChannels { get; init; }

        public string Declaration => $"[Input({Side}, {Side}, {Channels})] {Layers} public sealed partial class {Name};";
    }
}
