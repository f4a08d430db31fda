using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Losses;

[Input(1, 1, 1)]
[Flatten(Name = "x")]
[Dense(1, Activation.Sigmoid, UseBias = false, Name = "part")]
[Output("part")]
[Dense(1, From = "x", UseBias = false)]
internal sealed partial class OneSigmoidAside;

[Input(1, 1, 1)]
[Flatten(Name = "x")]
[Dense(2, Activation.Softmax, UseBias = false, Name = "part")]
[Output("part")]
[Dense(1, From = "x", UseBias = false)]
internal sealed partial class TwoSoftmaxAside;

[Input(2, 1, 1)]
[Conv2D(1, 1, Activation = Activation.Sigmoid, UseBias = false, Name = "part")]
[Output("part")]
[Conv2D(3, 1, UseBias = false)]
internal sealed partial class SigmoidMapInside;

[Input(2, 1, 1)]
[Conv2D(2, 1, Activation = Activation.Softmax, UseBias = false, Name = "part")]
[Output("part")]
[Conv2D(3, 1, UseBias = false)]
internal sealed partial class SoftmaxMapInside;

// Activations that are part of their layer or one of their own, of maps and vectors, read by others or by nobody, in front of a meeting of
// all images and behind it.
[Input(6, 5, 2)]
[Conv2D(7, 3, Padding = Padding.Same, Activation = Activation.Tanh, Name = "body")]
[Conv2D(16, 3, Padding = Padding.Same, Activation = Activation.Sigmoid, Name = "mask")]
[Output("mask")]
[Conv2D(4, 1, Activation = Activation.Softmax, Name = "kinds")]
[Output("kinds")]
[BatchNormalization]
[Conv2D(2, 3, Activation = Activation.Tanh)]
[GlobalAveragePool2D(Name = "pooled")]
[Dense(5, Activation.Sigmoid, Name = "labels")]
[Output("labels")]
[Dense(3, Activation.Softmax, From = "pooled", Name = "classes")]
[Output("classes")]
[Conv2D(17, 1, Activation = Activation.Sigmoid, From = "body", Name = "marks")]
[Output("marks")]
[Conv2D(3, 1, Activation = Activation.Softmax, From = "body", Name = "areas")]
[Output("areas")]
[Dense(2, From = "pooled", Name = "numbers")]
internal sealed partial class EveryKindOfOutput;

// Readers that hand on the gradient of their own output, and logits that are an output, too.
[Input(6, 5, 2)]
[Conv2D(5, 3, Activation = Activation.Tanh, Name = "body")]
[Conv2D(5, 1, Name = "logits")]
[Output("logits")]
[Activation(Activation.Sigmoid, Name = "gates")]
[Output("gates")]
[Add("body")]
[Multiply("gates")]
[Conv2D(5, 1, Activation = Activation.Sigmoid, Name = "own")]
[Output("own")]
[Add("body")]
[Flatten]
[Dense(3, Activation.Softmax, Name = "vector")]
[Output("vector")]
[Dense(2, Activation.Sigmoid)]
internal sealed partial class GatesAndSums;

/// <summary>Losses of further outputs that a sigmoid or a softmax makes give the gradient of the logits, as at a network's end.</summary>
public sealed class FusedOutputTests
{
    private const int Images = 5;

    private static readonly float[] Pixels = [.. Enumerable.Range(0, Images * 60).Select(i => MathF.Sin(i * 0.7f))];

    private static readonly Dictionary<string, Func<Loss>> Losses = new()
    {
        ["mask"] = () => new BinaryCrossentropy { LabelSmoothing = 0.1 },
        ["kinds"] = () => new CategoricalCrossentropy(),
        ["labels"] = () => new BinaryFocalCrossentropy(),
        ["classes"] = () => new SparseCategoricalCrossentropy(),
        ["marks"] = () => new BinaryCrossentropy(),
        ["areas"] = () => new SparseCategoricalCrossentropy { IgnoreClass = 1 },
        ["logits"] = () => new BinaryCrossentropy { FromLogits = true },
        ["gates"] = () => new BinaryFocalCrossentropy { ApplyClassBalancing = true },
        ["own"] = () => new BinaryCrossentropy(),
        ["vector"] = () => new CategoricalFocalCrossentropy(),
    };

