using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>What the network tells about how it is computed.</summary>
public class SummaryTests
{
    [Fact]
    public void EachDirectionOfALayerWithAKernelHasItsReasons()
    {
        var layers = FashionNetwork.Information.Layers;
        Assert.All(layers, layer => Assert.Equal(layer.Kind is "Conv2D" or "Dense", layer.Choices.Count > 0));
        // Nobody wants the gradient of the images.
        LayerDirection[] all = [LayerDirection.Forward, LayerDirection.InputGradient, LayerDirection.WeightGradient];
        var kernels = layers.Where(layer => layer.Choices.Count > 0).ToArray();
        Assert.Equal([LayerDirection.Forward, LayerDirection.WeightGradient], kernels[0].Choices.Select(choice => choice.Direction));
        Assert.All(kernels[1..], layer => Assert.Equal(all, layer.Choices.Select(choice => choice.Direction)));

        foreach (var choice in kernels.SelectMany(layer => layer.Choices))
        {
            Assert.Equal(1, choice.Candidates[0].RelativeCost);
            // No layer states its algorithm, so each has the one of the least cost.
            Assert.Equal(choice.Candidates.MinBy(candidate => candidate.RelativeCost).Algorithm, choice.Algorithm);
            Assert.Equal(Enum.GetValues<InstructionSet>().Reverse(), choice.Tiles.Select(tile => tile.InstructionSet));
            Assert.All(choice.Tiles, tile => Assert.True(tile is { Rows: > 0, Vectors: > 0 }, $"{tile}"));
        }

        Assert.Equal(3, layers.Single(layer => layer.Name == "conv2d_1").Choices[0].Candidates.Count);
    }

    [Fact]
    public void BranchesAndFrozenLayersAreSeen()
    {
        using var stack = new FashionNetwork();
        Assert.DoesNotContain("Reads", stack.Summary(), StringComparison.Ordinal);
        Assert.DoesNotContain("frozen", stack.Summary(), StringComparison.Ordinal);

        using var branched = new FrozenBetween();
        var lines = branched.Summary().Split(Environment.NewLine);
        Assert.EndsWith("  Reads", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("  separable_conv2d, a", Assert.Single(lines, line => line.StartsWith("add (Add) ", StringComparison.Ordinal)));
        Assert.Equal(
            ["batch_normalization", "separable_conv2d"],
            lines.Where(line => line.Contains(", frozen)", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).Take(2));
        Assert.Equal(["separable_conv2d", "a"], branched.Info.Layers.Single(layer => layer.Reads.Count > 0).Reads);
    }

    /// <summary>Algorithms that are never chosen, whatever they cost, are none to choose from.</summary>
    [Fact]
    public void ATransposedConvolutionIsDirectWithoutAnotherCandidate()
    {
        var layers = TransposedOver8To17.Information.Layers.Where(layer => layer.Kind == "Conv2DTranspose").ToArray();
        Assert.Equal(3, layers.Length);
        Assert.All(layers.SelectMany(layer => layer.Choices), choice =>
            Assert.Equal([new AlgorithmCandidate(choice.Algorithm, 1)], choice.Candidates));
    }

    [Fact]
    public void TheDetailedSummaryIsTheSummaryWithALineForEachChoice()
    {
        using var network = new FashionNetwork();
        var (brief, detailed) = (network.Summary(), network.Summary(detailed: true));
        Assert.Equal(brief, network.Summary(detailed: false));
        Assert.StartsWith(brief, detailed, StringComparison.Ordinal);

        var lines = detailed[brief.Length..].Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        // Below a heading and its rule.
        Assert.Equal(2 + network.Info.Layers.Sum(layer => layer.Choices.Count), lines.Length);
        var gradient = Assert.Single(lines, line =>
            line.StartsWith("conv2d_1 ", StringComparison.Ordinal) && line.Contains("weight gradient", StringComparison.Ordinal));
        var choice = network.Info.Layers.Single(layer => layer.Name == "conv2d_1").Choices[^1];
        Assert.All(choice.Candidates, candidate =>
            Assert.Contains(
                FormattableString.Invariant($"{candidate.Algorithm} {candidate.RelativeCost:F2}"), gradient, StringComparison.Ordinal));
        Assert.All(choice.Tiles, tile =>
            Assert.Contains($"{tile.InstructionSet.ToName()} {tile.Rows}x{tile.Vectors}", gradient, StringComparison.Ordinal));
    }
}
