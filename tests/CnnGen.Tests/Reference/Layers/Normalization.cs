namespace CnnGen.Tests.Reference.Layers;

/// <summary>
/// y = (x - mean) / sqrt(variance), per element or per channel; an element that never varies (variance 0) is only shifted.
/// </summary>
internal sealed class Normalization(string name, Extent input, NormalizationAxis axis) : ReferenceLayer(name, input, input)
{
    private readonly ReferenceParameter _mean = new($"{name}/mean", false, Shape(input, axis));
    private readonly ReferenceParameter _variance = new($"{name}/variance", false, Shape(input, axis));

    public override IReadOnlyList<ReferenceParameter> Parameters => [_mean, _variance];

    // x / deviation - mean / deviation rather than the shorter (x - mean) / deviation: its error covers both ways to compute it.
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) =>
        [.. x.Select((v, i) => v * Scale(i) - _mean.Values[i % _mean.Values.Length] * Scale(i))];

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) =>
        [.. gradient.Select((g, i) => g * Scale(i))];

    private Estimate Scale(int element)
    {
        double variance = _variance.Values[element % _variance.Values.Length].Value;
        return variance == 0 ? 1f : Estimate.Rounded(1 / Math.Sqrt(variance));
    }

    private static int[] Shape(Extent input, NormalizationAxis axis) =>
        axis == NormalizationAxis.Element ? [input.Height, input.Width, input.Channels] : [input.Channels];
}
