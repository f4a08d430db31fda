using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Outputs of every network, on every instruction set and thread count, against the reference.</summary>
public sealed class ForwardTests
{
    public static TheoryData<string, InstructionSet> Cases => ZooNetworks.NamesAndInstructionSets;

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void PredictAgreesWithTheReference(string name, InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        var subject = ZooNetworks.Subject(name);
        using var network = subject.Create(instructionSet);
        foreach (int threads in ThreadCounts.All)
        {
            network.Threads = threads;
            var outputs = new float[subject.Predicted.Length];
            network.Predict(subject.Images, outputs);
            ReferenceAssert.Agrees(subject.Predicted, outputs, $"{name}, {threads} threads");
            AllOutputs.AssertAgree(network, subject, $"{name}, {threads} threads");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void ForwardAgreesWithTheReference(string name, InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        var subject = ZooNetworks.Subject(name);
        foreach (int threads in ThreadCounts.All)
        {
            using var network = subject.Create(instructionSet, threads);
            var outputs = new float[subject.Forwarded.Length];
            network.Forward(subject.Images, outputs);
            ReferenceAssert.Agrees(subject.Forwarded, outputs, $"{name}, {threads} threads");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ParametersHaveKerasNamesAndShapes(string name)
    {
        var subject = ZooNetworks.Subject(name);
        using var network = subject.Create(InstructionSet.Scalar);
        Assert.Equal(subject.Reference.Parameters.Select(p => p.Name), network.Parameters.Select(p => p.Name));
        Assert.Equal(subject.Reference.Parameters.Select(p => p.Shape), network.Parameters.Select(p => p.Shape.ToArray()));
        Assert.Equal(subject.Reference.Parameters.Select(p => p.Trainable), network.Parameters.Select(p => p.Trainable));
        Assert.Equal(subject.Reference.Input.Size, network.Info.InputSize);
        Assert.Equal(subject.Reference.Output.Size, network.Info.OutputSize);
    }

    public static TheoryData<string> Names => ZooNetworks.Names;
}
