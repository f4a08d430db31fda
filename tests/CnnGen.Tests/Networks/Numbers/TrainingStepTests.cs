using CnnGen.Runtime;
using CnnGen.Tests.Reference;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>One step of training: what it reports, its gradients (softmax and cross-entropy in one) and its update.</summary>
public sealed class TrainingStepTests
{
    private const float LearningRate = 0.125f;

    public static TheoryData<string, InstructionSet> Cases
    {
        get
        {
            var data = new TheoryData<string, InstructionSet>();
            foreach (string name in (IEnumerable<string>)ZooNetworks.TrainableNames)
            {
                foreach (var instructionSet in Enum.GetValues<InstructionSet>())
                    data.Add(name, instructionSet);
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void StepAgreesWithTheReference(string name, InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        var subject = ZooNetworks.Subject(name);
        using var network = subject.Create(instructionSet, threads: 2);
        int classes = network.Info.OutputSize;
        int[] labels = [.. Enumerable.Range(0, Subject.ImageCount).Select(i => (2 * i + 1) % classes)];
        var (gradients, loss) = Expectations(subject.Network, subject, labels);

        var result = network.TrainBatch(subject.Images, labels, new Sgd(LearningRate));

        Assert.Equal(Subject.ImageCount, result.Count);
        Assert.Equal(loss, result.Loss, 1e-5 * (1 + loss));
        Assert.Equal(Correct(subject.Forwarded, labels), result.Correct);
        for (int i = 0; i < network.Parameters.Count; i++)
        {
            if (network.Parameters[i].Trainable)
            {
                ReferenceAssert.Agrees(gradients[i], Bits.Gradient(network.Parameters[i]), $"gradient of {network.Parameters[i].Name}");
                Estimate[] updated = [.. subject.Weights[i].Zip(gradients[i], (w, g) => w - (LearningRate * g))];
                ReferenceAssert.Agrees(updated, Bits.Values(network.Parameters[i]), network.Parameters[i].Name);
            }
            else if (!network.Parameters[i].Name.Contains("/moving_", StringComparison.Ordinal))
            {
                Bits.AreEqual(
                    subject.Weights[i], Bits.Values(network.Parameters[i]), $"{network.Parameters[i].Name}, which is not trained");
            }
        }
    }

    [Fact]
    public void EachStepDrawsItsOwnMask()
    {
        var subject = ZooNetworks.Subject("DropoutChain");
        using var network = subject.Create(InstructionSets.Best);
        int[] labels = new int[Subject.ImageCount];
        var still = new Sgd(0);

        // With a learning rate of zero only the mask can change the loss.
        double first = network.TrainBatch(subject.Images, labels, still).Loss,
        second = network.TrainBatch(subject.Images, labels, still).Loss;

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void ANetworkWithoutWeightsHasALoss()
    {
        var subject = ZooNetworks.Subject("SoftmaxOnly");
        int[] labels = [0, 1, 2, 3, 4, 5, 0];
        double want = ReferenceNetwork.CrossEntropy(subject.Forwarded, labels);
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using var network = subject.Create(instructionSet);
            var result = network.TrainBatch(subject.Images, labels, new Sgd());
            Assert.Equal(want, result.Loss, 1e-5);
            Assert.Equal(Correct(subject.Forwarded, labels), result.Correct);
        }
    }

    [Fact]
    public void LossOfAConfidentMistakeIsFinite()
    {
        var subject = ZooNetworks.Subject("NormalizedPerceptron");
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using var network = subject.Create(instructionSet);
            float[] images = [.. subject.Images.Select(x => 1000 * x)];
            var result = network.TrainBatch(images, new int[Subject.ImageCount], new Sgd(0));
            Assert.True(double.IsFinite(result.Loss) && result.Loss > 100, $"the loss is {result.Loss}");
            Assert.All(network.Parameters.Where(p => p.Trainable).SelectMany(Bits.Gradient), value => Assert.True(float.IsFinite(value)));
        }
    }

    /// <summary>
    /// The gradient through softmax and cross-entropy together is (p - onehot) / n at the logits; the reference takes its two steps.
    /// </summary>
    private static (IReadOnlyList<Estimate[]> Gradients, double Loss) Expectations(Type type, Subject subject, int[] labels)
    {
        var reference = ReferenceNetwork.Of(type);
        for (int i = 0; i < reference.Parameters.Count; i++)
        {
            for (int k = 0; k < subject.Weights[i].Length; k++)
                reference.Parameters[i].Values[k] = subject.Weights[i][k];
        }

        var gradient = ReferenceNetwork.CrossEntropyGradient(subject.Forwarded, labels);
        reference.Differentiate(subject.Images, gradient, new TrainingDraws(Subject.NetworkSeed));
        double penalty = reference.Penalty(subject.Images, new TrainingDraws(Subject.NetworkSeed));
        return ([.. reference.Parameters.Select(p => p.Gradients)], ReferenceNetwork.CrossEntropy(subject.Forwarded, labels) + penalty);
    }

    private static int Correct(Estimate[] probabilities, int[] labels) =>
        probabilities.Chunk(probabilities.Length / labels.Length).Zip(labels).Count(p => p.First.MaxBy(v => v.Value) == p.First[p.Second]);
}
