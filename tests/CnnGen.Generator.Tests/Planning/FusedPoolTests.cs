using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Planning;

/// <summary>Which pools a convolution by Winograd's algorithm computes itself in prediction, where it stores its output.</summary>
public class FusedPoolTests
{
    private const int Direct = 1;
    private const int Winograd2x2 = 2;
    private const int Winograd4x4 = 3;

    [Theory]
    [InlineData(14, 14, Winograd4x4)]
    [InlineData(7, 11, Winograd4x4)]
    [InlineData(8, 6, Winograd2x2)]
    public void TilesThatEndBetweenWindowsArePooledWhereTheyAreStored(int height, int width, int algorithm)
    {
        var plan = PlanOf(Declare.Input(height, width, 16), Convolution(algorithm), Declare.MaxPool2D(2, 2), Convolution(Direct));
        var contraction = plan.Layers[1].Contraction!;
        Assert.Equal(1, ((TiledWinograd)contraction.Forward).Winograd.Pooling);
        Assert.Equal(2, ((TiledWinograd)contraction.Fused).Winograd.Pooling);
        // Both share the first steps and the transformed kernel.
        Assert.Equal(((TiledWinograd)contraction.Forward).Winograd.Name, ((TiledWinograd)contraction.Fused).Winograd.StepsName);
        Assert.Equal(contraction.Forward.KernelOffset, contraction.Fused.KernelOffset);

        var (convolution, pool) = (plan.Layers[1].Places, plan.Layers[2].Places);
        Assert.True(pool.Inference.IsAlias);
        Assert.Equal(convolution.Inference.Offset, pool.Inference.Offset);
        Assert.Equal((height / 2, width / 2), (convolution.Inference.Tensor.Shape.Height, convolution.Inference.Tensor.Shape.Width));
        Assert.Equal((height, width), (convolution.Training.Tensor.Shape.Height, convolution.Training.Tensor.Shape.Width));
        Assert.False(pool.Training.IsAlias);
    }

    [Theory]
    [InlineData(14, 14, Direct)]
    // A tile with a single row or column holds no window.
    [InlineData(13, 14, Winograd4x4)]
    [InlineData(14, 9, Winograd4x4)]
    [InlineData(7, 8, Winograd2x2)]
    public void OtherOutputsArePooledInAPassOfTheirOwn(int height, int width, int algorithm) =>
        AssertOwnPass(Declare.Input(height, width, 16), Convolution(algorithm), Declare.MaxPool2D(2, 2));

    [Fact]
    public void OtherWindowsAreAPassOfTheirOwn()
    {
        var (input, convolution) = (Declare.Input(14, 14, 16), Convolution(Winograd4x4));
        AssertOwnPass(input, convolution, Declare.MaxPool2D(3, 3));
        AssertOwnPass(input, convolution, Declare.MaxPool2D(2, 4));
        AssertOwnPass(input, convolution, Declare.MaxPool2D(2, 2, ("Strides", 1)));
        // Of 15 rows the same padding makes 8 windows, the last of one row.
        AssertOwnPass(Declare.Input(15, 15, 16), convolution, Declare.MaxPool2D(2, 2, ("Padding", 1)));
    }

    private static LayerDeclaration Convolution(int algorithm) => Declare.Conv2D(16, 3, 3, ("Padding", 1), ("Algorithm", algorithm));

    private static void AssertOwnPass(params LayerDeclaration[] attributes)
    {
        var plan = PlanOf(attributes);
        Assert.Same(plan.Layers[1].Contraction!.Forward, plan.Layers[1].Contraction!.Fused);
        Assert.False(plan.Layers[2].Places.Inference.IsAlias);
    }

    private static Plan PlanOf(params LayerDeclaration[] attributes) =>
        Planner.Plan(Declare.Build(attributes), new GeneratorOptions(Target.All));
}
