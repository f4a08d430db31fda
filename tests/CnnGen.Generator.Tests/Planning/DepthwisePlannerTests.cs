using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Planning;

/// <summary>Depthwise convolutions as planned: tiles that cover everything once and fit the registers.</summary>
public class DepthwisePlannerTests
{
    private const int Rows = 4;

    public static TheoryData<int, int, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, int, int>();
            foreach (var (height, width) in new[] { (1, 1), (3, 3), (5, 5), (7, 7), (2, 11), (13, 1), (3, 16), (31, 31) })
            {
                foreach (var columns in new[] { 1, 7, 14, 33 })
                {
                    foreach (var channels in new[] { 3, 16, 48 })
                        cases.Add(height, width, columns, channels);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TilesOfPixelsCoverThemOnceAndFitTheRegisters(int height, int width, int columns, int channels)
    {
        var layer = Plan(height, width, columns, channels);
        var forward = Kernels<DepthwiseForward>(layer.Forward!.Steps).Select(kernel => kernel.Product);
        var gradients = Kernels<DepthwiseInputGradient>(layer.Backward).Select(kernel => kernel.Product).ToArray();
        Assert.NotEmpty(gradients);
        foreach (var product in forward.Concat(gradients))
        {
            foreach (var (tiling, target) in product.Tilings.Zip(Target.All))
            {
                Assert.All(Counts(tiling.Regions, Rows, columns), count => Assert.Equal(1, count));
                Assert.Equal(0, width % tiling.TapsAtOnce);
                Assert.All(tiling.Regions, region =>
                    Assert.True(
                        (region.TileRows * region.TileColumns) + tiling.TapsAtOnce + 1 <= target.Registers, $"{target.Name}: {tiling}"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TilesOfTheKernelCoverItOnceAndFitTheRegisters(int height, int width, int columns, int channels)
    {
        var gradient = (DepthwiseWeightGradient)Plan(height, width, columns, channels).WeightGradient!.Kernel;
        foreach (var (tiling, target) in gradient.Tilings.Zip(Target.All))
        {
            Assert.All(Counts(tiling.Taps, height, width), count => Assert.Equal(1, count));
            // The first also sums the bias, once.
            var first = tiling.Taps[0];
            Assert.Equal((0, 0, first.TileRows, first.TileColumns), (first.Row, first.Column, first.Rows, first.Columns));
            Assert.All(tiling.Taps, region =>
                Assert.True((region.TileRows * region.TileColumns) + tiling.Pixels + 2 <= target.Registers, $"{target.Name}: {tiling}"));
            Assert.InRange(
                gradient.Product.Blocks, ((tiling.Items - 1) * tiling.BlocksPerItem) + 1, tiling.Items * tiling.BlocksPerItem);
        }
    }

    [Fact]
    public void SeveralKernelsPerChannelReadCopiesOfIt()
    {
        var plan = Planner.Plan(
            Declare.Build(
                Declare.Input(6, 6, 5),
                Declare.Layer("DepthwiseConv2D", ("KernelHeight", 3), ("KernelWidth", 3), ("Padding", 1), ("DepthMultiplier", 3))),
            new GeneratorOptions(Target.All));
        var copies = Assert.IsType<RepeatChannels>(plan.Layers[1].Layer);
        var layer = Assert.IsType<DepthwiseConv2D>(plan.Layers[2].Layer);
        Assert.Equal((15, 3), (copies.OutputShape.Channels, copies.Times));
        Assert.Equal((15, 1, 15), (layer.InputShape.Channels, layer.DepthMultiplier, layer.OutputShape.Channels));
        // The window reaches into a border of the copies, not into one of the image.
        Assert.Equal((new Border(1, 1, 1, 1), default),
            (plan.Layers[1].Places.Training.Tensor.Border, plan.Layers[0].Places.Training.Tensor.Border));
        Assert.Equal("depthwise_conv2d/kernel 3 3 5 3", $"{plan.Parameters[0].Name} {string.Join(" ", plan.Parameters[0].Shape.Shape)}");
    }

    private static IEnumerable<T> Kernels<T>(IEnumerable<Step> steps) => steps.OfType<KernelCall>().Select(call => call.Kernel).OfType<T>();

    private static LayerPlan Plan(int height, int width, int columns, int channels)
    {
        var plan = Planner.Plan(
            Declare.Build(
                Declare.Input(Rows, columns, 2),
                Declare.Conv2D(channels, 1, 1),
                Declare.Layer("DepthwiseConv2D", ("KernelHeight", height), ("KernelWidth", width), ("Padding", 1))),
            new GeneratorOptions(Target.All));
        return plan.Layers[2];
    }

    /// <summary>How often each cell of a rectangle is covered.</summary>
    private static IEnumerable<int> Counts(IEnumerable<PixelRegion> regions, int rows, int columns)
    {
        var counts = new int[rows * columns];
        foreach (var region in regions)
        {
            Assert.Equal((0, 0), (region.Rows % region.TileRows, region.Columns % region.TileColumns));
            for (var row = region.Row; row < region.Row + region.Rows; row++)
            {
                for (var column = region.Column; column < region.Column + region.Columns; column++)
                    counts[(row * columns) + column]++;
            }
        }

        return counts;
    }
}
