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

    /// <summary>Those of single elements; slopes are their differences.</summary>
    private static Dictionary<ActivationFunction, Func<double, double>> Functions => new()
    {
        [ActivationFunction.Linear] = x => x,
        [ActivationFunction.Relu] = x => Math.Max(x, 0),
        [ActivationFunction.Sigmoid] = Sigmoid,
        [ActivationFunction.Tanh] = Math.Tanh,
        [ActivationFunction.Relu6] = x => Math.Clamp(x, 0, 6),
        [ActivationFunction.LeakyRelu] = x => x < 0 ? 0.2 * x : x,
        [ActivationFunction.Elu] = x => x < 0 ? Math.Exp(x) - 1 : x,
        [ActivationFunction.Selu] = x => 1.05070098735548 * (x < 0 ? 1.67326324235438 * (Math.Exp(x) - 1) : x),
        [ActivationFunction.Celu] = x => x < 0 ? Math.Exp(x) - 1 : x,
        [ActivationFunction.Gelu] = x => x * (0.5 + Area(x)),
        [ActivationFunction.GeluTanh] = x => x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) / 2,
        [ActivationFunction.Silu] = x => x * Sigmoid(x),
        [ActivationFunction.Mish] = x => x * Math.Tanh(Math.Log(1 + Math.Exp(x))),
        [ActivationFunction.Softplus] = x => Math.Log(1 + Math.Exp(x)),
        [ActivationFunction.Softsign] = x => x / (1 + Math.Abs(x)),
        [ActivationFunction.HardSigmoid] = x => Math.Clamp(x + 3, 0, 6) / 6,
        [ActivationFunction.HardSwish] = x => x * Math.Clamp(x + 3, 0, 6) / 6,
        [ActivationFunction.HardTanh] = x => Math.Clamp(x, -1, 1),
        [ActivationFunction.Exponential] = Math.Exp,
    };

    private static (Border At, Border Under)[] Borders =>
        [(default, default), (new(1, 1, 1, 1), new(0, 2, 1, 0)), (default, new(1, 0, 0, 1))];

    [Theory]
    [MemberData(nameof(Maps))]
    public void Activations(int height, int width, int channels)
    {
        var cases = new List<KernelCase>();
        foreach (var function in Functions.Keys.Where(function => function is ActivationFunction.Linear or ActivationFunction.Relu
            or ActivationFunction.Tanh or ActivationFunction.Silu))
        {
            cases.AddRange(Cases(function, Shape.Map(height, width, channels)));
        }


        KernelCase.Check(cases);
    }

    [Fact]
    public void EveryActivation() =>
        KernelCase.Check([.. Functions.Keys.SelectMany(function => Cases(function, Shape.Map(1, 3, 10)))]);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(16)]
    [InlineData(37)]
    public void Softmax(int units) => KernelCase.Check(
        [.. Cases(ActivationFunction.Softmax, Shape.Flat(units)), .. Cases(ActivationFunction.LogSoftmax, Shape.Flat(units))]);

    [Theory]
    [MemberData(nameof(Maps))]
    public void SoftmaxOfPixels(int height, int width, int channels)
    {
        var shape = Shape.Map(height, width, channels);
        KernelCase.Check([.. Cases(ActivationFunction.Softmax, shape), .. Cases(ActivationFunction.LogSoftmax, shape)]);
    }

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
        var (outputs, derivatives) = Reference(function, values, gradient, shape.Channels);
        float[] read = function.IsDerivedFromOutput() ? [.. outputs.Select(output => (float)output)] : values;
        foreach (var (at, under) in shape.IsFlat ? Borders[..1] : Borders)
        {
            var (a, b) = (new Tensor(shape, at), new Tensor(shape, under));
            yield return new(
                kernels => ActivationKernels.Forward(kernels, function, a, b),
                [KernelBuffer.Read(a, values), KernelBuffer.Written(b, outputs)],
                Tolerance: 1e-6);
            yield return new(
                kernels => ActivationKernels.Backward(kernels, function, a, b, a),
                [KernelBuffer.Read(a, read), KernelBuffer.WrittenGradient(b, derivatives), KernelBuffer.ReadGradient(a, gradient)],
                Tolerance: 1e-6);
            yield return new(
                kernels => ActivationGradient.Kernel(kernels, function, a, b),
                [KernelBuffer.Read(a, read), new(b, gradient, derivatives, IsGradient: true)],
                Tolerance: 1e-6);
        }
    }

    // y = f(x), and dx by the derivative at x, wherever the kernels read it.
    private static (double[] Y, double[] Dx) Reference(ActivationFunction function, float[] x, float[] dy, int channels)
    {
        if (Functions.TryGetValue(function, out var f))
        {
            const double step = 1e-6;
            double Slope(double at) => at == 0 ? SlopeAtZero(function) : (f(at + step) - f(at - step)) / (2 * step);
            return ([.. x.Select(value => f(value))], [.. x.Zip(dy, (value, gradient) => gradient * Slope(value))]);
        }

        var pixels = x.Zip(dy, (value, gradient) => (Value: (double)value, Gradient: (double)gradient)).Chunk(channels).Select(pixel =>
        {
            var sum = pixel.Sum(element => Math.Exp(element.Value));
            var mean = pixel.Sum(element => Math.Exp(element.Value) / sum * element.Gradient);
            var total = pixel.Sum(element => element.Gradient);
            return pixel.Select(element => function == ActivationFunction.Softmax
                ? (Math.Exp(element.Value) / sum, Math.Exp(element.Value) / sum * (element.Gradient - mean))
                : (element.Value - Math.Log(sum), element.Gradient - (Math.Exp(element.Value) / sum * total)));
        }).SelectMany(pixel => pixel).ToArray();
        return ([.. pixels.Select(pair => pair.Item1)], [.. pixels.Select(pair => pair.Item2)]);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    // Under the normal density from 0 to x, by its series.
    private static double Area(double x)
    {
        var (term, sum) = (x, x);
        for (var n = 3; n < 100; n += 2)
            sum += term *= x * x / n;
        return sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }

    private static double SlopeAtZero(ActivationFunction function) => function switch
    {
        ActivationFunction.Relu or ActivationFunction.Relu6 => 0,
        ActivationFunction.LeakyRelu => 0.2,
        ActivationFunction.Selu => 1.05070098735548,
        ActivationFunction.Sigmoid => 0.25,
        ActivationFunction.HardSigmoid => 1.0 / 6,
        ActivationFunction.Mish => 0.6,
        ActivationFunction.Gelu or ActivationFunction.GeluTanh or ActivationFunction.Silu or ActivationFunction.HardSwish
            or ActivationFunction.Softplus => 0.5,
        _ => 1,
    };
}
