using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Tests.Reference;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Gradients of every parameter of every network, on every instruction set and thread count, against the reference.</summary>
public sealed class GradientTests
{
    public static TheoryData<string, InstructionSet> Cases => ZooNetworks.NamesAndInstructionSets;

    public static TheoryData<InstructionSet> InstructionSetCases => [.. Enum.GetValues<InstructionSet>()];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void BackwardAgreesWithTheReference(string name, InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        var subject = ZooNetworks.Subject(name);
        foreach (int threads in ThreadCounts.All)
        {
            using var network = subject.Create(instructionSet, threads);
            network.Forward(subject.Images, new float[subject.Forwarded.Length]);
            network.Backward(subject.Probes);
            foreach (var (parameter, want) in network.Parameters.Zip(subject.Gradients).Where(p => p.First.Trainable))
                ReferenceAssert.Agrees(want, Bits.Gradient(parameter), $"{name}, {threads} threads, {parameter.Name}");
        }
    }

    /// <summary>
    /// The seed network has too many ReLUs for data on which float32 decides each as the reference does; one that falls otherwise moves
    /// single gradients a little, so they are compared as vectors.
    /// </summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSetCases))]
    public void SeedNetworkAgreesWithTheReference(InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        var (subject, outputs, gradients) = SeedNetworkExpectations.Value;
        using var network = subject.Create(instructionSet, threads: 2);
        var got = new float[outputs.Length];
        network.Forward(subject.Images.AsSpan(0, network.Info.InputSize), got);
        network.Backward(subject.Probes.AsSpan(0, network.Info.OutputSize));
        ReferenceAssert.Agrees(outputs, got, "outputs");
        foreach (var (parameter, want) in network.Parameters.Zip(gradients).Where(p => p.First.Trainable))
        {
            double error = Norm(want.Zip(Bits.Gradient(parameter), (w, g) => w.Value - g)), size = Norm(want.Select(w => w.Value));
            Assert.True(error <= 1e-4 * size, $"{parameter.Name}: the gradient is off by {error / size:G3} of its length");
        }
    }

    private static readonly Lazy<(Subject Subject, Estimate[] Outputs, Estimate[][] Gradients)> SeedNetworkExpectations = new(() =>
    {
        var subject = Subject.WithoutExpectations(typeof(FashionNetwork));
        var image = subject.Images.AsSpan(0, subject.Reference.Input.Size);
        Estimate[] probe = [.. subject.Probes.Take(subject.Reference.Output.Size).Select(p => (Estimate)p)];
        var draws = new TrainingDraws(Subject.NetworkSeed);
        var outputs = subject.Reference.Run(image, draws);
        subject.Reference.Differentiate(image, probe, draws);
        return (subject, outputs, [.. subject.Reference.Parameters.Select(p => p.Gradients)]);
    });

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(v => v * v));
}
