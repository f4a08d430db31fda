using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Products;
using CnnGen.Generator.Tests.Support;
using GraphAlgorithm = CnnGen.Generator.Graph.ConvAlgorithm;

namespace CnnGen.Generator.Tests.Planning;

/// <summary>Which algorithm each direction of a convolution gets, and the borders that it asks for.</summary>
public class AlgorithmPlannerTests
{
    private const int Same = 1;

    [Fact]
    public void The3x3LayersOfTheSeedNetworkAreWinogradInAllDirections()
    {
        var network = Declare.Build(
            Declare.Input(28, 28, 1),
            Declare.Layer("LayerDefaults", ("KernelSize", 3), ("Padding", Same), ("Activation", 1)),
            Declare.Conv2D(64, 7, 7),
            Declare.MaxPool2D(2, 2),
            Declare.Layer("Conv2D", ("Filters", 128)),
            Declare.Layer("Conv2D", ("Filters", 128)),
            Declare.MaxPool2D(2, 2),
            Declare.Layer("Conv2D", ("Filters", 256)),
            Declare.Layer("Conv2D", ("Filters", 256)));
        var tiles = PlanOf(network).Layers.Select(layer => layer.Contraction).OfType<Contraction>().Select(TilesOf).ToArray();
        Assert.Equal((0, null, 0), tiles[0]);
        Assert.Equal([(4, 4, 4), (4, 4, 4), (4, 4, 4), (4, 4, 4)], tiles[1..]);
    }

    [Theory]
    [InlineData(28, 28, 3, 3, 3, 1)]
    [InlineData(2, 2, 16, 3, 3, 1)]
    [InlineData(1, 1, 64, 3, 3, 1)]
    [InlineData(14, 14, 64, 3, 3, 2)]
    [InlineData(14, 14, 64, 5, 5, 1)]
    [InlineData(14, 14, 64, 1, 1, 1)]
    [InlineData(14, 14, 64, 3, 1, 1)]
    public void TinyAndOtherWindowsAreDirect(int height, int width, int channels, int kernelHeight, int kernelWidth, int strides)
    {
        var layer = Declare.Conv2D(channels, kernelHeight, kernelWidth, ("Strides", strides), ("Padding", Same));
        var network = Declare.Build(Declare.Input(height, width, channels), Declare.Conv2D(channels, 1, 1), layer);
        Assert.Equal((0, 0, 0), TilesOf(PlanOf(network).Layers[2].Contraction!));
    }

