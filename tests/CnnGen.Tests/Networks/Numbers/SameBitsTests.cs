using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// The numerical contract: the same bits for every thread count, split into prediction batches and instruction set with fused multiply-add.
/// Without it (<c>DOTNET_EnableHWIntrinsic=0</c>) only the scalar kernels run, and are compared over threads.
/// </summary>
public sealed class SameBitsTests
{
    public static TheoryData<string> Names => ZooNetworks.Names;

    /// <summary>Dropout is at work in the training form alone.</summary>
    public static TheoryData<string> NamesWithoutDropout => ZooNetworks.SeenAlike(Names);

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
                var got = NetworkResults.Of(network, subject);
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
    [MemberData(nameof(NamesWithoutDropout))]
    public void PredictionGivesTheBitsOfTheTrainingForm(string name)
    {
        var subject = ZooNetworks.Subject(name);
        var images = (float[])subject.Images.Clone();
        (images[0], images[images.Length / 3], images[images.Length / 2]) = (-0f, float.NaN, float.NegativeInfinity);
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using var network = subject.Create(instructionSet, threads: 2);
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
                NetworkResults.Train(network, subject);
                string hash = Bits.HashOfWeights(network);
                Assert.NotEqual(before, hash);
                expected ??= hash;
                Assert.True(expected == hash,
                    $"{name}, {where}: other weights after {NetworkResults.Steps} steps than with the first instruction set");
            }
        }
    }

    private static IEnumerable<(INetwork Network, string Where)> Everywhere(Subject subject)
    {
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            foreach (int threads in ThreadCounts.All)
                yield return (subject.Create(instructionSet, threads), $"{instructionSet.ToName()}, {threads} threads");
        }
    }

    private static void PredictSome(INetwork network, Subject subject, float[] outputs, int first, int count)
    {
        var (input, output) = (network.Info.InputSize, network.Info.OutputSize);
        network.Predict(subject.Images.AsSpan(first * input, count * input), outputs.AsSpan(first * output, count * output));
    }
}
