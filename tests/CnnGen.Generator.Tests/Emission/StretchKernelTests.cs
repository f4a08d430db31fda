using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>Zeros between pixels, and the gradients of the pixels alone.</summary>
public class StretchKernelTests
{
    [Theory]
    [InlineData(3, 4, 1, 2, 2)]
    [InlineData(2, 3, 5, 3, 1)]
    [InlineData(1, 2, 16, 4, 2)]
    [InlineData(2, 1, 17, 1, 3)]
    public void PixelsAndTheirGradients(int height, int width, int channels, int strideHeight, int strideWidth)
    {
        var shape = Shape.Map(height, width, channels);
        var stretched = Shape.Map(((height - 1) * strideHeight) + 1, ((width - 1) * strideWidth) + 1, channels);
        var layer = new Stretch(1, "layer/stretch", new([0]), shape, stretched, strideHeight, strideWidth);
        var values = KernelCase.Values(shape.Size, seed: 1);
        var gradients = KernelCase.Values(stretched.Size, seed: 2);
        var (apart, picked) = (new double[gradients.Length], new double[values.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            var (image, row) = (i / shape.Size, i % shape.Size / channels / width);
            var (column, channel) = (i / channels % width, i % channels);
            var pixel = (row * strideHeight * stretched.Width) + (column * strideWidth);
            var place = (image * stretched.Size) + (pixel * channels) + channel;
            (apart[place], picked[i]) = (values[i], gradients[place]);
        }

        var border = new Border(1, 2, 0, 1);
        var (x, y) = (new Tensor(shape, border), new Tensor(stretched, border));
        var (dx, dy) = (new Tensor(shape, border), new Tensor(stretched, default));
        KernelCase.Check(
        [
            new(kernels => StretchKernels.Forward(kernels, layer, x, y), [KernelBuffer.Read(x, values), KernelBuffer.Written(y, apart)]),
            new(
                kernels => StretchKernels.Backward(kernels, layer, dx, dy),
                [KernelBuffer.WrittenGradient(dx, picked), KernelBuffer.ReadGradient(dy, gradients)]),
        ]);
    }
}
