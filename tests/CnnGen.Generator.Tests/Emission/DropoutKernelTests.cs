using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

public class DropoutKernelTests
{
    private const double Rate = 0.25;

    // Channel padding, borders, rows whose first element is in the middle of a counter block, and a vector.
    public static TheoryData<int, int, int> Maps => new()
    {
        { 5, 7, 1 },
        { 4, 5, 3 },
        { 3, 5, 10 },
        { 3, 4, 16 },
        { 1, 1, 100 },
    };

    [Theory]
    [MemberData(nameof(Maps))]
    public void MaskIsThatOfThePublicShape(int height, int width, int channels)
    {
        var (map, vector) = (Shape.Map(height, width, channels), Shape.Flat(height * width * channels));
        var dense = new Tensor(vector, default);
        var layer = new Dropout(3, "dropout", new([2]), map, map, Rate);
        (Tensor X, Tensor Y)[] layouts =
        [
            (dense, dense),
            (new(map, default), new(map, default)),
            (new(map, new(1, 1, 1, 1)), new(map, new(0, 2, 1, 0))),
            (new(map, default), new(map, new(1, 0, 0, 1))),
        ];
        var names = new List<string>();
        var compiled = new CompiledKernels(kernels =>
        {
            names.Clear();
            names.AddRange(layouts.Select(layout => DropoutKernels.Apply(kernels, layer, layout.X, layout.Y)));
        });

        var values = KernelCase.Values(map.Size, seed: 1);
        float[]? first = null;
        foreach (var target in Target.All)
        {
            foreach (var (layout, name) in layouts.Zip(names))
            {
                var stride = Math.Max(layout.X.Floats, layout.Y.Floats) + 16;
                var x = new ImageBuffer(layout.X, stride, KernelCase.Images);
                var y = new ImageBuffer(layout.Y, stride, KernelCase.Images);
                x.Put(values, PaddingLanes.Zero);
                compiled.Run(target, name, [x.Address, y.Address], stride, KernelCase.Images, seed: 42, step: 7, firstImage: 5);
                var dropped = y.Take();
                y.AssertPaddingIsZero();
                y.AssertOnlyPixelsWritten();
                Assert.Equal(first ??= dropped, dropped);
            }
        }

        AssertInverted(values, first!);
    }

    [Fact]
    public void ImagesOfABatchHaveMasksByTheirIndex()
    {
        var tensor = new Tensor(Shape.Map(4, 4, 16), default);
        var layer = new Dropout(3, "dropout", new([2]), tensor.Shape, tensor.Shape, Rate);
        var name = "";
        var compiled = new CompiledKernels(kernels => name = DropoutKernels.Apply(kernels, layer, tensor, tensor));
        float[] Apply(int images, int firstImage)
        {
            var buffer = new ImageBuffer(tensor, tensor.Floats, images);
            buffer.Put([.. Enumerable.Repeat(1f, images * tensor.Floats)], PaddingLanes.Zero);
            compiled.Run(Target.Avx2, name, [buffer.Address, buffer.Address], tensor.Floats, images, seed: 1, step: 2, firstImage);
            return buffer.Take();
        }

        var batch = Apply(images: 2, firstImage: 0);
        Assert.Equal(batch, Apply(images: 1, firstImage: 0).Concat(Apply(images: 1, firstImage: 1)));
        Assert.NotEqual(batch[..tensor.Floats], batch[tensor.Floats..]);
    }

    private static void AssertInverted(float[] values, float[] dropped)
    {
        var scale = (float)(1 / (1 - Rate));
        var zeros = 0;
        foreach (var (value, result) in values.Zip(dropped))
        {
            zeros += result == 0 ? 1 : 0;
            if (result != 0)
                Assert.Equal(value * scale, result);
        }

        // Five standard deviations around the rate.
        var deviation = Math.Sqrt(values.Length * Rate * (1 - Rate));
        Assert.InRange(zeros, (values.Length * Rate) - (5 * deviation), (values.Length * Rate) + (5 * deviation));
    }
}
