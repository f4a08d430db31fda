using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>One image predicted by several threads at once, or a few of them: the bits of one thread, whatever the threads.</summary>
public sealed class OneImageTests
{
    private const int Images = 2;

    private static readonly Dictionary<string, Type> ByName =
        typeof(Shared).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Append(typeof(FashionNetwork))
            .ToDictionary(type => type.Name);

    public static TheoryData<string, InstructionSet> Cases
    {
        get
        {
            var data = new TheoryData<string, InstructionSet>();
            foreach (string name in ByName.Keys.Order(StringComparer.Ordinal))
            {
                foreach (var instructionSet in Enum.GetValues<InstructionSet>())
                    data.Add(name, instructionSet);
            }

            return data;
        }
    }

    public static TheoryData<string> Names => [.. ByName.Keys.Order(StringComparer.Ordinal)];

    internal static Subject SubjectOf(string name) => Subject.WithoutExpectations(ByName[name]);

    /// <summary>Two threads, an odd number, and so many that each of two images is shared too.</summary>
    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void ThreadsGiveTheBitsOfOneAndStayInTheirArenas(string name, InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        var subject = SubjectOf(name);
        using var network = (CompiledNetwork)subject.Create(instructionSet);
        Assert.Contains(network.Code.InferStageItems.ToArray(), items => items > 1);
        var (input, output) = (network.Info.InputSize, network.Info.OutputSize);
        var expected = new float[Images * output];
        network.Predict(subject.Images.AsSpan(0, Images * input), expected);
        Assert.Contains(expected, value => value != expected[0]);

        foreach (var (threads, count) in ((int, int)[])[(2, 1), (3, 1), (8, 1), (8, 2)])
        {
            network.Threads = threads;
            var outputs = new float[Images * output];
            for (int first = 0; first < Images; first += count)
                network.Predict(subject.Images.AsSpan(first * input, count * input), outputs.AsSpan(first * output, count * output));
            Bits.AreEqual(expected, outputs, $"{name}, {threads} threads, {count} images a call");
            Assert.All(network.Arenas, arena => Assert.True(arena.GuardsAreIntact));
        }
    }

    /// <summary>Every network of the zoo, most of them in stages of one item.</summary>
    [Theory]
    [MemberData(nameof(ZooNetworks.Names), MemberType = typeof(ZooNetworks))]
    public void SmallNetworksGiveTheBitsOfOneThread(string name)
    {
        var subject = ZooNetworks.Subject(name);
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using var network = (CompiledNetwork)subject.Create(instructionSet);
            var image = subject.Images.AsSpan(0, network.Info.InputSize);
            var (expected, got) = (new float[network.Info.OutputSize], new float[network.Info.OutputSize]);
            network.Predict(image, expected);
            foreach (int threads in ThreadCounts.All)
            {
                network.Threads = threads;
                network.Predict(image, got);
                Bits.AreEqual(expected, got, $"{name}, {instructionSet.ToName()}, {threads} threads");
            }

            Assert.All(network.Arenas, arena => Assert.True(arena.GuardsAreIntact));
        }
    }
}
