namespace CnnGen.Tests.Reference.Layers;

/// <summary>An activation, by the formulas of <see cref="Activation"/>.</summary>
internal sealed class ActivationFunction(string name, Extent input, Activation function) : ReferenceLayer(name, input, input)
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) => function switch
    {
        Activation.Linear => x,
        Activation.Relu => [.. x.Select(v => pass.Exceeds(v, 0f) ? v : 0f)],
        Activation.Sigmoid => [.. x.Select(Sigmoid)],
        Activation.Tanh => [.. x.Select(Tanh)],
        Activation.Softmax => Softmax(x),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "unknown activation"),
    };

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) => function switch
    {
        Activation.Linear => gradient,
        Activation.Relu => [.. x.Zip(gradient, (v, g) => pass.Exceeds(v, 0f) ? g : 0f)],
        Activation.Sigmoid => [.. y.Zip(gradient, (v, g) => g * v * (1f - v))],
        Activation.Tanh => [.. y.Zip(gradient, (v, g) => g * (1f - v * v))],
        Activation.Softmax => SoftmaxGradient(y, gradient),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "unknown activation"),
    };

    private static Estimate Sigmoid(Estimate x)
    {
        double y = 1 / (1 + Math.Exp(-x.Value));
        return x.Apply(y, y * (1 - y));
    }

    private static Estimate Tanh(Estimate x)
    {
        double y = Math.Tanh(x.Value);
        return x.Apply(y, 1 - y * y);
    }

    private static Estimate[] Softmax(Estimate[] x)
    {
        var largest = x.MaxBy(v => v.Value);
        var powers = x.Select(v => v - largest).Select(v => v.Apply(Math.Exp(v.Value), Math.Exp(v.Value))).ToArray();
        var sum = powers.Aggregate((Estimate)0f, (a, b) => a + b);
        return [.. powers.Select(p => p / sum)];
    }

    /// <summary>dx[i] = y[i] * (dy[i] - sum over j of dy[j] * y[j]).</summary>
    private static Estimate[] SoftmaxGradient(Estimate[] y, Estimate[] gradient)
    {
        var mean = y.Zip(gradient, (v, g) => v * g).Aggregate((Estimate)0f, (a, b) => a + b);
        return [.. y.Zip(gradient, (v, g) => v * (g - mean))];
    }
}
