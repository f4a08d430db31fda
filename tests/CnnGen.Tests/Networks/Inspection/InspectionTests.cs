using CnnGen.Runtime;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Looking inside: outputs of all layers and gradients with respect to them.</summary>
public sealed class InspectionTests
{
    private const int Stacks = 25;

    // Smooth but for the pool, so that differences tell gradients; every kind of layer that inspection treats on its own.
    private const string Smooth =
        """
        using CnnGen;
        [Inspectable]
        [Input(8, 7, 2)]
        [Normalization]
        [Conv2D(5, 3, Padding = Padding.Same, Activation = Activation.Tanh, Name = "stem")]
        [BatchNormalization]
        [Dropout(0.5)]
        [Conv2D(5, 3, Padding = Padding.Same, Activation = Activation.Silu)]
        [Add("stem", Name = "sum")]
        [GaussianNoise(0.25)]
        [AveragePool2D(2)]
        [Flatten]
        [Dense(4, Activation.Softmax)]
        public sealed partial class Looked;

        [Input(4, 4, 1)]
        [Flatten]
        [Dense(2)]
        public sealed partial class NotLooked;
        """;

    private static readonly Lazy<CompiledNetworks> Networks = new(() => NetworkCompiler.Compile(Smooth));

    [Fact]
    public void LayersOfRandomGraphsAgreeWithTheReference()
    {
        int unclear = 0;
        var random = new Random(1);
        foreach (var type in RandomStack.CompileSome(Stacks, "[Inspectable] "))
        {
            var subject = Subject.WithoutExpectations(type);
            using var network = subject.Create(InstructionSet.Scalar);
            int last = network.Info.Layers.Count - 1;
            // Of the last layer, and of one in between.
            unclear += Check(subject, last) ? 0 : 1;
            Check(subject, random.Next(0, last));
        }

        Assert.InRange(unclear, 0, Stacks / 2);
    }

    [Fact]
    public void GradientsAgreeWithDifferences()
    {
        using var network = Looked();
        using var inspector = network.Inspect();
        float[] image = Image(network);
        // What is small enough for float32, and sure enough of it.
        const float step = 1 / 128f;
        double[] LogitsOf(float[] of)
        {
            float[] probabilities = new float[4];
            network.Predict(of, probabilities);
            return [.. probabilities.Select(p => Math.Log(p))];
        }

        float[] gradient = inspector.Gradients(image, output: 2)[0].ToArray();
        double[] want = new double[image.Length];
        for (int i = 0; i < image.Length; i++)
        {
            float[] up = [.. image], down = [.. image];
            up[i] += step;
            down[i] -= step;
            var (above, below) = (LogitsOf(up), LogitsOf(down));
            // Probabilities tell logits but for what is common to all.
            want[i] = ((above[2] - above[0]) - (below[2] - below[0])) / (2 * step);
        }

        float[] other = inspector.Gradients(image, output: 0)[0].ToArray();
        Assert.All(Enumerable.Range(0, image.Length), i => Assert.Equal(want[i], gradient[i] - other[i], 2e-3));
        Assert.Contains(want, value => Math.Abs(value) > 0.02);
    }

    [Fact]
    public void TheOutputIsWhatIsPredicted()
    {
        using var network = Looked();
        using var inspector = network.Inspect();
        float[] images = [.. Enumerable.Range(0, 3).SelectMany(seed => Image(network, seed))];
        float[] predicted = new float[3 * 4];
        network.Predict(images, predicted);
        var values = inspector.Activations(images);
        Bits.AreEqual(images, values["input"], "the images");
        ReferenceAssert.Agrees([.. predicted.Select(value => (Estimate)value)], values["dense"], "the output");
        Assert.Equal(3, values.Count);
        Assert.Equal(values["sum"], values["gaussian_noise"]);
        Assert.Equal(values["batch_normalization"], values["dropout"]);
    }

