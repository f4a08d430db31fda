using CnnGen.Runtime;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Channels, filters and sides around the widths of vectors: over all ones, a kernel of ones gives exactly 4 times the channels in
/// corners, 6 on edges, 9 inside. Each channel count, number of filters and side is met several times; <c>CNNGEN_TAILS=all</c> compiles
/// every combination, which takes a quarter of an hour.
/// </summary>
public sealed class VectorTailTests
{
    private static readonly int[] Channels = [1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17, 31, 33];

    private static readonly int[] Sides = [1, 2, 3, 5, 7, 8, 9, 17];

    [Theory]
    [MemberData(nameof(SideCases))]
    public void SumsOfOnesAreExact(int side)
    {
        var cases = Cases(side).ToList();
        var compiled = NetworkCompiler.Compile(string.Join("\n", cases.Select(each => each.Declaration).Prepend("using CnnGen;")));
        foreach (var each in cases)
        {
            foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
            {
                using var network = Subject.Construct(compiled[each.ClassName], Subject.NetworkSeed, instructionSet);
                network.Threads = 1;
                network.Parameters[0].CopyFrom(Ones(network.Parameters[0].Count));
                float[] predicted = new float[network.Info.OutputSize], forwarded = new float[network.Info.OutputSize];
                network.Predict(Ones(network.Info.InputSize), predicted);
                network.Forward(Ones(network.Info.InputSize), forwarded);
                for (int i = 0; i < predicted.Length; i++)
                {
                    var (row, column) = (i / each.Filters / side, i / each.Filters % side);
                    int expected = Cells(row, side) * Cells(column, side) * each.Inputs;
                    if (predicted[i] != expected || forwarded[i] != expected)
                    {
                        Assert.Fail(
                            $"{each}, {instructionSet.ToName()}, {row}, {column}: {predicted[i]} and {forwarded[i]}, not {expected}");
                    }
                }
            }
        }
    }

    public static TheoryData<int> SideCases => [.. Sides];

    /// <summary>
    /// Every third channel count at one side, the next ones at the next, so that three sides have them all; the filters lie ever further
    /// from the channels. F(2 x 2, 3 x 3) only halves and adds, which is exact here; F(4 x 4, 3 x 3) rounds.
    /// </summary>
    private static IEnumerable<Case> Cases(int side)
    {
        bool all = Environment.GetEnvironmentVariable("CNNGEN_TAILS") == "all";
        int at = Array.IndexOf(Sides, side);
        for (int i = 0; i < Channels.Length; i++)
        {
            for (int f = 0; f < Channels.Length; f++)
            {
                if (all || (i % 3 == at % 3 && f == (i + (2 * at) + 1) % Channels.Length))
                    yield return new(side, Channels[i], Channels[f], (i + at) % 4 == 0 ? ConvAlgorithm.Winograd2x2 : ConvAlgorithm.Direct);
            }
        }
    }

    /// <summary>Cells of an axis under a window of three around one.</summary>
    private static int Cells(int at, int side) => Math.Min(at + 2, side) - Math.Max(at - 1, 0);

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    private sealed record Case(int Side, int Inputs, int Filters, ConvAlgorithm Algorithm)
    {
        public string ClassName => $"Ones{Side}x{Side}x{Inputs}_{Filters}";

        public string Declaration =>
            $"""
            [Input({Side}, {Side}, {Inputs})]
            [Conv2D({Filters}, 3, Padding = Padding.Same, Algorithm = ConvAlgorithm.{Algorithm})]
            public sealed partial class {ClassName};
            """;
    }
}
