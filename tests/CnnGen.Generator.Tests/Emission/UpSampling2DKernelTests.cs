using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>The gradients of repeated pixels.</summary>
public class UpSampling2DKernelTests
{
    private static Border[] Borders => [default, new(1, 1, 1, 1), new(0, 2, 1, 0)];

    [Theory]
    [InlineData(3, 4, 1, 2, 2)]
    [InlineData(2, 3, 3, 3, 2)]
    [InlineData(1, 1, 5, 2, 3)]
    [InlineData(1, 3, 16, 1, 2)]
    [InlineData(2, 1, 17, 3, 1)]
    [InlineData(2, 2, 33, 9, 8)]
    public void CopiesAreSummed(int height, int width, int channels, int rows, int columns)
    {
        var (x, y) = (Shape.Map(height, width, channels), Shape.Map(height * rows, width * columns, channels));
        var layer = new UpSampling2D(1, "up_sampling2d", new([0]), x, y, CnnGen.Generator.Graph.Interpolation.Nearest);
        var gradients = KernelCase.Values(y.Size, seed: 2);
        var sums = new double[x.Size * KernelCase.Images];
        for (var i = 0; i < gradients.Length; i++)
        {
            var (image, place) = Math.DivRem(i, y.Size);
            var (row, column, channel) = (place / channels / y.Width, place / channels % y.Width, place % channels);
            sums[(image * x.Size) + (((row / rows * width) + (column / columns)) * channels) + channel] += gradients[i];
        }

        KernelCase.Check(
        [
            .. from border in Borders
               let small = new Tensor(x, border)
               let large = new Tensor(y, border)
               select new KernelCase(
                   kernels => UpSampling2DKernels.RepeatBackward(kernels, layer, small, large),
                   [KernelBuffer.WrittenGradient(small, sums), KernelBuffer.ReadGradient(large, gradients)], 1e-4),
        ]);
    }
}