    [Fact]
    public void BytesAreWhatTheyAreAsFloats()
    {
        using var network = Looked();
        using var inspector = network.Inspect();
        byte[] image = [.. Enumerable.Range(0, network.Info.InputSize).Select(i => (byte)(i * 7))];
        float[] want = inspector.Activations([.. image.Select(value => (float)value)])["dense"].ToArray();
        Bits.AreEqual(want, inspector.Activations(image)["dense"], "the output");
    }

    [Fact]
    public void WeightsAreThoseOfTheTimeWhenTheyWereTaken()
    {
        using var network = Looked();
        using var inspector = network.Inspect();
        float[] image = Image(network);
        float[] before = inspector.Activations(image)["stem"].ToArray();
        network.TrainBatch(image, [1], new Sgd(0.5));
        Bits.AreEqual(before, inspector.Activations(image)["stem"], "before a refresh");
        inspector.Refresh();
        Assert.NotEqual(before, inspector.Activations(image)["stem"].ToArray());
    }

    /// <summary>A training beside it is neither refused a step nor ended by it.</summary>
    [Fact]
    public async Task WeightsAreTakenBesideATraining()
    {
        using var network = Looked();
        using var inspector = network.Inspect();
        float[] image = Image(network);
        var optimizer = new Sgd(0.01);
        var training = Task.Run(() =>
        {
            for (int step = 0; step < 2000; step++)
                network.TrainBatch(image, [1], optimizer);
        });
        int refreshes = 0;
        for (; !training.IsCompleted; refreshes++)
            inspector.Refresh();
        await training;
        Assert.True(refreshes > 0);
        inspector.Refresh();
        using var other = network.Inspect();
        Bits.AreEqual(other.Activations(image)["dense"], inspector.Activations(image)["dense"], "the last weights");
    }