    private static readonly Dictionary<string, Func<InstructionSet, int, INetwork>> Networks = new()
    {
        [nameof(EveryKindOfOutput)] = (isa, threads) => new EveryKindOfOutput(3, isa) { Threads = threads },
        [nameof(GatesAndSums)] = (isa, threads) => new GatesAndSums(3, isa) { Threads = threads },
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    /// <summary>The step is the one with the gradients of probabilities, and the same bits everywhere.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TheStepIsThatThroughTheActivations(string name)
    {
        string? expected = null;
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            foreach (int threads in ThreadCounts.All)
            {
                using INetwork network = Networks[name](instructionSet, threads), through = Networks[name](instructionSet, threads);
                var (data, losses) = (DataOf(network), LossesOf(network, loss => loss));
                var throughActivations = LossesOf(network, loss => new OfProbabilities(loss));
                double got = network.TrainBatch(Pixels, data.Targets, losses, new Sgd(0.5)).Loss;
                Assert.Equal(through.TrainBatch(Pixels, data.Targets, throughActivations, new Sgd(0.5)).Loss, got, 1e-5);
                for (int i = 0; i < network.Parameters.Count; i++)
                {
                    foreach (var (one, other) in Bits.Values(through.Parameters[i]).Zip(Bits.Values(network.Parameters[i])))
                        Assert.True(Math.Abs(one - other) <= 4e-6, $"{network.Parameters[i].Name}: {other} rather than {one}");
                }

                expected ??= Bits.HashOfWeights(network);
                Assert.Equal(expected, Bits.HashOfWeights(network));
            }
        }
    }

    /// <summary>Gradients by differences of what a step of no length tells.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsAreThoseOfTheSum(string name)
    {
        using var network = Networks[name](InstructionSets.Best, 1);
        var (data, losses) = (DataOf(network), LossesOf(network, loss => loss));
        double Loss() => network.TrainBatch(Pixels, data.Targets, losses, new Sgd(0)).Loss;
        Loss();
        Parameter[] trained = [.. network.Parameters.Where(parameter => parameter.Trainable)];
        foreach (var (parameter, gradient) in trained.Zip([.. trained.Select(Bits.Gradient)]))
        {
            float[] values = Bits.Values(parameter);
            for (int i = 0; i < values.Length; i += 5)
            {
                const float step = 1 / 64f;
                double Changed(float change)
                {
                    float[] changed = [.. values];
                    changed[i] += change;
                    parameter.CopyFrom(changed);
                    return Loss();
                }

                double expected = (Changed(step) - Changed(-step)) / (2 * step);
                Assert.True(Math.Abs(expected - gradient[i]) < 2e-3, $"{parameter.Name}[{i}]: {gradient[i]} rather than {expected}");
            }

            parameter.CopyFrom(values);
        }
    }

