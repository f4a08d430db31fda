using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>Layers that normalize each image by itself, against their formulas, wherever values lie and on every instruction set.</summary>
public class NormalizationKernelTests
{
    private const double Epsilon = 0.01;

    private const double Tolerance = 4e-6;

    private static readonly (Border Of, Border Other)[] Borders =
        [(default, default), (new(1, 1, 1, 1), new(0, 2, 1, 0)), (default, new(1, 0, 0, 1))];

    public static TheoryData<int, int, int> Maps => new()
    {
        { 3, 5, 1 },
        { 4, 3, 3 },
        { 2, 3, 5 },
        { 2, 2, 8 },
        { 1, 3, 16 },
        { 2, 2, 18 },
        { 1, 1, 49 },
    };

    [Theory]
    [MemberData(nameof(Maps))]
    public void UnitNormalization(int height, int width, int channels)
    {
        var shape = Shape.Map(height, width, channels);
        var (x, dy) = (KernelCase.Values(shape.Size, seed: 1), KernelCase.Values(shape.Size, seed: 2));
        // A pixel without a length.
        x.AsSpan(0, channels).Clear();
        dy.AsSpan(0, channels).Clear();
        var (y, dx) = (new double[x.Length], new double[x.Length]);
        for (var i = 0; i < x.Length; i++)
        {
            var pixel = Enumerable.Range(i / channels * channels, channels).ToArray();
            var factor = Math.Min(1 / Math.Sqrt(pixel.Sum(k => (double)x[k] * x[k])), 1e12);
            y[i] = x[i] * factor;
            dx[i] = factor * (dy[i] - (y[i] * pixel.Sum(k => factor * x[k] * dy[k])));
        }

        KernelCase.Check([.. Borders.SelectMany(border =>
        {
            var (a, b) = (new Tensor(shape, border.Of), new Tensor(shape, border.Other));
            return new KernelCase[]
            {
                new(
                    kernels => UnitNormalizationKernels.Forward(kernels, a, b), [KernelBuffer.Read(a, x), KernelBuffer.Written(b, y)],
                    Tolerance),
                new(
                    kernels => UnitNormalizationKernels.Backward(kernels, a, b, a),
                    [KernelBuffer.Read(a, x), KernelBuffer.ReadGradient(b, dy), KernelBuffer.WrittenGradient(a, dx)],
                    Tolerance),
            };
        })]);
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void LayerNormalization(int height, int width, int channels)
    {
        var shape = Shape.Map(height, width, channels);
        var of = new NormalizedValues(shape, i => i / channels, Epsilon);
        // Two numbers of a pixel lie side by side, whatever its channels.
        Tensor statistics = new(Shape.Flat(2 * height * width), default), weights = new(Shape.Flat(channels), default);
        double[] found = [.. Enumerable.Range(0, of.X.Length / channels).Select(pixel => pixel * channels)
            .SelectMany(i => new[] { of.Mean[i], of.Deviation[i] })];
        var sums = KernelBuffer.WrittenGradient(
            new(Shape.Map(1, 2, channels), default),
            of.Table(c => c.Sum(i => of.Dy[i]), c => c.Sum(i => of.Dy[i] * (of.X[i] - of.Mean[i]) * of.Deviation[i])));
        var layer = new LayerNormalization(1, "", new([0]), shape, shape, Epsilon, Center: true, Scale: true);
        KernelCase.Check([.. Borders.SelectMany(border =>
        {
            var (a, b) = (new Tensor(shape, border.Of), new Tensor(shape, border.Other));
            KernelBuffer[] read =
                [KernelBuffer.Read(a, of.X), KernelBuffer.Read(statistics, Floats(found)), KernelBuffer.ReadGradient(b, of.Dy)];
            KernelBuffer[] input = [KernelBuffer.Read(weights, of.Gamma), KernelBuffer.WrittenGradient(a, of.Dx)];
            KernelCase Backward(bool hasSums, bool hasInput) => new(
                kernels => LayerNormalizationKernels.Backward(kernels, new(a, b, hasInput ? a : null, hasSums, hasSums)),
                [.. read, .. hasSums ? new[] { sums } : [], .. hasInput ? input : []],
                Tolerance);
            return new[]
            {
                new KernelCase(
                    kernels => LayerNormalizationKernels.Forward(kernels, layer, a, b),
                    [
                        KernelBuffer.Read(a, of.X), KernelBuffer.Written(statistics, found), KernelBuffer.Read(weights, of.Gamma),
                        KernelBuffer.Read(weights, of.Beta), KernelBuffer.Written(b, of.Y),
                    ],
                    Tolerance),
                Backward(hasSums: true, hasInput: true),
                Backward(hasSums: true, hasInput: false),
                Backward(hasSums: false, hasInput: true),
            };
        })]);
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void GroupNormalization(int height, int width, int channels)
    {
        var shape = Shape.Map(height, width, channels);
        var groups = channels % 3 == 0 ? 3 : channels % 2 == 0 ? 2 : channels;
        var of = new NormalizedValues(shape, i => i % channels / (channels / groups), Epsilon);
        var layer = new GroupNormalization(1, "", new([0]), shape, shape, groups, Epsilon, Center: true, Scale: true);
        Tensor six = new(Shape.Map(1, 6, channels), default), two = new(Shape.Map(1, 2, channels), default);
        var weights = new Tensor(Shape.Flat(channels), default);

        double Zero(int[] _) => 0;
        double Sum(int[] c) => c.Sum(i => of.X[i]);
        double Squares(int[] c) => c.Sum(i => Math.Pow(of.X[i] - (Sum(c) / c.Length), 2));
        double Gradients(int[] c) => c.Sum(i => of.Dy[i]);
        double Products(int[] c) => c.Sum(i => of.Dy[i] * (of.X[i] - of.Mean[i]));
        double[] Statistics(Func<int[], double> ofGradient, Func<int[], double> ofInput) => of.Table(
            c => of.Mean[c[0]], c => of.Deviation[c[0]] * of.Gamma[c[0] % channels], c => of.Beta[c[0] % channels],
            c => of.Deviation[c[0]], ofGradient, ofInput);
        float[] forward = Floats(Statistics(Zero, Zero)), sums = Floats(of.Table(Gradients, Products));
        var backward = Statistics(c => of.OfGradient[c[0]], c => of.OfInput[c[0]]);
        KernelCase[] joins =
        [
            new(
                kernels => GroupNormalizationKernels.JoinForward(kernels, layer),
                [
                    new(six, Floats(of.Table(Sum, Squares, Zero, Zero, Zero, Zero)), Statistics(Zero, Zero), IsGradient: true),
                    KernelBuffer.Read(weights, of.Gamma), KernelBuffer.Read(weights, of.Beta),
                ],
                Tolerance),
            new(
                kernels => GroupNormalizationKernels.JoinBackward(kernels, layer),
                [
                    new(six, forward, backward, IsGradient: true),
                    new(two, sums, of.Table(Gradients, c => Products(c) * of.Deviation[c[0]]), IsGradient: true),
                ],
                Tolerance),
        ];
        KernelCase.Check([.. joins, .. Borders.SelectMany(border =>
        {
            var (a, b) = (new Tensor(shape, border.Of), new Tensor(shape, border.Other));
            return new KernelCase[]
            {
                new(
                    kernels => GroupNormalizationKernels.Forward(kernels, a, b),
                    [KernelBuffer.Read(a, of.X), KernelBuffer.ReadGradient(six, forward), KernelBuffer.Written(b, of.Y)],
                    Tolerance),
                new(
                    kernels => GroupNormalizationKernels.GradientSums(kernels, a, b),
                    [
                        KernelBuffer.Read(a, of.X), KernelBuffer.ReadGradient(b, of.Dy), KernelBuffer.ReadGradient(six, forward),
                        KernelBuffer.WrittenGradient(two, of.Table(Gradients, Products)),
                    ],
                    Tolerance),
                new(
                    kernels => GroupNormalizationKernels.Backward(kernels, a, a, b),
                    [
                        KernelBuffer.Read(a, of.X), KernelBuffer.ReadGradient(six, Floats(backward)),
                        KernelBuffer.WrittenGradient(a, of.Dx), KernelBuffer.ReadGradient(b, of.Dy),
                    ],
                    Tolerance),
            };
        })]);
    }

    private static float[] Floats(double[] values) => [.. values.Select(value => (float)value)];
}
