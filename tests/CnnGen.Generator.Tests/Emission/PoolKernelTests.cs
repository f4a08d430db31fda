using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

public class PoolKernelTests
{
    // height, width, channels, window height and width, stride, same padding
    public static TheoryData<int, int, int, int, int, int, int, bool> Windows => new()
    {
        { 4, 4, 16, 2, 2, 2, 2, false },
        { 8, 6, 64, 2, 2, 2, 2, false },
        { 7, 7, 128, 2, 2, 2, 2, false }, // last row and column uncovered
        { 7, 7, 24, 2, 2, 2, 2, true }, // last row and column clipped
        { 7, 5, 1, 2, 2, 2, 2, true },
        { 9, 7, 3, 3, 3, 2, 2, true }, // overlapping, clipped on both sides
        { 9, 7, 5, 3, 2, 2, 1, false },
        { 8, 8, 10, 3, 3, 1, 1, true },
        { 6, 9, 8, 2, 3, 3, 4, false }, // gaps between windows
        { 5, 5, 3, 1, 1, 2, 2, true },
        { 5, 5, 4, 1, 1, 1, 1, false },
        { 6, 6, 40, 6, 6, 6, 6, false }, // one window
        { 9, 9, 3, 5, 7, 1, 2, true }, // too much text to unroll
        { 12, 12, 24, 12, 11, 1, 1, false },
        { 1, 9, 16, 1, 3, 1, 3, true },
    };

    /// <summary>Activations before a pool with their derivatives by what they gave.</summary>
    private static readonly (ActivationFunction Function, Func<double, double> Derivative)[] Derivatives =
    [
        (ActivationFunction.Linear, _ => 1),
        (ActivationFunction.Relu, x => x <= 0 ? 0 : 1),
        (ActivationFunction.Sigmoid, x => x * (1 - x)),
        (ActivationFunction.Tanh, x => 1 - (x * x)),
    ];

    [Theory]
    [MemberData(nameof(Windows))]
    public void MaxPool2D(
        int height, int width, int channels, int windowHeight, int windowWidth, int strideHeight, int strideWidth, bool same)
    {
        var (x, y, window) = Shapes(height, width, channels, windowHeight, windowWidth, strideHeight, strideWidth, same);
        CheckMaxPool(x, y, window, KernelCase.Values(x.Size, seed: 1, whole: true), Derivatives);
    }

    /// <summary>
    /// NaN comes out wherever it stands in a window, and takes the gradient; -infinity comes out of windows that hold nothing else.
    /// </summary>
    [Theory]
    [MemberData(nameof(Windows))]
    public void MaxPool2DOfNaNAndInfinities(
        int height, int width, int channels, int windowHeight, int windowWidth, int strideHeight, int strideWidth, bool same)
    {
        var (x, y, window) = Shapes(height, width, channels, windowHeight, windowWidth, strideHeight, strideWidth, same);
        var values = KernelCase.Values(x.Size, seed: 1, whole: true);
        PutExtremes(values, row: width * channels);
        // The derivatives of sigmoid and tanh at NaN are NaN, also where no gradient arrives.
        CheckMaxPool(x, y, window, values, Derivatives[..2]);
    }