    /// <summary>An output that is as sure as floats can be, and wrong, learns, whether others read it or not.</summary>
    [Fact]
    public void SaturatedOutputsLearn()
    {
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using (var one = new OneSigmoidAside(instructionSet: instructionSet))
            {
                Assert.Equal([99], After(one, [100], data => data.WithTargets("part", Floats(0)), new BinaryCrossentropy()));
                Assert.Equal([-99], After(one, [-100], data => data.WithTargets("part", Floats(1)), new BinaryCrossentropy()));
            }

            using (var two = new TwoSoftmaxAside(instructionSet: instructionSet))
            {
                Assert.Equal([199, 1], After(
                    two, [200, 0], data => data.WithTargets("part", Floats(0, 1)), new CategoricalCrossentropy()));
                Assert.Equal([199, 1], After(
                    two, [200, 0], data => data.WithTargets("part", new[] { 1 }), new SparseCategoricalCrossentropy()));
            }

            // Of a map each position is half of the loss: both are wrong, and each pulls by 1/2.
            using (var map = new SigmoidMapInside(instructionSet: instructionSet))
                Assert.Equal([99], After(map, [100], data => data.WithTargets("part", Floats(0, 0)), new BinaryCrossentropy()));
            using (var map = new SoftmaxMapInside(instructionSet: instructionSet))
            {
                Assert.Equal([199, 1], After(
                    map, [200, 0], data => data.WithTargets("part", Floats(0, 1, 0, 1)), new CategoricalCrossentropy()));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StepsAllocateNothing(string name)
    {
        using var network = Networks[name](InstructionSets.Best, 1);
        var (data, losses, optimizer) = (DataOf(network), LossesOf(network, loss => loss), new Sgd(0.01));
        Step();
        Step();
        Assert.Equal(0, Step());

        long Step()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            network.TrainBatch(Pixels, data.Targets, losses, optimizer);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    /// <summary>After losses that give gradients of logits come others, and the other way round.</summary>
    [Fact]
    public void LossesMayChangeBetweenSteps()
    {
        Loss[] losses = [new BinaryCrossentropy(), new MeanSquaredError(), new BinaryCrossentropy()];
        using var both = new SigmoidMapInside(seed: 1);
        foreach (var loss in losses)
        {
            float[][] before = [.. both.Parameters.Select(Bits.Values)];
            Step(both, loss);
            using var alone = new SigmoidMapInside(seed: 2);
            for (int i = 0; i < before.Length; i++)
                alone.Parameters[i].CopyFrom(before[i]);
            Step(alone, loss);
            Assert.Equal(Bits.HashOfWeights(alone), Bits.HashOfWeights(both));
        }

        static void Step(INetwork network, Loss loss) => network.TrainBatch(
            [1, -2], new Targets(new float[6]).WithOutput("part", Floats(0, 1), 1),
            new OutputLosses(new MeanSquaredError()).With("part", loss), new Sgd(0.1));
    }

    /// <summary>The first weights after a step of 1, whose images are all 1 and whose last layer has a loss of weight 0.</summary>
    private static float[] After(INetwork network, float[] weights, Func<ImageDataset, ImageDataset> withTargets, Loss loss)
    {
        network.Parameters[0].CopyFrom(weights);
        int height = network.Info.InputShape[0];
        float[] pixels = [.. Enumerable.Repeat(1f, height)];
        var data = withTargets(new ImageDataset(pixels, new float[network.Info.OutputSize], height, 1, 1));
        network.TrainBatch(data.Floats, data.Targets, new OutputLosses(new MeanSquaredError(), 0).With("part", loss), new Sgd(1));
        return Bits.Values(network.Parameters[0]);
    }

    private static ImageDataset DataOf(INetwork network)
    {
        var data = new ImageDataset(Pixels, Shares(network.Info.OutputShape), 6, 5, 2);
        foreach (var output in network.Info.FurtherOutputs)
        {
            data = Losses[output.Name]().TargetKind == TargetKind.Classes
                ? data.WithTargets(output.Name, Classes(output.Shape))
                : data.WithTargets(output.Name, Shares(output.Shape));
        }

        return data;

        static int[] Classes(IReadOnlyList<int> shape) =>
            [.. Enumerable.Range(0, Images * shape.Aggregate(1, (a, b) => a * b) / shape[^1]).Select(i => i * i % shape[^1])];

        static float[] Shares(IReadOnlyList<int> shape) =>
            [.. Classes(shape).SelectMany(label => Enumerable.Range(0, shape[^1]).Select(i => i == label ? 1f : 0))];
    }

    private static OutputLosses LossesOf(INetwork network, Func<Loss, Loss> change)
    {
        var losses = new OutputLosses(new MeanSquaredError(), 0.5);
        foreach (var (output, i) in network.Info.FurtherOutputs.Select((output, i) => (output, i)))
            losses = losses.With(output.Name, change(Losses[output.Name]()), 0.5 + (0.25 * i));
        return losses;
    }

    private static float[] Floats(params float[] values) => values;

    /// <summary>A loss that gives gradients of probabilities alone.</summary>
    private sealed class OfProbabilities(Loss loss) : Loss
    {
        public override TargetKind TargetKind => loss.TargetKind;

        public override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients) =>
            loss.Compute(outputs, targets, gradients);

        internal override int? ClassToIgnore => loss.ClassToIgnore;

        internal override double ComputeScaled(in LossCall call) =>
            loss.ComputeScaled(new LossCall(call.InstructionSet, call.Outputs, call.Targets, call.Gradients)
            {
                Scale = call.Scale,
                Channels = call.Channels,
            });
    }
}
