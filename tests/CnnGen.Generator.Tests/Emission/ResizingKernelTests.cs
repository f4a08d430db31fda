using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>Maps in other sizes, and their gradients.</summary>
public class ResizingKernelTests
{
    private static Border[] Borders => [default, new(1, 1, 1, 1), new(0, 2, 1, 0)];

    [Theory]
    [InlineData(3, 4, 1, 6, 8)]
    [InlineData(2, 3, 3, 5, 2)]
    [InlineData(1, 1, 5, 2, 3)]
    [InlineData(5, 3, 16, 1, 4)]
    [InlineData(6, 9, 17, 4, 6)]
    [InlineData(4, 7, 8, 4, 3)]
    [InlineData(2, 2, 33, 18, 1)]
    public void NearestAndInterpolated(int height, int width, int channels, int rows, int columns)
    {
        var (x, y) = (Shape.Map(height, width, channels), Shape.Map(rows, columns, channels));
        foreach (var interpolation in Enum.GetValues<CnnGen.Generator.Graph.Interpolation>())
        {
            var layer = new Resizing(1, "resizing", new([0]), x, y, interpolation);
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
        Resizing layer, Border border, float[] values, double[] outputs, float[] gradients, double[] shares)
    {
        var (input, output) = (new Tensor(layer.InputShape, border), new Tensor(layer.OutputShape, border));
        return
        [
            new(kernels => ResizingKernels.Forward(kernels, layer, input, output),
                [KernelBuffer.Read(input, values), KernelBuffer.Written(output, outputs)], 1e-6),
            new(kernels => ResizingKernels.Backward(kernels, layer, input, output),
                [KernelBuffer.WrittenGradient(input, shares), KernelBuffer.ReadGradient(output, gradients)], 1e-4),
        ];
    }

    /// <summary>Each output, each input that it is made of, and how much of that it is.</summary>
    private static IEnumerable<(int To, int From, double Weight)> Taps(Resizing layer)
    {
        var (x, y) = (layer.InputShape, layer.OutputShape);
        return from image in Enumerable.Range(0, KernelCase.Images)
               from row in Enumerable.Range(0, y.Height)
               from column in Enumerable.Range(0, y.Width)
               from down in Axis(row, y.Height, x.Height)
               from across in Axis(column, y.Width, x.Width)
               from channel in Enumerable.Range(0, x.Channels)
               select (
                   (image * y.Size) + ((((row * y.Width) + column) * y.Channels) + channel),
                   (image * x.Size) + ((((down.Index * x.Width) + across.Index) * x.Channels) + channel),
                   down.Weight * across.Weight);

        (int Index, double Weight)[] Axis(int output, int outputs, int inputs)
        {
            var place = (output + 0.5) * inputs / outputs;
            if (layer.Interpolation == CnnGen.Generator.Graph.Interpolation.Nearest)
                return [((int)place, 1)];
            place = Math.Clamp(place - 0.5, 0, inputs - 1);
            var before = (int)place;
            return [(before, 1 - (place - before)), (Math.Min(before + 1, inputs - 1), place - before)];
        }
    }
}
