using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>Layers that draw random numbers: each element is given its own, wherever it lies, on every instruction set.</summary>
public class DrawnKernelTests
{
    private static readonly Dictionary<string, Func<KernelSet, Shape, Tensor, Tensor, string>> Kernels = new()
    {
        ["SpatialDropout2D"] = (kernels, shape, x, y) =>
            SpatialDropout2DKernels.Apply(kernels, new(3, "", new([2]), shape, shape, 0.3), x, y),
        ["GaussianNoise"] = (kernels, shape, x, y) =>
            GaussianNoiseKernels.Forward(kernels, new(3, "", new([2]), shape, shape, 0.25), x, y),
        ["GaussianDropout"] = (kernels, shape, x, y) =>
            GaussianDropoutKernels.Apply(kernels, new(3, "", new([2]), shape, shape, 0.2), x, y),
        ["AlphaDropout"] = (kernels, shape, x, y) =>
            AlphaDropoutKernels.Apply(kernels, new(3, "", new([2]), shape, shape, 0.4), isGradient: false, x, y),
        ["AlphaDropout, back"] = (kernels, shape, x, y) =>
            AlphaDropoutKernels.Apply(kernels, new(3, "", new([2]), shape, shape, 0.4), isGradient: true, x, y),
    };

    private static Border[] Borders => [default, new(1, 1, 1, 1), new(0, 2, 1, 0)];

    public static TheoryData<string> Kinds => [.. Kernels.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EachElementIsGivenItsOwn(string kind)
    {
        foreach (var shape in new[] { Shape.Map(5, 7, 1), Shape.Map(4, 5, 3), Shape.Map(2, 3, 17), Shape.Map(1, 1, 100) })
        {
            var layouts = Borders.Select((border, i) => (X: new Tensor(shape, border), Y: new Tensor(shape, Borders[i * 2 % 3]))).ToList();
            var names = new List<string>();
            var compiled = new CompiledKernels(kernels =>
            {
                names.Clear();
                names.AddRange(layouts.Select(layout => Kernels[kind](kernels, shape, layout.X, layout.Y)));
            });
            var values = KernelCase.Values(shape.Size, seed: 1);
            float[]? first = null;
            foreach (var (target, (layout, name)) in from t in Target.All from each in layouts.Zip(names) select (t, each))
            {
                var stride = Math.Max(layout.X.Floats, layout.Y.Floats) + 16;
                var x = new ImageBuffer(layout.X, stride, KernelCase.Images);
                var y = new ImageBuffer(layout.Y, stride, KernelCase.Images);
                x.Put(values, PaddingLanes.Zero);
                compiled.Run(target, name, [x.Address, y.Address], stride, KernelCase.Images, seed: 42, step: 7, firstImage: 5);
                y.AssertOnlyPixelsWritten();
                y.AssertPaddingIsZero();
                Assert.Equal(first ??= y.Take(), y.Take());
            }

            Assert.NotEqual(values, first!);
        }
    }

    [Fact]
    public void ChannelsAreDroppedAsAWhole()
    {
        var shape = Shape.Map(4, 3, 40);
        var tensor = new Tensor(shape, default);
        var name = "";
        var compiled = new CompiledKernels(kernels => name = Kernels["SpatialDropout2D"](kernels, shape, tensor, tensor));
        var buffer = new ImageBuffer(tensor, tensor.Floats, KernelCase.Images);
        buffer.Put([.. Enumerable.Repeat(0.7f, KernelCase.Images * shape.Size)], PaddingLanes.Zero);
        compiled.Run(Target.Avx512, name, [buffer.Address, buffer.Address], tensor.Floats, KernelCase.Images, seed: 1, step: 2);
        var images = buffer.Take().Chunk(shape.Size).ToList();
        foreach (var image in images)
        {
            Assert.Equal(2, image.Distinct().Count());
            Assert.All(image.Chunk(shape.Channels), pixel => Assert.Equal(image.Take(shape.Channels), pixel));
        }

        Assert.NotEqual(images[0], images[1]);
    }
}
