using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>Copies of channels, exactly; the sums of their gradients, in order.</summary>
public class RepeatChannelsKernelTests
{
    [Theory]
    [InlineData(3, 4, 1, 2)]
    [InlineData(2, 3, 3, 3)]
    [InlineData(1, 1, 5, 4)]
    [InlineData(2, 2, 16, 2)]
    [InlineData(2, 1, 17, 3)]
    public void ChannelsAndTheirGradients(int height, int width, int channels, int times)
    {
        var (shape, repeated) = (Shape.Map(height, width, channels), Shape.Map(height, width, channels * times));
        var layer = new RepeatChannels(1, "layer/channels", new([0]), shape, repeated, times);
        var values = KernelCase.Values(shape.Size, seed: 1);
        var gradients = KernelCase.Values(repeated.Size, seed: 2, whole: true);
        var copies = Enumerable.Range(0, values.Length * times).Select(i => (double)values[i / times]);
        var sums = Enumerable.Range(0, values.Length).Select(i => (double)gradients.Skip(i * times).Take(times).Sum());
        var border = new Border(0, 2, 1, 1);
        var (x, y) = (new Tensor(shape, default), new Tensor(repeated, border));
        var (dx, dy) = (new Tensor(shape, border), new Tensor(repeated, default));
        KernelCase.Check(
        [
            new(kernels =>
                RepeatChannelsKernels.Forward(kernels, layer, x, y), [KernelBuffer.Read(x, values), KernelBuffer.Written(y, [.. copies])]),
            new(
                kernels => RepeatChannelsKernels.Backward(kernels, layer, dx, dy),
                [KernelBuffer.WrittenGradient(dx, [.. sums]), KernelBuffer.ReadGradient(dy, gradients)]),
        ]);
    }
}
