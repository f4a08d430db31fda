using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Products;
using CnnGen.Generator.Tests.Support;
using GraphAlgorithm = CnnGen.Generator.Graph.ConvAlgorithm;

namespace CnnGen.Generator.Tests.Planning;

/// <summary>Into how many work items layers are cut where several threads predict one image.</summary>
public class InferenceSplitTests
{
    [Fact]
    public void ASmallLayerStaysWhole()
    {
        var plan = PlanOf(Declare.Input(4, 4, 2), Declare.Conv2D(8, 3, 3));
        var tiled = (TiledProduct)plan.Layers[1].Contraction!.Forward;
        Assert.Equal(1, InferenceSplit.Of(tiled.Product, tiled.Tilings[0], plan.Targets[0]).Items);
    }

    [Fact]
    public void ALargeDirectLayerIsCutByGroupsAndBandsIntoFewEnoughItems()
    {
        var plan = PlanOf(Declare.Input(96, 96, 16), Declare.Conv2D(64, 5, 5));
        var tiled = (TiledProduct)plan.Layers[1].Contraction!.Forward;
        for (var target = 0; target < plan.Targets.Count; target++)
        {
            var split = InferenceSplit.Of(tiled.Product, tiled.Tilings[target], plan.Targets[target]);
            Assert.InRange(split.Items, 16, 64);
            Assert.InRange(split.GroupItems, 1, split.Groups.Sum(group => group.Count));
        }
    }

    [Fact]
    public void NarrowerVectorsHaveMoreItems()
    {
        var plan = PlanOf(Declare.Input(14, 14, 16), Declare.Conv2D(64, 5, 5));
        var tiled = (TiledProduct)plan.Layers[1].Contraction!.Forward;
        var items = plan.Targets.Select((target, i) => InferenceSplit.Of(tiled.Product, tiled.Tilings[i], target).Items).ToArray();
        Assert.Equal(items.Order(), items);
        Assert.True(items[0] < items[^1]);
    }

    [Theory]
    [InlineData(14, 14, 1)]
    [InlineData(51, 54, 3)]
    public void FewBlocksOfStripsAreCutByStripsAndFrequencies(int height, int width, int blocks)
    {
        var (plan, tiled) = Winograd(height, width, channels: 64);
        var split = InferenceSplit.Of(tiled.Winograd, tiled.SingleTilings[0], plan.Targets[0]);
        Assert.Equal(0, split.BlockItems);
        Assert.Equal(blocks, split.Blocks.Count);
        Assert.Equal(tiled.Winograd.Grid.TileRows, split.Blocks.Sum(block => block.Strips));
        Assert.All(split.Blocks, block =>
        {
            Assert.InRange(block.ProductItems, 2, tiled.Winograd.Grid.Frequencies);
            Assert.InRange(block.InputItems, 1, block.Strips);
            Assert.InRange(block.OutputItems, 1, block.Strips);
        });
    }

    [Fact]
    public void ManyBlocksOfStripsAreItems()
    {
        var (plan, tiled) = Winograd(224, 224, channels: 8);
        var items = InferenceSplit.Of(tiled.Winograd, tiled.SingleTilings[0], plan.Targets[0]).BlockItems;
        Assert.True(items >= 8);
        // No item has more strips than its scratch room holds.
        Assert.InRange(tiled.Winograd.Grid.TileRows, 1, items * tiled.Winograd.StripsPerBlock);
    }

    private static (Plan Plan, TiledWinograd Tiled) Winograd(int height, int width, int channels)
    {
        var plan = PlanOf(
            Declare.Input(height, width, channels),
            Declare.Conv2D(channels, 3, 3, ("Padding", 1), ("Algorithm", (int)GraphAlgorithm.Winograd4x4)));
        return (plan, (TiledWinograd)plan.Layers[1].Contraction!.Forward);
    }

    private static Plan PlanOf(params LayerDeclaration[] attributes) =>
        Planner.Plan(Declare.Build(attributes), new GeneratorOptions(Target.All));
}
