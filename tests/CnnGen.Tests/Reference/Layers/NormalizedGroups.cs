namespace CnnGen.Tests.Reference.Layers;

/// <summary>
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, with statistics of each of some groups of values of an image, and gamma and
/// beta of each channel.
/// </summary>
internal abstract class NormalizedGroups(string name, Extent input, double epsilon, bool center, bool scale)
    : ReferenceLayer(name, input, input)
{
    private readonly ReferenceParameter _gamma = new($"{name}/gamma", true, input.Channels);
    private readonly ReferenceParameter _beta = new($"{name}/beta", true, input.Channels);

    public override IReadOnlyList<ReferenceParameter> Parameters => [.. scale ? new[] { _gamma } : [], .. center ? new[] { _beta } : []];

    /// <summary>The groups: the indices of their values.</summary>
    protected abstract IEnumerable<int[]> Groups { get; }

    public override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        var y = new Estimate[x.Length];
        foreach (int[] group in Groups)
        {
            var (mean, deviation) = Statistics(x, group);
            foreach (int i in group)
                y[i] = ((x[i] - mean) * deviation * Gamma(i)) + (center ? _beta.Values[i % Input.Channels] : 0f);
        }

        return y;
    }

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[x.Length];
        foreach (int[] group in Groups)
        {
            var (mean, deviation) = Statistics(x, group);
            Estimate sum = 0, products = 0;
            foreach (int i in group)
            {
                var normalized = (x[i] - mean) * deviation;
                _beta.Gradients[i % Input.Channels] += gradient[i];
                _gamma.Gradients[i % Input.Channels] += gradient[i] * normalized;
                sum += gradient[i] * Gamma(i);
                products += gradient[i] * Gamma(i) * normalized;
            }

            float count = group.Length;
            foreach (int i in group)
            {
                var normalized = (x[i] - mean) * deviation;
                dx[i] = deviation * ((gradient[i] * Gamma(i)) - (sum / count) - (normalized * (products / count)));
            }
        }

        return dx;
    }

    private Estimate Gamma(int index) => scale ? _gamma.Values[index % Input.Channels] : 1f;

    private (Estimate Mean, Estimate Deviation) Statistics(Estimate[] x, int[] group)
    {
        Estimate sum = 0, squares = 0;
        foreach (int i in group)
            sum += x[i];
        var mean = sum / group.Length;
        foreach (int i in group)
            squares += (x[i] - mean) * (x[i] - mean);
        var variance = squares / group.Length;
        double root = 1 / Math.Sqrt(variance.Value + epsilon);
        return (mean, variance.Apply(root, root * root * root / 2));
    }
}
