using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>Floats that go to other places: all of them arrive, and lanes past the channels are zero behind gradients.</summary>
public class MoveKernelTests
{
    private static Border[] Borders => [default, new(1, 1, 1, 1), new(0, 2, 1, 0)];

    [Theory]
    [InlineData(2, 3, 4, 1)]
    [InlineData(2, 3, 12, 2)]
    [InlineData(1, 2, 64, 2)]
    [InlineData(2, 1, 9, 3)]
    [InlineData(3, 2, 68, 2)]
    public void DepthToSpaceAndBack(int height, int width, int channels, int block)
    {
        var (deep, wide) = (Shape.Map(height, width, channels), Shape.Map(height * block, width * block, channels / block / block));
        var values = KernelCase.Values(deep.Size, seed: 1);
        var moved = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (image, pixel, channel) = (i / deep.Size, i % deep.Size / channels, i % channels);
            var cell = channel / wide.Channels;
            var (row, column) = ((pixel / width * block) + (cell / block), (pixel % width * block) + (cell % block));
            moved[(image * wide.Size) + (((row * wide.Width) + column) * wide.Channels) + (channel % wide.Channels)] = values[i];
        }

        foreach (var border in Borders)
        {
            var (x, y) = (Place(deep, border), Place(wide, border));
            Check(DepthToSpacePlanner.ToSpace(x, y, block), x, values, y, moved);
            Check(DepthToSpacePlanner.ToDepth(y, x, block), y, moved, x, values);
        }
    }

    [Theory]
    [InlineData(4, 5, 1)]
    [InlineData(5, 4, 3)]
    [InlineData(4, 4, 17)]
    public void RectanglesOfWholePixels(int height, int width, int channels)
    {
        var (map, frame) = (Shape.Map(height, width, channels), new Sides(1, 2, 0, 1));
        var inside = Shape.Map(height - 3, width - 1, channels);
        var values = KernelCase.Values(map.Size, seed: 1);
        float[] part = [.. Enumerable.Range(0, KernelCase.Images * inside.Size).Select(i =>
        {
            var (image, pixel) = (i / inside.Size, i % inside.Size / channels);
            var from = (((pixel / inside.Width) + 1) * width) + (pixel % inside.Width);
            return values[(image * map.Size) + (from * channels) + (i % channels)];
        })];
        foreach (var border in Borders)
        {
            var (x, y) = (Place(map, border), Place(inside, border));
            Check(Assert.Single(ZeroPadding2DPlanner.Inside(x, y, frame)), x, values, y, part);
        }
    }

    private static Place Place(Shape shape, Border border) => new(new Tensor(shape, border), 0, IsAlias: false, ClearBorder: false);

    private static void Check(Step step, Place from, float[] values, Place to, float[] expected)
    {
        var move = Assert.IsType<MoveKernel>(Assert.IsType<KernelCall>(step).Kernel);
        double[] moved = [.. expected.Select(value => (double)value)];
        KernelCase.Check([new(
            kernels => Move.Kernel(kernels, move),
            [KernelBuffer.ReadGradient(from.Tensor, values), KernelBuffer.WrittenGradient(to.Tensor, moved)])]);
    }
}
