namespace CnnGen.Tests.Reference.Layers;

/// <summary>
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, with statistics of each of some groups of values of an image.
/// </summary>
internal abstract class NormalizedGroups(string name, Extent input, double epsilon, bool center, bool scale, int[] weights)
    : ReferenceLayer(name, input, input)
{
    private readonly ReferenceParameter _gamma = new($"{name}/gamma", true, weights);
    private readonly ReferenceParameter _beta = new($"{name}/beta", true, weights);

    public override IReadOnlyList<ReferenceParameter> Parameters => [.. scale ? new[] { _gamma } : [], .. center ? new[] { _beta } : []];

    /// <summary>The groups: the indices of their values.</summary>
    protected abstract IEnumerable<int[]> Groups { get; }

    /// <summary>Which gamma and beta the value at a place of a group has.</summary>
    protected abstract int WeightOf(int[] group, int place);

    public override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        var y = new Estimate[x.Length];
        foreach (int[] group in Groups)
        {
            var (mean, deviation) = Statistics(x, group);
            for (int place = 0; place < group.Length; place++)
            {
                var (i, weight) = (group[place], WeightOf(group, place));
                y[i] = ((x[i] - mean) * deviation * Gamma(weight)) + (center ? _beta.Values[weight] : 0f);
            }
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
            for (int place = 0; place < group.Length; place++)
            {
                var (i, weight) = (group[place], WeightOf(group, place));
                var normalized = (x[i] - mean) * deviation;
                _beta.Gradients[weight] += gradient[i];
                _gamma.Gradients[weight] += gradient[i] * normalized;
                sum += gradient[i] * Gamma(weight);
                products += gradient[i] * Gamma(weight) * normalized;
            }

            float count = group.Length;
            for (int place = 0; place < group.Length; place++)
            {
                int i = group[place];
                var normalized = (x[i] - mean) * deviation;
                dx[i] = deviation * ((gradient[i] * Gamma(WeightOf(group, place))) - (sum / count) - (normalized * (products / count)));
            }
        }

        return dx;
    }

    private Estimate Gamma(int weight) => scale ? _gamma.Values[weight] : 1f;

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
