namespace CnnGen.Tests.Reference.Layers;

/// <summary>An activation, by the formulas of <see cref="Activation"/>.</summary>
internal sealed class ActivationFunction(string name, Extent input, Activation function) : ReferenceLayer(name, input, input)
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) => function switch
    {
        Activation.Softmax => [.. x.Chunk(Input.Channels).SelectMany(Softmax)],
        Activation.LogSoftmax => [.. x.Chunk(Input.Channels).SelectMany(LogSoftmax)],
        _ => [.. x.Select(v => Value(v, pass))],
    };

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) => function switch
    {
        Activation.Sigmoid => [.. y.Zip(gradient, (v, g) => g * v * (1f - v))],
        Activation.Tanh => [.. y.Zip(gradient, (v, g) => g * (1f - v * v))],
        Activation.Softmax => [.. y.Chunk(Input.Channels).Zip(gradient.Chunk(Input.Channels), SoftmaxGradient).SelectMany(row => row)],
        Activation.LogSoftmax =>
            [.. y.Chunk(Input.Channels).Zip(gradient.Chunk(Input.Channels), LogSoftmaxGradient).SelectMany(row => row)],
        _ => [.. x.Zip(gradient, (v, g) => g * Slope(v))],
    };

    private Estimate Value(Estimate x, ReferencePass pass)
    {
        foreach (float kink in ElementFunctions.Kinks(function))
            pass.Exceeds(x, kink);
        return x.Apply(
            ElementFunctions.Value(function, x.Value), Math.Abs(ElementFunctions.Slope(function, x.Value)),
            ElementFunctions.Roundoffs(function, x.Value));
    }

    private Estimate Slope(Estimate x)
    {
        const double step = 1e-5;
        double slope = ElementFunctions.Slope(function, x.Value);
        double bend = ElementFunctions.Slope(function, x.Value + step) - ElementFunctions.Slope(function, x.Value - step);
        bool isExact = ElementFunctions.Roundoffs(function, x.Value) == 0;
        var estimate = x.Apply(slope, isExact ? 0 : Math.Abs(bend) / (2 * step), isExact ? 0 : 8);
        return estimate with { Error = estimate.Error + ElementFunctions.SlopeRoundoffs(function) * Estimate.UnitRoundoff };
    }

    private static Estimate[] Softmax(Estimate[] x)
    {
        var powers = Shifted(x).Select(Exponential).ToArray();
        var sum = Sum(powers);
        return [.. powers.Select(p => p / sum)];
    }

    private static Estimate[] LogSoftmax(Estimate[] x)
    {
        var shifted = Shifted(x);
        var sum = Sum(shifted.Select(Exponential));
        var log = sum.Apply(Math.Log(sum.Value), 1 / sum.Value);
        return [.. shifted.Select(v => v - log)];
    }

    /// <summary>dx[i] = y[i] * (dy[i] - sum over j of dy[j] * y[j]).</summary>
    private static Estimate[] SoftmaxGradient(Estimate[] y, Estimate[] gradient)
    {
        var mean = Sum(y.Zip(gradient, (v, g) => v * g));
        return [.. y.Zip(gradient, (v, g) => v * (g - mean))];
    }

    /// <summary>dx[i] = dy[i] - exp(y[i]) * sum over j of dy[j].</summary>
    private static Estimate[] LogSoftmaxGradient(Estimate[] y, Estimate[] gradient)
    {
        var sum = Sum(gradient);
        return [.. y.Zip(gradient, (v, g) => g - Exponential(v) * sum)];
    }

    private static Estimate[] Shifted(Estimate[] x)
    {
        var largest = x.MaxBy(v => v.Value);
        return [.. x.Select(v => v - largest)];
    }

    private static Estimate Exponential(Estimate x) => x.Apply(Math.Exp(x.Value), Math.Exp(x.Value));

    private static Estimate Sum(IEnumerable<Estimate> values) => values.Aggregate((Estimate)0f, (a, b) => a + b);
}
