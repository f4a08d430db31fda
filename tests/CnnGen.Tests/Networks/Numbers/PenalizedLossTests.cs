using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Reference;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>What outputs cost is in the losses that training and evaluation tell, the same bits everywhere.</summary>
public sealed class PenalizedLossTests
{
    public static TheoryData<string> Names =>
    [
        "PenalizedActivities", "EveryPenalizedLayer", "PenalizedSequence", "PenalizedNormalizations", "PenalizedBranches",
        "PenalizedFrozen", "PenalizedProbabilities", "PenalizedEnd",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void LossesAreTheSameEverywhere(string name)
    {
        var subject = ZooNetworks.Subject(name);
        var (trained, evaluated) = (new HashSet<double>(), new HashSet<double>());
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            foreach (int threads in (int[])[1, 3, 16])
            {
                using var network = subject.Create(instructionSet, threads);
                int[] labels = Labels(network.Info.OutputSize);
                evaluated.Add(network.Evaluate(Data(subject, network.Info, labels), batchSize: threads).Loss);
                trained.Add(network.TrainBatch(subject.Images, labels, new Sgd(0)).Loss);
            }
        }

        var reference = subject.Reference;
        int[] classes = Labels(reference.Output.Size);
        double loss = ReferenceNetwork.CrossEntropy(subject.Predicted, classes) + reference.Penalty(subject.Images);
        Assert.Equal(loss, Assert.Single(evaluated), 1e-5 * (1 + loss));
        double penalty = reference.Penalty(subject.Images, new TrainingDraws(Subject.NetworkSeed));
        loss = ReferenceNetwork.CrossEntropy(subject.Forwarded, classes) + penalty;
        Assert.Equal(loss, Assert.Single(trained), 1e-5 * (1 + loss));
        Assert.True(penalty > 0.01, $"a penalty of {penalty} would not be seen");
    }

    [Fact]
    public void AnEpochsLossAndItsValidationAreThoseOfAllImages()
    {
        var subject = ZooNetworks.Subject("PenalizedFrozen");
        using var network = subject.Create(InstructionSets.Best);
        var data = Data(subject, network.Info, Labels(network.Info.OutputSize));
        double loss = network.Evaluate(data).Loss;
        // Batches of 3, 3 and 1 image.
        var epoch = network.Fit(data, new FitOptions { Optimizer = new Sgd(0), BatchSize = 3, Validation = data }).Epochs[0];
        Assert.Equal(loss, epoch.Loss, 1e-9);
        Assert.Equal(loss, epoch.ValidationLoss!.Value, 1e-9);
    }

    [Fact]
    public void AnInfinitePenaltyIsNoNumber()
    {
        var subject = ZooNetworks.Subject("PenalizedActivities");
        using var network = subject.Create(InstructionSets.Best);
        float[] images = [.. subject.Images];
        images[0] = 1e30f;
        var result = network.TrainBatch(images, Labels(network.Info.OutputSize), new Sgd(0));
        Assert.Equal((1, double.PositiveInfinity), (result.NonFinite, result.Loss));
    }

    private static int[] Labels(int classes) => [.. Enumerable.Range(0, Subject.ImageCount).Select(i => (2 * i + 1) % classes)];

    private static ImageDataset Data(Subject subject, NetworkInfo info, int[] labels)
    {
        // A sequence is a map of one row.
        int[] shape = [.. info.InputShape.Count == 2 ? info.InputShape.Prepend(1) : info.InputShape];
        return new(subject.Images, labels, shape[0], shape[1], shape[2]);
    }
}
