using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Losses;

[Input(1, 1, 1)]
[Flatten]
[Dense(1, Activation.Sigmoid, UseBias = false)]
internal sealed partial class OneSigmoid;

[Input(1, 1, 1)]
[Flatten]
[Dense(2, Activation.Softmax, UseBias = false)]
internal sealed partial class TwoSoftmax;

[Input(2, 1, 1)]
[Conv2D(1, 1, Activation = Activation.Sigmoid, UseBias = false)]
internal sealed partial class SigmoidMap;

[Input(2, 1, 1)]
[Conv2D(2, 1, Activation = Activation.Softmax, UseBias = false)]
internal sealed partial class SoftmaxMap;

[Input(6, 5, 2)]
[Conv2D(7, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[BatchNormalization]
[Conv2D(3, 3, Padding = Padding.Same, Activation = Activation.Sigmoid)]
internal sealed partial class SigmoidsOnAMap;

[Input(6, 5, 2)]
[Conv2D(7, 3, Activation = Activation.Relu, Name = "body")]
[Conv2D(4, 3, Padding = Padding.Same, Name = "logits")]
[Output("logits")]
[Softmax(Axis = -1)]
internal sealed partial class SoftmaxOfAnOutput;

[Input(6, 5, 2)]
[Conv2D(7, 3, Activation = Activation.Relu)]
[GlobalAveragePool2D]
[Dense(5, Name = "logits")]
[Output("logits")]
[Activation(Activation.Sigmoid)]
internal sealed partial class SigmoidsOfAnOutput;

/// <summary>Losses of probabilities that a sigmoid or a softmax at a network's end made give the gradient of the logits.</summary>
public sealed class FusedEndTests
{
    private static readonly Dictionary<string, Func<Loss>> Losses = new()
    {
        ["bce"] = () => new BinaryCrossentropy(),
        ["smoothed bce"] = () => new BinaryCrossentropy { LabelSmoothing = 0.2 },
        ["focal bce"] = () => new BinaryFocalCrossentropy { ApplyClassBalancing = true },
        ["cce"] = () => new CategoricalCrossentropy(),
        ["smoothed cce"] = () => new CategoricalCrossentropy { LabelSmoothing = 0.1 },
        ["focal cce"] = () => new CategoricalFocalCrossentropy(),
        ["sparse"] = () => new SparseCategoricalCrossentropy { IgnoreClass = 1 },
    };

    private static readonly Dictionary<string, Func<InstructionSet, int, INetwork>> Networks = new()
    {
        [nameof(SigmoidsOnAMap)] = (isa, threads) => new SigmoidsOnAMap(3, isa) { Threads = threads },
        [nameof(SoftmaxOfAnOutput)] = (isa, threads) => new SoftmaxOfAnOutput(3, isa) { Threads = threads },
        [nameof(SigmoidsOfAnOutput)] = (isa, threads) => new SigmoidsOfAnOutput(3, isa) { Threads = threads },
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string network in Networks.Keys)
            {
                bool areSigmoids = network.StartsWith("Sig", StringComparison.Ordinal);
                foreach (string loss in Losses.Keys.Where(loss => loss.EndsWith("bce", StringComparison.Ordinal) == areSigmoids))
                    cases.Add(network, loss);
            }

            return cases;
        }
    }

    /// <summary>The step is the one with the gradient of the probabilities, which goes back through the activation.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheStepIsThatThroughTheActivation(string name, string ofLoss)
    {
        var loss = Losses[ofLoss]();
        string? expected = null;
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            foreach (int threads in ThreadCounts.All)
            {
                const int count = 5;
                using INetwork whole = Networks[name](instructionSet, threads), parts = Networks[name](instructionSet, threads);
                var (size, channels) = (whole.Info.OutputSize, whole.Info.OutputChannels);
                float[] images = [.. Enumerable.Range(0, count * whole.Info.InputSize).Select(i => MathF.Sin(i))];
                int[] classes = [.. Enumerable.Range(0, count * size / channels).Select(i => i * i % channels)];
                float[] values = [.. Enumerable.Range(0, count * size).Select(i => classes[i / channels] == i % channels ? 1f : 0)];
                double got = loss.TargetKind == TargetKind.Classes
                    ? whole.TrainBatch(images, classes, loss, new Sgd(0.5)).Loss
                    : whole.TrainBatch(images, values, loss, new Sgd(0.5)).Loss;

                float[] outputs = new float[count * size], gradients = new float[count * size];
                parts.Forward(images, outputs);
                double sum = 0;
                for (int image = 0; image < count; image++)
                {
                    var targets = loss.TargetKind == TargetKind.Classes
                        ? new Targets(classes).Slice(image * size / channels, size / channels)
                        : new Targets(values).Slice(image * size, size);
                    sum += loss.ComputeScaled(new LossCall(
                        instructionSet, outputs.AsSpan(image * size, size), targets, gradients.AsSpan(image * size, size))
                    {
                        Scale = 1f / count,
                        Channels = channels,
                    });
                }

                parts.Backward(gradients);
                parts.Step(new Sgd(0.5));
                Assert.Equal(sum / count, got, 1e-6);
                for (int i = 0; i < whole.Parameters.Count; i++)
                {
                    foreach (var (one, other) in Bits.Values(parts.Parameters[i]).Zip(Bits.Values(whole.Parameters[i])))
                        Assert.True(Math.Abs(one - other) <= 2e-6, $"{name}, {ofLoss}: {other} rather than {one}");
                }

                expected ??= Bits.HashOfWeights(whole);
                Assert.Equal(expected, Bits.HashOfWeights(whole));
            }
        }
    }

    /// <summary>A network that is as sure as floats can be, and wrong, learns.</summary>
    [Fact]
    public void SaturatedEndsLearn()
    {
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using (var one = new OneSigmoid(instructionSet: instructionSet))
            {
                Assert.Equal([99], After(one, [100], [1], new float[] { 0 }, new BinaryCrossentropy()));
                Assert.Equal([-99], After(one, [-100], [1], new float[] { 1 }, new BinaryCrossentropy()));
            }

            using (var two = new TwoSoftmax(instructionSet: instructionSet))
            {
                Assert.Equal([199, 1], After(two, [200, 0], [1], new float[] { 0, 1 }, new CategoricalCrossentropy()));
                Assert.Equal([199, 1], After(two, [200, 0], [1], new[] { 1 }, new SparseCategoricalCrossentropy()));
                Assert.Equal(
                    [199, 1], After(two, [200, 0], [1], new[] { 1 }, new SparseCategoricalCrossentropy { IgnoreClass = 5 }));
            }

            // Of a map each position is half of the loss: both are wrong, and each pulls by 1/2.
            using (var map = new SigmoidMap(instructionSet: instructionSet))
                Assert.Equal([99], After(map, [100], [1, 1], new float[] { 0, 0 }, new BinaryCrossentropy()));
            using (var map = new SoftmaxMap(instructionSet: instructionSet))
                Assert.Equal([199, 1], After(map, [200, 0], [1, 1], new[] { 1, 1 }, new SparseCategoricalCrossentropy()));
        }
    }

    /// <summary>The weights after a step of 1.</summary>
    private static float[] After(INetwork network, float[] weights, float[] image, Targets targets, Loss loss)
    {
        network.Parameters[0].CopyFrom(weights);
        network.TrainBatch(image, targets, loss, new Sgd(1));
        return Bits.Values(network.Parameters[0]);
    }
}
