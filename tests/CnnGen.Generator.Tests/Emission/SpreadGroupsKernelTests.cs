using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>The inputs of convolutions in groups, exactly; the sums of their gradients.</summary>
public class SpreadGroupsKernelTests
{
    [Theory]
    [InlineData(3, 4, 4, 2, 6, 1, 1, 0)]
    [InlineData(2, 3, 6, 2, 4, 1, 1, 0)]
    [InlineData(1, 1, 16, 4, 17, 1, 1, 0)]
    [InlineData(2, 5, 9, 3, 16, 3, 2, 2)]
    [InlineData(2, 3, 4, 2, 5, 2, 3, 1)]
    public void InputsAndTheirGradients(
        int height, int width, int channels, int groups, int filtersOfGroup, int taps, int dilation, int padLeft)
    {
        var depth = channels / groups;
        var filters = groups * filtersOfGroup;
        var (shape, spread) = (Shape.Map(height, width, channels), Shape.Map(height, width * taps * depth, filters));
        var layer = new SpreadGroups(1, "layer/groups", new([0]), shape, spread, groups, taps, dilation, padLeft);
        var values = KernelCase.Values(shape.Size, seed: 1);
        var gradients = KernelCase.Values(spread.Size, seed: 2, whole: true);
        var (copies, sums) = (new double[gradients.Length], new double[values.Length]);
        for (var i = 0; i < gradients.Length; i++)
        {
            var (pixel, filter) = (i / filters, i % filters);
            // Rows of all images are counted on.
            var (row, place) = (pixel / spread.Width, pixel % spread.Width);
            var column = (place / depth / taps) + (place / depth % taps * dilation) - padLeft;
            if (column < 0 || column >= width)
                continue;
            var from = (((row * width) + column) * channels) + (filter / filtersOfGroup * depth) + (place % depth);
            copies[i] = values[from];
            sums[from] += gradients[i];
        }

        var border = new Border(0, 2, 1, 1);
        var (x, y) = (new Tensor(shape, default), new Tensor(spread, border));
        var (dx, dy) = (new Tensor(shape, border), new Tensor(spread, default));
        KernelCase.Check(
        [
            new(
                kernels => SpreadGroupsKernels.Forward(kernels, layer, x, y),
                [KernelBuffer.Read(x, values), KernelBuffer.Written(y, copies)]),
            new(
                kernels => SpreadGroupsKernels.Backward(kernels, layer, dx, dy),
                [KernelBuffer.WrittenGradient(dx, sums), KernelBuffer.ReadGradient(dy, gradients)]),
        ]);
    }
}