    [Fact]
    public void NothingIsAllocatedButTheFirstTime()
    {
        using var network = Looked();
        using var inspector = network.Inspect();
        float[] image = Image(network);
        inspector.Activations(image);
        inspector.Gradients(image, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            inspector.Activations(image);
            inspector.Gradients(image, 1);
            inspector.Gradients(image, "sum", 3);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Two callers at a time: each call is done, with what it gives alone, or refused.</summary>
    [Fact]
    public void OneCallerAtATimeIsLetIn()
    {
        using var network = Looked();
        using var inspector = network.Inspect();
        float[] image = Image(network);
        float[] images = [.. Enumerable.Range(0, 40).SelectMany(seed => Image(network, seed))];
        int refused = 0;
        Parallel.For(0, 2, caller =>
        {
            for (int i = 0; i < 200; i++)
            {
                try
                {
                    if (caller == 0)
                        inspector.Activations(images.AsSpan(0, (1 + (i % 40)) * image.Length));
                    else
                        inspector.Gradients(image, "sum", i % 3);
                }
                catch (InvalidOperationException exception)
                {
                    Assert.StartsWith("What looks inside of Looked is at work", exception.Message, StringComparison.Ordinal);
                    Interlocked.Increment(ref refused);
                }
            }
        });
        Assert.InRange(refused, 0, 399);
        float[] gradients = inspector.Gradients(image, 1)["input"].ToArray();
        using var other = network.Inspect();
        Bits.AreEqual(other.Gradients(image, 1)["input"], gradients, "behind all that");
    }

    [Fact]
    public void WhatCannotBeLookedAtIsRefused()
    {
        using var network = Looked();
        using var inspector = network.Inspect();
        float[] image = Image(network);
        Assert.Throws<ArgumentException>(() => inspector.Activations(image.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => inspector.Gradients([.. image, .. image], 0));
        Assert.Equal("output", Assert.Throws<ArgumentOutOfRangeException>(() => inspector.Gradients(image, 4)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => inspector.Gradients(image, "stem", -1));
        Assert.StartsWith(
            "Looked has no layer 'stern'. Of its 11 layers, those with the nearest names are 'stem', ",
            Assert.Throws<ArgumentException>(() => inspector.Gradients(image, "stern", 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => inspector.Gradients(image, "stem", image));
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = inspector.Activations(image)[99]; });
        using var other = (CompiledNetwork)Subject.Construct(Networks.Value["NotLooked"], 0, InstructionSet.Scalar);
        Assert.Contains("[Inspectable]", Assert.Throws<InvalidOperationException>(other.Inspect).Message, StringComparison.Ordinal);
        inspector.Dispose();
        Assert.Throws<ObjectDisposedException>(() => inspector.Activations(image));
    }

    /// <summary>Compares all layers with the reference; false where no image has a gradient that is clear.</summary>
    private static bool Check(Subject subject, int layer)
    {
        var reference = ReferenceNetwork.Of(subject.Network);
        reference.SetParameters((parameter, i) => subject.Weights[Place(reference, parameter)][i]);
        (float[][] Values, float[][] Gradients)? first = null;
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using var network = (CompiledNetwork)subject.Create(instructionSet);
            using var inspector = network.Inspect();
            var info = network.Info;
            bool isLast = layer == info.Layers.Count - 1;
            bool ofLogit = isLast && inspector.HasLogits;
            int node = ofLogit ? reference.Logits : reference.Declared[layer];
            int size = info.Layers[layer].OutputShape.Aggregate(1, (a, b) => a * b);
            int value = subject.Images.Length % size;
            if (ImageOf(reference, subject, node, value) is not { } image)
                return false;
            var (values, gradients) = reference.Inspect(image, node, value);
            string where = $"{string.Join(' ', subject.Network.GetCustomAttributesData())}\n{instructionSet.ToName()}, value {value} of"
                + $" {info.Layers[layer].Name}";
            var got = isLast ? inspector.Gradients(image, value) : inspector.Gradients(image, info.Layers[layer].Name, value);
            float[][] gotGradients = [.. Enumerable.Range(0, info.Layers.Count).Select(i => got[i].ToArray())];
            var activations = inspector.Activations(image);
            float[][] gotValues = [.. Enumerable.Range(0, info.Layers.Count).Select(i => activations[i].ToArray())];
            for (int i = 0; i < info.Layers.Count; i++)
            {
                ReferenceAssert.Agrees(values[i], gotValues[i], $"{where}, output of {info.Layers[i].Name}");
                if (!(ofLogit && i == layer))
                    ReferenceAssert.Agrees(gradients[i], gotGradients[i], $"{where}, gradient of {info.Layers[i].Name}");
            }

            first ??= (gotValues, gotGradients);
            foreach (var (want, bits) in first.Value.Values.Concat(first.Value.Gradients).Zip(gotValues.Concat(gotGradients)))
                Bits.AreEqual(want, bits, where);
        }

        return true;
    }

    private static int Place(ReferenceNetwork reference, ReferenceParameter parameter) =>
        Enumerable.Range(0, reference.Parameters.Count).First(i => reference.Parameters[i] == parameter);

    /// <summary>An image that has a clear gradient; null where none of some has.</summary>
    private static float[]? ImageOf(ReferenceNetwork reference, Subject subject, int node, int value)
    {
        int size = reference.Input.Size;
        for (int image = 0; image < Subject.ImageCount; image++)
        {
            float[] candidate = subject.Images[(image * size)..((image + 1) * size)];
            reference.Inspect(candidate, node, value);
            if (!reference.IsAmbiguous)
                return candidate;
        }

        return null;
    }

    private static CompiledNetwork Looked()
    {
        var random = new Random(2);
        var network = (CompiledNetwork)Subject.Construct(Networks.Value["Looked"], 3, instructionSet: null);
        foreach (var parameter in network.Parameters)
        {
            float[] values = Bits.Values(parameter);
            for (int i = 0; i < values.Length; i++)
                values[i] += (float)random.NextDouble() * 0.25f;
            parameter.CopyFrom(values);
        }

        return network;
    }

    private static float[] Image(CompiledNetwork network, int seed = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, network.Info.InputSize).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }
}
