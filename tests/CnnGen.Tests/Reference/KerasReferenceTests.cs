using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Reference;

/// <summary>The reference against what Keras itself computed.</summary>
public sealed class KerasReferenceTests
{
    public static TheoryData<string> Files => [.. KerasCase.Files.Keys];

    /// <summary>Inputs and outputs that Keras' own tests of these layers state, to three digits; weights are ones.</summary>
    public static TheoryData<string, int[], float[], double[]> Stated => new()
    {
        { "LayerNormalization", [1, 5], [0, 1, 2, 3, 4], [-0.414, 0.293, 1, 1.707, 2.414] },
        {
            "GroupNormalization(Groups = 1, Center = false, Scale = false)", [1, 8], [-1, -1, 1, 1, 2, 2, 0, -2],
            [-0.898, -0.898, 0.539, 0.539, 1.257, 1.257, -0.180, -1.616]
        },
        {
            "GroupNormalization(Groups = 2, Center = false, Scale = false)", [1, 8], [-1, -1, 1, 1, 2, 2, 0, -2],
            [-1, -1, 1, 1, 0.904, 0.904, -0.301, -1.507]
        },
        {
            "GroupNormalization(Groups = 2, Center = false, Scale = false)", [2, 4], [-1, -1, 2, 2, 1, 1, 0, -2],
            [-1, -1, 0.904, 0.904, 1, 1, -0.301, -1.507]
        },
        {
            "GroupNormalization(Groups = -1, Center = false, Scale = false)", [2, 4], [-1, 1, 0, 2, 1, 3, -4, -2],
            [-1, -1, 1, 1, 1, 1, -1, -1]
        },
    };

    [Theory]
    [MemberData(nameof(Stated))]
    public void ReferenceGivesWhatKerasTestsState(string layer, int[] shape, float[] input, double[] expected)
    {
        var compiled = NetworkCompiler.CompileDeclarations(
            $"using CnnGen;\n[Input(1, {shape[0]}, {shape[1]})]\n[{layer}]\npublic sealed partial class Case;");
        var network = ReferenceNetwork.Of(compiled["Case"]);
        network.SetParameters((_, _) => 1);
        Assert.All(network.Run(input).Zip(expected), pair => Assert.Equal(pair.Second, pair.First.Value, 1e-3));
    }

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void ReferenceGivesWhatKerasGave(string file)
    {
        var cases = KerasCase.Read(file);
        Assert.Equal(KerasCase.Files[file], cases.Count);
        var declarations = cases.Select((c, i) => c.Declaration($"Case{i}"));
        var compiled = NetworkCompiler.CompileDeclarations(string.Join("\n", declarations.Prepend("using CnnGen;")));
        for (int i = 0; i < cases.Count; i++)
        {
            var network = ReferenceNetwork.Of(compiled[$"Case{i}"]);
            Assert.Equal(cases[i].Weights.Select(w => w.Shape), network.Parameters.Select(p => p.Shape));
            foreach (var (parameter, weights) in network.Parameters.Zip(cases[i].Weights))
            {
                for (int k = 0; k < weights.Data.Length; k++)
                    parameter.Values[k] = weights.Data[k];
            }

            var got = network.Run(cases[i].Input.Data);

            Assert.Equal(cases[i].Expected.Data.Length, got.Length);
            for (int k = 0; k < got.Length; k++)
            {
                Assert.True(
                    Math.Abs(got[k].Value - cases[i].Expected.Data[k]) <= cases[i].Tolerance,
                    $"{cases[i].Name}[{k}]: Keras gave {cases[i].Expected.Data[k]}, the reference {got[k].Value}");
            }
        }
    }
}
