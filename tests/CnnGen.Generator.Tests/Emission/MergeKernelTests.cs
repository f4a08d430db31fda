using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>
/// Layers that join others element by element, whose extents of 1 count for all of an axis: against loops over all elements, wherever
/// values lie and on every instruction set.
/// </summary>
public class MergeKernelTests
{
    private const int Height = 3;
    private const int Width = 4;
    private const double Tolerance = 4e-6;

    private static readonly Border[] Borders = [default, new(1, 1, 1, 1), new(0, 2, 1, 0)];

    public static TheoryData<int> Channels => [1, 2, 4, 5, 8, 9, 16, 18, 33];

    [Theory]
    [MemberData(nameof(Channels))]
    public void Product(int channels) => Check(
        channels, shape => new Multiply(1, "", new([0, 0]), shape, shape), readsInputs: true, (a, b) => a * b, (a, b) => (b, a));

    [Theory]
    [MemberData(nameof(Channels))]
    public void Difference(int channels) => Check(
        channels, shape => new Subtract(1, "", new([0, 0]), shape, shape), readsInputs: false, (a, b) => a - b, (_, _) => (1, -1));

    [Theory]
    [MemberData(nameof(Channels))]
    public void Mean(int channels) => Check(
        channels, shape => new Average(1, "", new([0, 0]), shape, shape), readsInputs: false, (a, b) => (a + b) / 2, (_, _) => (0.5, 0.5));

    /// <summary>Of equal values the first gets the gradient.</summary>
    [Theory]
    [MemberData(nameof(Channels))]
    public void Largest(int channels) => Check(
        channels, shape => new Maximum(1, "", new([0, 0]), shape, shape), readsInputs: true, Math.Max, (a, b) => b > a ? (0, 1) : (1, 0));

    /// <summary>Every set of axes along which the second input counts for all, and pairs that each count for what the other has.</summary>
    private static IEnumerable<(Shape A, Shape B)> Shapes(int channels)
    {
        var whole = Shape.Map(Height, Width, channels);
        for (var axes = 0; axes < 8; axes++)
        {
            var part = Shape.Map(axes % 2 == 0 ? Height : 1, axes / 2 % 2 == 0 ? Width : 1, axes / 4 == 0 ? channels : 1);
            yield return (whole, part);
            yield return (part, whole);
        }

        yield return (whole with { Width = 1 }, whole with { Height = 1, Channels = 1 });
        yield return (whole with { Height = 1 }, whole with { Channels = 1 });
        yield return (whole with { Height = 1, Width = 1 }, whole with { Channels = 1 });
    }

    private static void Check(
        int channels, Func<Shape, Merge> layer, bool readsInputs, Func<double, double, double> join,
        Func<double, double, (double OfA, double OfB)> slopes)
    {
        var cases = new List<KernelCase>();
        foreach (var ((shapeA, shapeB), number) in Shapes(channels).Select((shapes, number) => (shapes, number)))
        {
            var whole = Shape.Map(Height, Width, channels);
            var (a, b, y, dy) = (
                new Tensor(shapeA, Borders[number % 3]), new Tensor(shapeB, Borders[number / 3 % 3]),
                new Tensor(whole, Borders[number % 2]), new Tensor(whole, Borders[(number + 1) % 3]));
            var (xA, xB) = (
                KernelCase.Values(shapeA.Size, seed: 1, whole: true), KernelCase.Values(shapeB.Size, seed: 2, whole: true));
            var gradient = KernelCase.Values(whole.Size, seed: 3);
            var (joined, dA, dB) = (new double[gradient.Length], new double[xA.Length], new double[xB.Length]);
            for (var i = 0; i < joined.Length; i++)
            {
                var (atA, atB) = (Element(shapeA, i), Element(shapeB, i));
                joined[i] = join(xA[atA], xB[atB]);
                var (ofA, ofB) = slopes(xA[atA], xB[atB]);
                dA[atA] += gradient[i] * ofA;
                dB[atB] += gradient[i] * ofB;
            }

            cases.Add(new(
                kernels => MergeKernels.Forward(kernels, layer(whole), new([a, b]), y),
                [KernelBuffer.Read(a, xA), KernelBuffer.Read(b, xB), KernelBuffer.Written(y, joined)], Tolerance));
            EquatableArray<Tensor> inputs = new(readsInputs ? [a, b] : []);
            KernelBuffer[] read = readsInputs ? [KernelBuffer.Read(a, xA), KernelBuffer.Read(b, xB)] : [];
            cases.Add(Backward(0, a, dA));
            cases.Add(Backward(1, b, dB));

            KernelCase Backward(int input, Tensor dx, double[] expected) => new(
                kernels => MergeKernels.Backward(kernels, layer(whole), input, inputs, dx, dy),
                [.. read, KernelBuffer.WrittenGradient(dx, expected), KernelBuffer.ReadGradient(dy, gradient)], Tolerance);

            // The element of an input that counts for one of all images' elements of the whole.
            int Element(Shape shape, int i)
            {
                var (image, pixel, channel) = (i / whole.Size, i % whole.Size / channels, i % channels);
                var (row, column) = (shape.Height == 1 ? 0 : pixel / Width, shape.Width == 1 ? 0 : pixel % Width);
                return (image * shape.Size) + (((row * shape.Width) + column) * shape.Channels) + (shape.Channels == 1 ? 0 : channel);
            }
        }

        KernelCase.Check(cases);
    }
}
