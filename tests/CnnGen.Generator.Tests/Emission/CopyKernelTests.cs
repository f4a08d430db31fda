using System.Runtime.InteropServices;
using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>Kernels that bring values in, out or from one layout to another.</summary>
public class CopyKernelTests
{
    public static TheoryData<int, int, int> Maps => new()
    {
        { 4, 5, 1 },
        { 3, 4, 3 },
        { 2, 3, 5 },
        { 3, 2, 10 },
        { 2, 3, 16 },
        { 3, 2, 24 },
        { 1, 1, 10 },
        { 1, 4, 8 },
    };

    private static Border[] Borders => [default, new(1, 1, 1, 1), new(0, 2, 1, 0)];

    [Theory]
    [MemberData(nameof(Maps))]
    public void FlattenThereAndBack(int height, int width, int channels)
    {
        var (map, vector) = (Shape.Map(height, width, channels), Shape.Flat(height * width * channels));
        var values = KernelCase.Values(map.Size, seed: 1);
        double[] expected = [.. values.Select(value => (double)value)];
        KernelCase.Check([.. Borders.SelectMany(border =>
        {
            var (a, b) = (new Tensor(map, border), new Tensor(vector, default));
            return new KernelCase[]
            {
                new(kernels =>
                    FlattenKernels.Copy(kernels, a, b), [KernelBuffer.Read(a, values), KernelBuffer.WrittenGradient(b, expected)]),
                new(kernels =>
                    FlattenKernels.Copy(kernels, b, a), [KernelBuffer.Read(b, values), KernelBuffer.WrittenGradient(a, expected)]),
            };
        })]);
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void OutputsAndGradientsOfTheCaller(int height, int width, int channels)
    {
        var shape = Shape.Map(height, width, channels);
        var values = KernelCase.Values(shape.Size, seed: 2);
        var names = new List<(string Store, string Load)>();
        var compiled = new CompiledKernels(kernels =>
        {
            names.Clear();
            names.AddRange(Borders.Select(border => new Tensor(shape, border))
                .Select(tensor => (StoreOutput.Kernel(kernels, tensor), LoadGradient.Kernel(kernels, tensor))));
        });
        foreach (var target in Target.All)
        {
            foreach (var (border, (store, load)) in Borders.Zip(names))
            {
                var tensor = new Tensor(shape, border);
                var stride = tensor.Floats + 16;
                var images = new ImageBuffer(tensor, stride, KernelCase.Images);
                images.Put(values, PaddingLanes.Arbitrary);
                var outputs = ImageBuffer.OfCaller(shape, KernelCase.Images);
                compiled.Run(target, store, [images.Address, outputs.Address], stride, KernelCase.Images);
                Assert.Equal(values, outputs.Take());
                outputs.AssertOnlyPixelsWritten();

                var gradients = new ImageBuffer(tensor, stride, KernelCase.Images);
                compiled.Run(target, load, [outputs.Address, gradients.Address], stride, KernelCase.Images);
                Assert.Equal(values, gradients.Take());
                gradients.AssertPaddingIsZero();
                gradients.AssertOnlyPixelsWritten();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void ClearBorderLeavesThePixels(int height, int width, int channels)
    {
        Border[] borders = [new(1, 1, 1, 1), new(0, 2, 1, 0), new(2, 0, 0, 0), new(0, 0, 3, 1), new(0, 1, 0, 1)];
        var shape = Shape.Map(height, width, channels);
        var names = new List<string>();
        var compiled = new CompiledKernels(kernels =>
        {
            names.Clear();
            names.AddRange(borders.Select(border => ClearBorder.Kernel(kernels, new Tensor(shape, border))));
        });
        foreach (var target in Target.All)
        {
            foreach (var (border, name) in borders.Zip(names))
            {
                var tensor = new Tensor(shape, border);
                var stride = tensor.Floats + 16;
                var images = new ImageBuffer(tensor, stride, KernelCase.Images);
                compiled.Run(target, name, [images.Address], stride, KernelCase.Images);
                images.AssertOnlyBorderCleared();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void InputWithAndWithoutPreprocessing(int height, int width, int channels)
    {
        var shape = Shape.Map(height, width, channels);
        var rescaling = new Rescaling(1, "rescaling", new([0]), shape, shape, Scale: 1 / 255.0, Offset: 0.25);
        CheckInput(shape, []);
        CheckInput(shape, [rescaling]);
        foreach (var axis in new[] { Generator.Graph.NormalizationAxis.Element, Generator.Graph.NormalizationAxis.Channel })
            CheckInput(shape, [rescaling, new Normalization(2, "normalization", new([1]), shape, shape, axis)]);
    }

    private static void CheckInput(Shape shape, Layer[] affine)
    {
        var random = new Random(3);
        byte[] bytes = [.. Enumerable.Range(0, shape.Size * KernelCase.Images).Select(_ => (byte)random.Next(256))];
        float[] floats = [.. bytes.Select(value => (float)value)];
        var scale = KernelCase.Values(shape.Size, seed: 4);
        var shift = KernelCase.Values(shape.Size, seed: 5);
        double[] expected = [.. floats.Select((value, i) => affine.Aggregate((double)value, (x, layer) => layer switch
        {
            Normalization { Axis: Generator.Graph.NormalizationAxis.Element } => (x * scale[i % shape.Size]) + shift[i % shape.Size],
            Normalization => (x * scale[i % shape.Channels]) + shift[i % shape.Channels],
            _ => (x * (float)(1 / 255.0)) + 0.25,
        }))];

        var names = new List<(string Floats, string Bytes)>();
        var compiled = new CompiledKernels(kernels =>
        {
            names.Clear();
            names.AddRange(Borders.Select(border => new Tensor(shape, border)).Select(tensor => (
                InputKernels.Load(kernels, shape, tensor, new(affine), bytes: false),
                InputKernels.Load(kernels, shape, tensor, new(affine), bytes: true))));
        });
        var (floatSource, byteSource, scales, shifts) = (Pin(floats), Pin(bytes), Pin(scale), Pin(shift));
        var normalizes = affine.Any(layer => layer is Normalization);
        float[]? first = null;
        foreach (var target in Target.All)
        {
            foreach (var (border, name) in Borders.Zip(names))
            {
                foreach (var (kernel, source) in new[] { (name.Floats, Address(floatSource)), (name.Bytes, Address(byteSource)) })
                {
                    var tensor = new Tensor(shape, border);
                    var stride = tensor.Floats + 16;
                    var images = new ImageBuffer(tensor, stride, KernelCase.Images);
                    nint[] pointers = [source, normalizes ? Address(scales) : 0, normalizes ? Address(shifts) : 0, images.Address];
                    compiled.Run(target, kernel, pointers, stride, KernelCase.Images);
                    var loaded = images.Take();
                    KernelCase.AssertClose(expected, loaded, 1e-6, $"{target.Name} {kernel}");
                    images.AssertPaddingIsZero();
                    images.AssertOnlyPixelsWritten();
                    Assert.Equal((first ??= loaded).Select(BitConverter.SingleToInt32Bits), loaded.Select(BitConverter.SingleToInt32Bits));
                }
            }
        }

        GC.KeepAlive((floatSource, byteSource, scales, shifts));
    }

    private static T[] Pin<T>(T[] values)
        where T : unmanaged
    {
        var pinned = GC.AllocateUninitializedArray<T>(values.Length, pinned: true);
        values.CopyTo(pinned, 0);
        return pinned;
    }

    private static nint Address<T>(T[] pinned) => Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
}
