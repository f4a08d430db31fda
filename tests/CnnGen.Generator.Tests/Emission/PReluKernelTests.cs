using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>Slopes of each element and of those that share one.</summary>
public class PReluKernelTests
{
    private static Border[] Borders => [default, new(1, 1, 1, 1), new(0, 2, 1, 0)];

    [Theory]
    [InlineData(3, 4, 1)]
    [InlineData(2, 3, 3)]
    [InlineData(1, 1, 5)]
    [InlineData(1, 3, 16)]
    [InlineData(2, 1, 17)]
    [InlineData(2, 2, 48)]
    public void OutputsAndTheirGradients(int height, int width, int channels)
    {
        var shape = Shape.Map(height, width, channels);
        var values = KernelCase.Values(shape.Size, seed: 1);
        var gradients = KernelCase.Values(shape.Size, seed: 2);
        var cases = new List<KernelCase>();
        (int, int, int)[] extents =
        [
            (height, width, channels), (1, 1, channels), (1, width, channels), (height, 1, channels), (height, width, 1), (1, 1, 1),
        ];
        foreach (var (rows, columns, depth) in extents)
        {
            var alphas = Shape.Map(rows, columns, depth);
            var layer = new PRelu(1, "p_re_lu", new([0]), shape, shape, alphas);
            // Alphas lie in blocks of channels, which a map of these rows does where it has no more than one block.
            if (alphas.Channels > 16)
                continue;
            var slopes = KernelCase.Values(alphas.Size, seed: 3)[..alphas.Size];
            var (outputs, shares) = (new double[values.Length], new double[values.Length]);
            for (var i = 0; i < values.Length; i++)
            {
                var (row, column, channel) = (i / channels / width % height, i / channels % width, i % channels);
                var slope = slopes[
                    (((Math.Min(row, rows - 1) * columns) + Math.Min(column, columns - 1)) * depth) + Math.Min(channel, depth - 1)];
                outputs[i] = values[i] * (values[i] < 0 ? slope : 1);
                shares[i] = gradients[i] * (values[i] < 0 ? slope : 1);
            }

            foreach (var border in Borders)
            {
                var (x, y) = (new Tensor(shape, border), new Tensor(shape, default));
                // All images share the alphas: there are as many of them, and the first are read.
                var shared = KernelBuffer.Read(new Tensor(alphas, default), [.. slopes, .. slopes]);
                cases.Add(new(
                    kernels => PReluKernels.Forward(kernels, layer, x, y),
                    [KernelBuffer.Read(x, values), shared, KernelBuffer.Written(y, outputs)], 1e-6));
                cases.Add(new(
                    kernels => PReluKernels.Backward(kernels, layer, x, y, x),
                    [
                        KernelBuffer.Read(x, values), shared, KernelBuffer.WrittenGradient(y, shares),
                        KernelBuffer.ReadGradient(x, gradients),
                    ], 1e-6));
            }
        }

        KernelCase.Check(cases);
    }
}
