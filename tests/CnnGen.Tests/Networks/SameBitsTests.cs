using CnnGen.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// The numerical contract: the same bits for every thread count, split into prediction batches and instruction set with fused multiply-add.
/// Without it (<c>DOTNET_EnableHWIntrinsic=0</c>) only the scalar kernels run, and are compared over threads.
/// </summary>
public sealed class SameBitsTests
{
    private static readonly int[] BatchSizes = [5, 2, 7];

    public static TheoryData<string> Names => ZooNetworks.Names;

    public static TheoryData<string> TrainableNames => ZooNetworks.TrainableNames;

    [Theory]
    [MemberData(nameof(Names))]
    public void OutputsAndGradientsAreTheSameEverywhere(string name)
    {
        var subject = ZooNetworks.Subject(name);
        List<(string What, float[] Values)>? expected = null;
        foreach (var (network, where) in Everywhere(subject))
        {
            using (network)
            {
                var got = Results(network, subject);
                expected ??= got;
                foreach (var ((what, want), (_, values)) in expected.Zip(got))
                    Bits.AreEqual(want, values, $"{name}, {where}, {what}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PredictionDoesNotDependOnTheSplit(string name)
    {
        var subject = ZooNetworks.Subject(name);
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using var network = subject.Create(instructionSet, threads: 3);
            var whole = new float[subject.Predicted.Length];
            network.Predict(subject.Images, whole);
            foreach (int size in (int[])[1, 2, 3, 6])
            {
                var split = new float[whole.Length];
                for (int image = 0; image < Subject.ImageCount; image += size)
                    PredictSome(network, subject, split, image, Math.Min(size, Subject.ImageCount - image));
                Bits.AreEqual(whole, split, $"{name}, {instructionSet.ToName()}, batches of {size}");
            }
        }
    }

    /// <summary>
    /// Prediction fuses what training keeps apart, which must not show; nor in what becomes of a NaN, an infinity and a negative zero.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void PredictionGivesTheBitsOfTheTrainingForm(string name)
    {
        var subject = ZooNetworks.Subject(name);
        var images = (float[])subject.Images.Clone();
        (images[0], images[images.Length / 3], images[images.Length / 2]) = (-0f, float.NaN, float.NegativeInfinity);
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using var network = subject.Create(instructionSet, threads: 2);
            // Dropout is at work in the training form alone.
            if (network.Info.Layers.Any(layer => layer.Kind == "Dropout"))
                return;
            var (predicted, forwarded) = (new float[subject.Predicted.Length], new float[subject.Forwarded.Length]);
            network.Predict(images, predicted);
            network.Forward(images, forwarded);
            Bits.AreEqual(forwarded, predicted, $"{name}, {instructionSet.ToName()}");
        }
    }

    [Theory]
    [MemberData(nameof(TrainableNames))]
    public void TrainedWeightsAreTheSameEverywhere(string name)
    {
        var subject = ZooNetworks.Subject(name);
        string? expected = null;
        foreach (var (network, where) in Everywhere(subject))
        {
            using (network)
            {
                string before = Bits.HashOfWeights(network);
                Train(network, subject);
                string hash = Bits.HashOfWeights(network);
                Assert.NotEqual(before, hash);
                expected ??= hash;
                Assert.True(expected == hash,
                    $"{name}, {where}: other weights after {BatchSizes.Length} steps than with the first instruction set");
            }
        }
    }

    private static IEnumerable<(INetwork Network, string Where)> Everywhere(Subject subject)
    {
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
            foreach (int threads in ThreadCounts.All)
                yield return (subject.Create(instructionSet, threads), $"{instructionSet.ToName()}, {threads} threads");
    }

    private static List<(string What, float[] Values)> Results(INetwork network, Subject subject)
    {
        var predicted = new float[subject.Predicted.Length];
        network.Predict(subject.Images, predicted);
        var forwarded = new float[subject.Forwarded.Length];
        network.Forward(subject.Images, forwarded);
        network.Backward(subject.Probes);
        return
        [
            ("prediction", predicted), ("training form", forwarded),
            .. network.Parameters.Where(p => p.Trainable).Select(p => ($"gradient of {p.Name}", Bits.Gradient(p))),
        ];
    }

    private static void PredictSome(INetwork network, Subject subject, float[] outputs, int first, int count)
    {
        var (input, output) = (network.Info.InputSize, network.Info.OutputSize);
        network.Predict(subject.Images.AsSpan(first * input, count * input), outputs.AsSpan(first * output, count * output));
    }

    private static void Train(INetwork network, Subject subject)
    {
        var optimizer = new Nadam(0.01);
        foreach (int size in BatchSizes)
        {
            int[] labels = [.. Enumerable.Range(0, size).Select(i => i * 3 % network.Info.OutputSize)];
            network.TrainBatch(subject.Images.AsSpan(0, size * network.Info.InputSize), labels, optimizer);
        }
    }
}