    [Fact]
    public void AnEstimateNeverFallsWhereALayerGrows()
    {
        int[] extents = [1, 4, 7, 14, 28, 57, 224];
        int[] channels = [1, 3, 16, 31, 64, 200, 512];
        foreach (var algorithm in new[] { ConvolutionAlgorithm.Direct, ConvolutionAlgorithm.Winograd2, ConvolutionAlgorithm.Winograd4 })
        {
            foreach (
                var cost in new Func<ConvolutionAlgorithm, int, int, int, int, double>[] { AlgorithmCost.OfProduct,
                    AlgorithmCost.OfWeightGradient })
            {
                foreach (var (rows, inputs) in extents.SelectMany(rows => channels.Select(inputs => (rows, inputs))))
                {
                    foreach (var (columns, outputs) in extents.SelectMany(columns => channels.Select(outputs => (columns, outputs))))
                    {
                        var small = cost(algorithm, rows, columns, inputs, outputs);
                        Assert.True(small > 0);
                        Assert.True(cost(algorithm, rows + 1, columns, inputs, outputs) >= small,
                            $"{algorithm}: a row more than {(rows, columns, inputs, outputs)}");
                        Assert.True(cost(algorithm, rows, columns + 1, inputs, outputs) >= small,
                            $"{algorithm}: a column more than {(rows, columns, inputs, outputs)}");
                        Assert.True(cost(algorithm, rows, columns, inputs + 1, outputs) >= small,
                            $"{algorithm}: an input more than {(rows, columns, inputs, outputs)}");
                        Assert.True(cost(algorithm, rows, columns, inputs, outputs + 1) >= small,
                            $"{algorithm}: an output more than {(rows, columns, inputs, outputs)}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(GraphAlgorithm.Direct, 0)]
    [InlineData(GraphAlgorithm.Winograd2x2, 2)]
    [InlineData(GraphAlgorithm.Winograd4x4, 4)]
    public void AStatedAlgorithmIsThatOfAllDirections(object algorithm, int tile)
    {
        // By itself the first would be direct, the second F(4 x 4, 3 x 3).
        var network = Declare.Build(
            Declare.Input(14, 14, 3), Declare.Conv2D(64, 3, 3, ("Algorithm", (int)algorithm)),
            Declare.Conv2D(64, 3, 3, ("Algorithm", (int)algorithm)));
        var plan = PlanOf(network);
        Assert.Equal((tile, null, tile), TilesOf(plan.Layers[1].Contraction!));
        Assert.Equal((tile, tile, tile), TilesOf(plan.Layers[2].Contraction!));
        Assert.Equal(tile == 0 ? "direct 3x3" : $"Winograd F({tile}x{tile}, 3x3)", plan.Layers[1].Contraction!.Algorithm);
    }

    [Fact]
    public void TheInstructionSetsChangeNeitherAlgorithmsNorLayouts()
    {
        int[] channels = [1, 3, 8, 10, 16, 24, 64, 128];
        int[] sizes = [3, 7, 14, 28];
        var networks = sizes.SelectMany(size => channels.Select(count => Declare.Build(
            Declare.Input(size, size + 1, count), Declare.Conv2D(2 * count, 3, 3, ("Padding", Same)),
            Declare.Conv2D(count, 3, 3)))).ToArray();
        var chosen = networks.Select(network => PlanOf(network)).ToArray();
        foreach (var target in Target.All)
        {
            foreach (var (network, all) in networks.Zip(chosen))
            {
                var alone = PlanOf(network, target);
                Assert.Equal(
                    all.Layers.Select(layer => layer.Contraction is { } c ? TilesOf(c) : default),
                    alone.Layers.Select(layer => layer.Contraction is { } c ? TilesOf(c) : default));
                Assert.Equal(all.Layers.Select(layer => layer.Places), alone.Layers.Select(layer => layer.Places));
                Assert.Equal(all.Memory, alone.Memory);
            }
        }

        // Otherwise there was nothing to choose.
        Assert.Equal([0, 4], chosen.Select(plan => TilesOf(plan.Layers.First(layer => layer.Contraction is not null).Contraction!).Forward)
            .Distinct().Order());
    }

    [Fact]
    public void BordersGrowWhereTilesHangOver()
    {
        // 7 x 9 pixels: tiles of 4 cover 8 x 12, tiles of 2 cover 8 x 10; a window reaches one pixel further.
        Assert.Equal(new Border(1, 1, 1, 1), InputBorder(GraphAlgorithm.Direct));
        Assert.Equal(new Border(1, 1, 2, 2), InputBorder(GraphAlgorithm.Winograd2x2));
        Assert.Equal(new Border(1, 1, 2, 4), InputBorder(GraphAlgorithm.Winograd4x4));

        Border InputBorder(GraphAlgorithm algorithm) => PlanOf(TwoLayers(7, 9, Same, algorithm)).Layers[0].Places.Inference.Tensor.Border;
    }

    [Fact]
    public void ConvolutionsThatReadOneTensorShareALargeEnoughBorder()
    {
        // No attribute makes a branch, so the second convolution is led back to the input by hand.
        var stack = Declare.Build(
            Declare.Input(7, 9, 3),
            Declare.Conv2D(3, 3, 3, ("Padding", Same), ("Algorithm", (int)GraphAlgorithm.Winograd4x4)),
            Declare.Conv2D(3, 5, 5, ("Padding", Same)));
        var branches = stack with { Layers = new([stack.Layers[0], stack.Layers[1], stack.Layers[2] with { Inputs = new([0]) }]) };
        Assert.Equal(new Border(2, 2, 2, 4), new Layouts(branches, branches.Layers.Select(LayerPlanners.Of)).Output(0).Border);
    }

    [Theory]
    [InlineData("MaxPool2D", "PoolHeight", "PoolWidth")]
    [InlineData("AveragePool2D", "PoolHeight", "PoolWidth")]
    public void APoolWritesIntoTheBorderedTensorOfTheTilesBehindIt(string kind, string height, string width)
    {
        var plan = PlanOf(Declare.Build(
            Declare.Input(10, 12, 3),
            Declare.Layer(kind, (height, 2), (width, 2)),
            Declare.Layer("Dropout", ("Rate", 0.5)),
            Declare.Conv2D(3, 3, 3, ("Padding", Same), ("Algorithm", (int)GraphAlgorithm.Winograd4x4))));
        // 5 x 6 pixels, tiles cover 8 x 8. In prediction dropout is the identity, and its buffer that of the pool.
        var border = new Border(1, 1, 4, 3);
        Assert.Equal((border, border), (plan.Layers[1].Places.Inference.Tensor.Border, plan.Layers[2].Places.Inference.Tensor.Border));
        Assert.Equal((true, plan.Layers[1].Places.Inference.Offset),
            (plan.Layers[2].Places.Inference.IsAlias, plan.Layers[2].Places.Inference.Offset));
        Assert.Equal(border, plan.Layers[2].Places.Training.Tensor.Border);
    }

    public static TheoryData<int, int> TilesAndPaddings => new() { { 2, 0 }, { 2, Same }, { 4, 0 }, { 4, Same } };

    [Theory]
    [MemberData(nameof(TilesAndPaddings))]
    public void TilesReadUpToTheEndOfTheirBordersAndNoFurther(int tile, int padding)
    {
        var algorithm = tile == 2 ? GraphAlgorithm.Winograd2x2 : GraphAlgorithm.Winograd4x4;
        for (var height = 5; height <= 17; height++)
        {
            for (var width = 5; width <= 17; width++)
            {
                var plan = PlanOf(TwoLayers(height, width, padding, algorithm));
                var first = (Input: plan.Layers[0].Places.Training.Tensor, Gradient: plan.Layers[1].Places.Gradient!.Tensor);
                var second = (Input: plan.Layers[1].Places.Training.Tensor, Gradient: plan.Layers[2].Places.Gradient!.Tensor);
                // What comes first wants no gradient of its input; of the second's gradient, the input gradient reads most.
                AssertReads(first.Input, [ForwardOf(plan, 1), InputOf(plan, 1)]);
                AssertReads(second.Input, [ForwardOf(plan, 2), InputOf(plan, 2)]);
                AssertReads(first.Gradient, [GradientOf(plan, 1)]);
                AssertReads(second.Gradient, [GradientOf(plan, 2), InputGradientOf(plan, 2)]);
            }
        }
    }

    /// <summary>The first and the last pixel that the readers touch are the corners of the buffer.</summary>
    private static void AssertReads(Tensor tensor, (int First, int Rows, int Columns)[] readers)
    {
        Assert.Equal(0, readers.Min(reader => reader.First));
        Assert.Equal(tensor.Border.Top + tensor.Shape.Height + tensor.Border.Bottom,
            readers.Max(reader => (reader.First / tensor.RowStride) + reader.Rows));
        Assert.Equal(tensor.RowStride / tensor.ChannelStride,
            readers.Max(reader => (reader.First % tensor.RowStride / tensor.ChannelStride) + reader.Columns));
    }

    private static (int First, int Rows, int Columns) ForwardOf(Plan plan, int layer) =>
        Tiles(((TiledWinograd)plan.Layers[layer].Contraction!.Forward).Winograd);

    private static (int First, int Rows, int Columns) InputGradientOf(Plan plan, int layer) =>
        Tiles(((TiledWinograd)plan.Layers[layer].Contraction!.InputGradients[0]).Winograd);

    private static (int First, int Rows, int Columns) Tiles(WinogradProduct product) =>
        (product.Input.Offset, product.Grid.CoveredRows + 2, product.Grid.CoveredColumns + 2);

    private static (int First, int Rows, int Columns) InputOf(Plan plan, int layer)
    {
        var gradient = ((TiledWinogradGradient)plan.Layers[layer].Contraction!.WeightGradient!).Winograd;
        return (gradient.Input.Offset, gradient.Grid.CoveredRows + 2, gradient.Grid.CoveredColumns + 2);
    }

    private static (int First, int Rows, int Columns) GradientOf(Plan plan, int layer)
    {
        var gradient = ((TiledWinogradGradient)plan.Layers[layer].Contraction!.WeightGradient!).Winograd;
        return (gradient.Gradient.Offset, gradient.Grid.CoveredRows, gradient.Grid.CoveredColumns);
    }

    private static Network TwoLayers(int height, int width, int padding, GraphAlgorithm algorithm)
    {
        var layer = Declare.Conv2D(5, 3, 3, ("Padding", padding), ("Algorithm", (int)algorithm));
        return Declare.Build(Declare.Input(height, width, 3), layer, layer);
    }

    private static Plan PlanOf(Network network, params Target[] targets) =>
        Planner.Plan(network, new GeneratorOptions(targets.Length == 0 ? Target.All : new(targets)));

    /// <summary>m of each direction's F(m x m, 3 x 3), 0 where it is direct; null for an input gradient that nobody wants.</summary>
    private static (int Forward, int? InputGradient, int WeightGradient) TilesOf(Contraction contraction) => (
        TileOf(contraction.Forward),
        contraction.InputGradients.Select(product => (int?)TileOf(product)).FirstOrDefault(),
        contraction.WeightGradient is TiledWinogradGradient gradient ? gradient.Winograd.Grid.Tile : 0);

    private static int TileOf(PlannedProduct product) => product is TiledWinograd tiled ? tiled.Winograd.Grid.Tile : 0;
}