    private static void CheckMaxPool(
        Shape x, Shape y, Window window, float[] values, (ActivationFunction Function, Func<double, double> Derivative)[] derivatives)
    {
        var layer = new MaxPool2D(1, "max_pooling2d", new([0]), x, y, window);
        var maxima = PoolReference.Max(values, x, y, window);
        var gradient = KernelCase.Values(y.Size, seed: 2);
        var dx = PoolReference.MaxGradient(values, gradient, x, y, window);
        var cases = new List<KernelCase>();
        foreach (var (at, under) in Borders)
        {
            var (xt, yt, dxt, dyt) = (new Tensor(x, at), new Tensor(y, under), new Tensor(x, under), new Tensor(y, at));
            cases.Add(new(
                kernels => MaxPool2DKernels.Forward(kernels, layer, xt, yt),
                [KernelBuffer.Read(xt, values), KernelBuffer.Written(yt, maxima)]));
            foreach (var (activation, derivative) in window.Overlaps ? derivatives[..1] : derivatives)
            {
                cases.Add(new(
                    kernels => MaxPool2DKernels.Backward(kernels, layer, activation, xt, yt, dxt, dyt),
                    [
                        KernelBuffer.Read(xt, values),
                        KernelBuffer.Read(yt, [.. maxima.Select(max => (float)max)]),
                        KernelBuffer.WrittenGradient(dxt, [.. dx.Zip(values, (share, value) => share * derivative(value))]),
                        KernelBuffer.ReadGradient(dyt, gradient),
                    ],
                    Tolerance: 1e-6));
            }
        }

        KernelCase.Check(cases);
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void AveragePool2D(
        int height, int width, int channels, int windowHeight, int windowWidth, int strideHeight, int strideWidth, bool same)
    {
        var (x, y, window) = Shapes(height, width, channels, windowHeight, windowWidth, strideHeight, strideWidth, same);
        var layer = new AveragePool2D(1, "average_pooling2d", new([0]), x, y, window);
        var values = KernelCase.Values(x.Size, seed: 3);
        var gradient = KernelCase.Values(y.Size, seed: 4);
        var cases = new List<KernelCase>();
        foreach (var (at, under) in Borders)
        {
            var (xt, yt, dxt, dyt) = (new Tensor(x, at), new Tensor(y, under), new Tensor(x, under), new Tensor(y, at));
            cases.Add(new(
                kernels => AveragePool2DKernels.Forward(kernels, layer, xt, yt),
                [KernelBuffer.Read(xt, values), KernelBuffer.Written(yt, PoolReference.Average(values, x, y, window))],
                Tolerance: 2e-6));
            cases.Add(new(
                kernels => AveragePool2DKernels.Backward(kernels, layer, dxt, dyt),
                [
                    KernelBuffer.WrittenGradient(dxt, PoolReference.AverageGradient(gradient, x, y, window)),
                    KernelBuffer.ReadGradient(dyt, gradient),
                ],
                Tolerance: 2e-6));
        }

        KernelCase.Check(cases);
    }

    [Theory]
    [InlineData(7, 7, 256)]
    [InlineData(4, 5, 48)]
    [InlineData(3, 2, 10)]
    [InlineData(2, 3, 5)]
    [InlineData(5, 4, 3)]
    [InlineData(3, 3, 1)]
    [InlineData(1, 1, 16)]
    [InlineData(16, 1, 49)]
    [InlineData(1, 5, 8)]
    public void GlobalAveragePool2D(int height, int width, int channels)
    {
        var (x, y) = (Shape.Map(height, width, channels), Shape.Flat(channels));
        var window = new Window(height, width, height, width, 0, 0);
        var layer = new GlobalAveragePool2D(1, "global_average_pooling2d", new([0]), x, y);
        var values = KernelCase.Values(x.Size, seed: 5);
        var gradient = KernelCase.Values(y.Size, seed: 6);
        var cases = new List<KernelCase>();
        foreach (var (border, _) in Borders)
        {
            var (xt, yt) = (new Tensor(x, border), new Tensor(y, default));
            cases.Add(new(
                kernels => GlobalAveragePool2DKernels.Forward(kernels, layer, xt, yt),
                [KernelBuffer.Read(xt, values), KernelBuffer.Written(yt, PoolReference.Average(values, x, y, window))],
                Tolerance: 2e-6));
            cases.Add(new(
                kernels => GlobalAveragePool2DKernels.Backward(kernels, layer, xt, yt),
                [
                    KernelBuffer.WrittenGradient(xt, PoolReference.AverageGradient(gradient, x, y, window)),
                    KernelBuffer.ReadGradient(yt, gradient),
                ],
                Tolerance: 2e-6));
        }

        KernelCase.Check(cases);
    }

    [Theory]
    [InlineData(4, 5, 48, 3)]
    [InlineData(3, 3, 30, 3)]
    [InlineData(2, 3, 10, 5)]
    [InlineData(2, 2, 3, 3)]
    [InlineData(3, 2, 24, 1)]
    [InlineData(2, 2, 80, 20)]
    public void DepthMaxPool(int height, int width, int channels, int size)
    {
        var values = KernelCase.Values(height * width * channels, seed: 7, whole: true);
        CheckDepthMaxPool(height, width, channels, size, values);
        PutExtremes(values, row: 2 * size);
        CheckDepthMaxPool(height, width, channels, size, values);
    }

    private static void CheckDepthMaxPool(int height, int width, int channels, int size, float[] values)
    {
        var (x, y) = (Shape.Map(height, width, channels), Shape.Map(height, width, channels / size));
        var layer = new DepthMaxPool(1, "depth_max_pool", new([0]), x, y, size);

        // Seen as single-channel images of one row per pixel, groups of channels are windows.
        var (flatX, flatY) = (Shape.Map(height * width, channels, 1), Shape.Map(height * width, channels / size, 1));
        var window = new Window(1, size, 1, size, 0, 0);
        var maxima = PoolReference.Max(values, flatX, flatY, window);
        var gradient = KernelCase.Values(y.Size, seed: 8);
        var cases = new List<KernelCase>();
        foreach (var (at, under) in Borders)
        {
            var (xt, yt, dxt, dyt) = (new Tensor(x, at), new Tensor(y, under), new Tensor(x, under), new Tensor(y, at));
            cases.Add(new(
                kernels => DepthMaxPoolKernels.Forward(kernels, layer, xt, yt),
                [KernelBuffer.Read(xt, values), KernelBuffer.Written(yt, maxima)]));
            cases.Add(new(
                kernels => DepthMaxPoolKernels.Backward(kernels, layer, xt, yt, dxt, dyt),
                [
                    KernelBuffer.Read(xt, values),
                    KernelBuffer.Read(yt, [.. maxima.Select(max => (float)max)]),
                    KernelBuffer.WrittenGradient(dxt, PoolReference.MaxGradient(values, gradient, flatX, flatY, window)),
                    KernelBuffer.ReadGradient(dyt, gradient),
                ]));
        }

        KernelCase.Check(cases);
    }

    /// <summary>
    /// Replaces a good part of the values: by NaN here and there, and rows by -infinity, so that some windows hold nothing else.
    /// </summary>
    private static void PutExtremes(float[] values, int row)
    {
        var random = new Random(9);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (i / row % 4, random.Next(7)) switch
            {
                (1 or 2, _) => float.NegativeInfinity,
                (_, 0) => float.NaN,
                (_, 1) => float.PositiveInfinity,
                _ => values[i],
            };
        }
    }

    private static (Border At, Border Under)[] Borders => [(default, default), (new(1, 1, 1, 1), new(0, 2, 1, 0))];

    // Valid and same padding as TensorFlow has them.
    private static (Shape X, Shape Y, Window Window) Shapes(
        int height, int width, int channels, int windowHeight, int windowWidth, int strideHeight, int strideWidth, bool same)
    {
        var (rows, top) = Axis(height, windowHeight, strideHeight);
        var (columns, left) = Axis(width, windowWidth, strideWidth);
        var window = new Window(windowHeight, windowWidth, strideHeight, strideWidth, top, left);
        return (Shape.Map(height, width, channels), Shape.Map(rows, columns, channels), window);

        (int Outputs, int PadBefore) Axis(int inputs, int size, int stride)
        {
            var outputs = same ? (inputs + stride - 1) / stride : ((inputs - size) / stride) + 1;
            return (outputs, same ? Math.Max(((outputs - 1) * stride) + size - inputs, 0) / 2 : 0);
        }
    }
}
