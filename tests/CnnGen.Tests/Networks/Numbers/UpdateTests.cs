using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Updates, and the kernels prepared from them, that go along with the weight gradients of other layers.</summary>
public sealed class UpdateTests
{
    /// <summary>Clips nothing, but makes the updates wait for all gradients.</summary>
    private const double LargeNorm = 1e30;

    public static TheoryData<string> TrainableNames => ZooNetworks.TrainableNames;

    public static TheoryData<InstructionSet> InstructionSetCases => [.. Enum.GetValues<InstructionSet>()];

    [Theory]
    [MemberData(nameof(TrainableNames))]
    public void UpdatesAmongGradientsGiveTheBitsOfThoseAfterThem(string name)
    {
        var subject = ZooNetworks.Subject(name);
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            foreach (int threads in ThreadCounts.All)
            {
                using INetwork among = subject.Create(instructionSet, threads), after = subject.Create(instructionSet, threads),
                clipped = subject.Create(instructionSet, threads);
                Train(among, subject, new Nadam(0.01));
                Train(after, subject, new Nadam(0.01) { GlobalClipNorm = LargeNorm });
                Train(clipped, subject, new Nadam(0.01) { ClipNorm = 1e-3 });
                string where = $"{name}, {instructionSet.ToName()}, {threads} threads";
                Assert.True(Bits.HashOfWeights(among) == Bits.HashOfWeights(after), $"{where}: other weights");
                Assert.True(Bits.HashOfWeights(among) != Bits.HashOfWeights(clipped), $"{where}: clipping changes nothing");
            }
        }
    }

    [Theory]
    [MemberData(nameof(TrainableNames))]
    public void KernelsArePreparedFromTheUpdatedWeights(string name)
    {
        var subject = ZooNetworks.Subject(name);
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
            AssertKernelsAreThoseOfTheWeights(subject, instructionSet, Subject.ImageCount);
    }

    /// <summary>Its kernels are too many for the caches and, with vectors of a whole cache line, stored past them.</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void KernelsOfTheSeedNetworkArePreparedFromTheUpdatedWeights(InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        AssertKernelsAreThoseOfTheWeights(Subject.WithoutExpectations(typeof(FashionNetwork)), instructionSet, count: 2);
    }

    /// <summary>A network that was trained predicts, and differentiates, as one that is given its weights.</summary>
    private static void AssertKernelsAreThoseOfTheWeights(Subject subject, InstructionSet instructionSet, int count)
    {
        using INetwork trained = subject.Create(instructionSet, threads: 2), copy = subject.Create(instructionSet);
        var images = subject.Images.AsSpan(0, count * trained.Info.InputSize);
        var optimizer = new Nadam(0.01);
        // Once on the copy, too, so that both draw the mask of the second step.
        trained.TrainBatch(images, new int[count], optimizer);
        copy.TrainBatch(images, new int[count], new Sgd(0));
        foreach (var (from, to) in trained.Parameters.Zip(copy.Parameters))
            to.CopyFrom(Bits.Values(from));

        float[] want = new float[count * trained.Info.OutputSize], got = new float[want.Length];
        copy.Predict(images, want);
        trained.Predict(images, got);
        Bits.AreEqual(want, got, $"{trained.Info.Name}, {instructionSet.ToName()}, prediction");

        copy.TrainBatch(images, new int[count], new Sgd(0));
        trained.TrainBatch(images, new int[count], new Sgd(0));
        foreach (var (expected, parameter) in copy.Parameters.Zip(trained.Parameters).Where(pair => pair.First.Trainable))
        {
            Bits.AreEqual(Bits.Gradient(expected), Bits.Gradient(parameter),
                $"{trained.Info.Name}, {instructionSet.ToName()}, gradient of {parameter.Name}");
        }
    }

    private static void Train(INetwork network, Subject subject, Optimizer optimizer)
    {
        int[] labels = [.. Enumerable.Range(0, Subject.ImageCount).Select(i => i * 3 % network.Info.OutputSize)];
        for (int step = 0; step < 2; step++)
            network.TrainBatch(subject.Images, labels, optimizer);
    }
}
