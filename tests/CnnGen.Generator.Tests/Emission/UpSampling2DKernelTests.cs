using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>Repeated and interpolated pixels, and their gradients.</summary>
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
    public void RepeatedAndInterpolated(int height, int width, int channels, int rows, int columns)
    {
        var (x, y) = (Shape.Map(height, width, channels), Shape.Map(height * rows, width * columns, channels));
        foreach (var interpolation in Enum.GetValues<CnnGen.Generator.Graph.Interpolation>())
        {
            var layer = new UpSampling2D(1, "up_sampling2d", new([0]), x, y, interpolation);
            var values = KernelCase.Values(x.Size, seed: 1);
            var gradients = KernelCase.Values(y.Size, seed: 2);
            var (outputs, shares) = (new double[y.Size * KernelCase.Images], new double[x.Size * KernelCase.Images]);
            foreach (var (to, from, weight) in Taps(layer))
            {
                outputs[to] += values[from] * weight;
                shares[from] += gradients[to] * weight;
            }

            KernelCase.Check([.. Borders.SelectMany(border => Cases(layer, border, values, outputs, gradients, shares))]);
        }
    }

    private static KernelCase[] Cases(
        UpSampling2D layer, Border border, float[] values, double[] outputs, float[] gradients, double[] shares)
    {
        var (small, large) = (new Tensor(layer.InputShape, border), new Tensor(layer.OutputShape, border));
        return layer.Interpolation == CnnGen.Generator.Graph.Interpolation.Bilinear
            ?
            [
                new(kernels => UpSampling2DKernels.Bilinear(kernels, layer, small, large),
                    [KernelBuffer.Read(small, values), KernelBuffer.Written(large, outputs)], 1e-6),
                new(kernels => UpSampling2DKernels.BilinearBackward(kernels, layer, small, large),
                    [KernelBuffer.WrittenGradient(small, shares), KernelBuffer.ReadGradient(large, gradients)], 1e-4),
            ]
            :
            [
                new(kernels => UpSampling2DKernels.RepeatBackward(kernels, layer, small, large),
                    [KernelBuffer.WrittenGradient(small, shares), KernelBuffer.ReadGradient(large, gradients)], 1e-4),
            ];
    }

    /// <summary>Each output, each input that it is made of, and how much of that it is.</summary>
    private static IEnumerable<(int To, int From, double Weight)> Taps(UpSampling2D layer)
    {
        var (x, y) = (layer.InputShape, layer.OutputShape);
        return from image in Enumerable.Range(0, KernelCase.Images)
               from row in Enumerable.Range(0, y.Height)
               from column in Enumerable.Range(0, y.Width)
               from down in Axis(row, layer.Rows, x.Height)
               from across in Axis(column, layer.Columns, x.Width)
               from channel in Enumerable.Range(0, x.Channels)
               select (
                   (image * y.Size) + ((((row * y.Width) + column) * y.Channels) + channel),
                   (image * x.Size) + ((((down.Index * x.Width) + across.Index) * x.Channels) + channel),
                   down.Weight * across.Weight);

        (int Index, double Weight)[] Axis(int output, int size, int inputs)
        {
            if (layer.Interpolation == CnnGen.Generator.Graph.Interpolation.Nearest)
                return [(output / size, 1)];
            var place = Math.Clamp(((output + 0.5) / size) - 0.5, 0, inputs - 1);
            var before = (int)place;
            return [(before, 1 - (place - before)), (Math.Min(before + 1, inputs - 1), place - before)];
        }
    }
}
