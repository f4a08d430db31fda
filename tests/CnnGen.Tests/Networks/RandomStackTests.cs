using System.Globalization;
using CnnGen.Runtime;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Random stacks of layers through generator, compiler, prediction and gradients, against the reference. <c>CNNGEN_STACK_SEED</c> starts at
/// another seed; a failure names its seed and shows its stack.
/// </summary>
public sealed class RandomStackTests(
    RandomStackTests.CompiledStacks stacks, ITestOutputHelper output) : IClassFixture<RandomStackTests.CompiledStacks>
{
    private const int Count = 24;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(FirstSeed, Count)];

    private static int FirstSeed => int.Parse(Environment.GetEnvironmentVariable("CNNGEN_STACK_SEED") ?? "1", CultureInfo.InvariantCulture);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void StackAgreesWithTheReference(int seed)
    {
        output.WriteLine($"seed {seed}\n{RandomStack.Declare(seed)}");
        var subject = Subject.Of(stacks.Compiled.Value[seed - FirstSeed]);
        (float[] Predicted, float[] Forwarded, float[][] Gradients)? first = null;
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using var network = subject.Create(instructionSet, threads: 2);
            string where = $"seed {seed}, {instructionSet.ToName()}";
            var (predicted, forwarded) = (new float[subject.Predicted.Length], new float[subject.Forwarded.Length]);
            network.Predict(subject.Images, predicted);
            network.Forward(subject.Images, forwarded);
            network.Backward(subject.Probes);
            float[][] gradients = [.. network.Parameters.Select(p => p.Trainable ? Bits.Gradient(p) : [])];

            ReferenceAssert.Agrees(subject.Predicted, predicted, $"{where}, prediction");
            ReferenceAssert.Agrees(subject.Forwarded, forwarded, $"{where}, training form");
            for (int i = 0; i < gradients.Length; i++)
                if (network.Parameters[i].Trainable)
                    ReferenceAssert.Agrees(subject.Gradients[i], gradients[i], $"{where}, gradient of {network.Parameters[i].Name}");

            first ??= (predicted, forwarded, gradients);
            Bits.AreEqual(first.Value.Predicted, predicted, $"{where}, prediction");
            Bits.AreEqual(first.Value.Forwarded, forwarded, $"{where}, training form");
            foreach (var (want, got) in first.Value.Gradients.Zip(gradients))
                Bits.AreEqual(want, got, $"{where}, gradient");
        }
    }

    /// <summary>All stacks in one compilation.</summary>
    public sealed class CompiledStacks
    {
        internal Lazy<Type[]> Compiled { get; } = new(() => RandomStack.Compile(FirstSeed, Count));
    }
}
