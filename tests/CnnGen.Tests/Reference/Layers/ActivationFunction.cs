namespace CnnGen.Tests.Reference.Layers;

/// <summary>An activation, by the formulas of <see cref="Activation"/>.</summary>
/// <param name="name">Keras' name.</param>
/// <param name="input">The shape.</param>
/// <param name="function">The activation.</param>
/// <param name="axes">Of softmax and its logarithm, the axes whose values meet; the channels when left out.</param>
internal sealed class ActivationFunction(string name, Extent input, Activation function, int[]? axes = null)
    : ReferenceLayer(name, input, input)
{
    private readonly int[][] _groups = AxisGroups.Of(input, axes ?? AxisGroups.OfChannels);

    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) => function switch
    {
        Activation.Softmax => Grouped(group => Softmax(Of(x, group))),
        Activation.LogSoftmax => Grouped(group => LogSoftmax(Of(x, group))),
        _ => [.. x.Select(v => Value(v, pass))],
    };

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) => function switch
    {
        Activation.Sigmoid => [.. y.Zip(gradient, (v, g) => g * v * (1f - v))],
        Activation.Tanh => [.. y.Zip(gradient, (v, g) => g * (1f - v * v))],
        Activation.Softmax => Grouped(group => SoftmaxGradient(Of(y, group), Of(gradient, group))),
        Activation.LogSoftmax => Grouped(group => LogSoftmaxGradient(Of(y, group), Of(gradient, group))),
        _ => [.. x.Zip(gradient, (v, g) => g * Slope(v))],
    };

    private static Estimate[] Of(Estimate[] values, int[] group) => [.. group.Select(i => values[i])];

    /// <summary>What is made of each group, at the places of its values.</summary>
    private Estimate[] Grouped(Func<int[], Estimate[]> make)
    {
        var made = new Estimate[Input.Size];
        foreach (int[] group in _groups)
        {
            foreach (var (i, value) in group.Zip(make(group)))
                made[i] = value;
        }

        return made;
    }

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
