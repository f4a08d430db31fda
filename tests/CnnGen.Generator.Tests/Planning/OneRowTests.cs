using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Planning;

/// <summary>
/// A convolution whose rows of pixels follow each other without gaps is planned as one row, so that tiles need not end where a row does.
/// </summary>
public class OneRowTests
{
    private static readonly LayerDeclaration Same3x3 = Declare.Conv2D(16, 3, 3, ("Padding", 1));

    [Fact]
    public void AllThreeDirectionsOfA1x1AreOneRowBetweenTensorsWithoutBorders()
    {
        var contraction = PlanOf(index: 2, Declare.Input(7, 7, 16), Declare.Conv2D(16, 1, 1), Declare.Conv2D(24, 1, 1));
        Assert.Equal("1x1 as product", contraction.Algorithm);
        Assert.Equal((1, 49), (((TiledProduct)contraction.Forward).Product.Rows, ((TiledProduct)contraction.Forward).Product.Columns));
        Assert.Equal((1, 49),
            (((TiledOuterProduct)contraction.WeightGradient!).Product.Rows,
                ((TiledOuterProduct)contraction.WeightGradient).Product.Columns));
        Assert.Equal([(1, 49)],
            contraction.InputGradients.Select(phase => (((TiledProduct)phase).Product.Rows, ((TiledProduct)phase).Product.Columns)));
        // 49 pixels are no multiple of a row's seven in tiles as large as the registers allow.
        Assert.Contains(((TiledProduct)contraction.Forward).Tilings[0].Regions, region => region.TileColumns > 7);
    }

    [Fact]
    public void ABorderKeepsTheRowsOfItsDirectionsApart()
    {
        // The 3x3 behind it reaches into a border of the output; the weight gradient reads the output's gradient, which has none.
        var contraction = PlanOf(index: 2, Declare.Input(7, 7, 16), Same3x3, Declare.Conv2D(16, 1, 1), Same3x3);
        Assert.Equal("direct 1x1", contraction.Algorithm);
        Assert.Equal((7, 7), (((TiledProduct)contraction.Forward).Product.Rows, ((TiledProduct)contraction.Forward).Product.Columns));
        Assert.Equal((1, 49),
            (((TiledOuterProduct)contraction.WeightGradient!).Product.Rows,
                ((TiledOuterProduct)contraction.WeightGradient).Product.Columns));
    }

    [Theory]
    [InlineData(5, 5, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(1, 2, 1)]
    public void WindowsThatSkipOrLeaveOutPixelsOfARowKeepTheirRows(int height, int width, int strides)
    {
        var contraction = PlanOf(index: 1, Declare.Input(9, 9, 16), Declare.Conv2D(16, height, width, ("Strides", strides)));
        Assert.Equal($"direct {height}x{width}", contraction.Algorithm);
        Assert.Equal(((9 - height) / strides) + 1, ((TiledProduct)contraction.Forward).Product.Rows);
    }

    private static Contraction PlanOf(int index, params LayerDeclaration[] attributes) =>
        Planner.Plan(Declare.Build(attributes), new GeneratorOptions(Target.All)).Layers[index].Contraction!;
}
