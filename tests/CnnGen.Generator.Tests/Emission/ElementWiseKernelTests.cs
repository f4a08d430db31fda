using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

public class ElementWiseKernelTests
{
    public static TheoryData<int, int, int> Maps => new()
    {
        { 3, 5, 1 },
        { 4, 7, 3 },
        { 2, 3, 5 },
        { 3, 2, 10 },
        { 2, 4, 16 },
        { 3, 3, 24 },
        { 1, 1, 7 },
    };

    private static (Border At, Border Under)[] Borders =>
        [(default, default), (new(1, 1, 1, 1), new(0, 2, 1, 0)), (default, new(1, 0, 0, 1))];

    [Theory]
    [MemberData(nameof(Maps))]
    public void Activations(int height, int width, int channels)
    {
        var cases = new List<KernelCase>();
        foreach (
            var function in new[] { ActivationFunction.Linear, ActivationFunction.Relu, ActivationFunction.Sigmoid,
                ActivationFunction.Tanh })
        {
            cases.AddRange(Cases(function, Shape.Map(height, width, channels)));
        }

        KernelCase.Check(cases);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(16)]
    [InlineData(37)]
    public void Softmax(int units) => KernelCase.Check([.. Cases(ActivationFunction.Softmax, Shape.Flat(units))]);

    [Theory]
    [MemberData(nameof(Maps))]
    public void Rescaling(int height, int width, int channels)
    {
        var shape = Shape.Map(height, width, channels);
        var layer = new Rescaling(1, "rescaling", new([0]), shape, shape, Scale: 1 / 127.5, Offset: -1);
        var values = KernelCase.Values(shape.Size, seed: 1);
        var (scale, offset) = ((double)(float)layer.Scale, (double)(float)layer.Offset);
        KernelCase.Check([.. Borders.SelectMany(border =>
        {
            var (from, to) = (new Tensor(shape, border.At), new Tensor(shape, border.Under));
            return new KernelCase[]
            {
                new(
                    kernels => RescalingKernels.Forward(kernels, layer, from, to),
                    [KernelBuffer.Read(from, values), KernelBuffer.Written(to, [.. values.Select(x => (x * scale) + offset)])],
                    Tolerance: 1e-7),
                new(
                    kernels => RescalingKernels.Backward(kernels, layer, to, from),
                    [KernelBuffer.WrittenGradient(to, [.. values.Select(x => x * scale)]), KernelBuffer.ReadGradient(from, values)],
                    Tolerance: 1e-7),
            };
        })]);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1, "m1")]
    [InlineData(0.5f, "0p5")]
    [InlineData(1e-30f, "1Em30")]
    public void NumbersInNamesAreIdentifiers(float value, string name) => Assert.Equal(name, KernelText.Name(value));

    private static IEnumerable<KernelCase> Cases(ActivationFunction function, Shape shape)
    {
        var values = KernelCase.Values(shape.Size, seed: 2);
        values[0] = 0;
        var gradient = KernelCase.Values(shape.Size, seed: 3);
        var (outputs, derivatives) = Reference(function, values, gradient, shape.Size);
        float[] y = [.. outputs.Select(output => (float)output)];
        foreach (var (at, under) in function == ActivationFunction.Softmax ? Borders[..1] : Borders)
        {
            var (a, b) = (new Tensor(shape, at), new Tensor(shape, under));
            yield return new(
                kernels => ActivationKernels.Forward(kernels, function, a, b),
                [KernelBuffer.Read(a, values), KernelBuffer.Written(b, outputs)],
                Tolerance: 1e-6);
            yield return new(
                kernels => ActivationKernels.Backward(kernels, function, a, b, a),
                [KernelBuffer.Read(a, y), KernelBuffer.WrittenGradient(b, derivatives), KernelBuffer.ReadGradient(a, gradient)],
                Tolerance: 1e-6);
            yield return new(
                kernels => ActivationGradient.Kernel(kernels, function, a, b),
                [KernelBuffer.Read(a, y), new(b, gradient, derivatives, IsGradient: true)],
                Tolerance: 1e-6);
        }
    }

    // y = f(x), and dx by the derivative at x, not at y as the kernels have it.
    private static (double[] Y, double[] Dx) Reference(ActivationFunction function, float[] x, float[] dy, int imageSize)
    {
        if (function == ActivationFunction.Softmax)
        {
            var images = x.Zip(dy, (value, gradient) => (Value: (double)value, Gradient: (double)gradient)).Chunk(imageSize).Select(image =>
            {
                var sum = image.Sum(element => Math.Exp(element.Value));
                var mean = image.Sum(element => Math.Exp(element.Value) / sum * element.Gradient);
                return image.Select(element => (Math.Exp(element.Value) / sum, Math.Exp(element.Value) / sum * (element.Gradient - mean)));
            }).SelectMany(image => image).ToArray();
            return ([.. images.Select(pair => pair.Item1)], [.. images.Select(pair => pair.Item2)]);
        }

        Func<double, double> f = function switch
        {
            ActivationFunction.Relu => v => Math.Max(v, 0),
            ActivationFunction.Sigmoid => v => 1 / (1 + Math.Exp(-v)),
            ActivationFunction.Tanh => Math.Tanh,
            _ => v => v,
        };
        Func<double, double> derivative = function switch
        {
            ActivationFunction.Relu => v => v > 0 ? 1 : 0,
            ActivationFunction.Sigmoid => v => Math.Exp(-v) / Math.Pow(1 + Math.Exp(-v), 2),
            ActivationFunction.Tanh => v => 1 / Math.Pow(Math.Cosh(v), 2),
            _ => _ => 1,
        };
        return ([.. x.Select(value => f(value))], [.. x.Zip(dy, (value, gradient) => gradient * derivative(value))]);
    }
}
