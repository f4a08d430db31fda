using CnnGen.Runtime;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Compiled networks of one layer against what Keras computed, on every instruction set.</summary>
public sealed class KerasNetworkTests
{
    public static TheoryData<string> Files => [.. KerasCase.Files.Keys];

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void CompiledLayerGivesWhatKerasGave(string file)
    {
        var cases = KerasCase.Read(file);
        Assert.Equal(KerasCase.Files[file], cases.Count);
        var compiled =
            NetworkCompiler.Compile(string.Join("\n", cases.Select((c, i) => c.Declaration($"Case{i}")).Prepend("using CnnGen;")));
        for (int i = 0; i < cases.Count; i++)
        {
            foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
            {
                using var network = Subject.Construct(compiled[$"Case{i}"], 0, instructionSet);
                Assert.Equal(cases[i].Weights.Select(w => w.Shape), network.Parameters.Select(p => p.Shape.ToArray()));
                foreach (var (parameter, weights) in network.Parameters.Zip(cases[i].Weights))
                    parameter.CopyFrom(weights.Data);
                var got = new float[cases[i].Expected.Data.Length];

                network.Predict(cases[i].Input.Data, got);

                for (int k = 0; k < got.Length; k++)
                {
                    Assert.True(
                        Math.Abs(got[k] - cases[i].Expected.Data[k]) <= cases[i].Tolerance,
                        $"{cases[i].Name}[{k}], {instructionSet.ToName()}: Keras gave {cases[i].Expected.Data[k]}, the network {got[k]}");
                }
            }
        }
    }
}
