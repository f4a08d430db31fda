namespace CnnGen.Tests.Reference.Layers;

/// <summary>x, and alpha * (exp(x) - 1) below 0; there the slope is y + alpha.</summary>
internal sealed class Elu(string name, Extent input, double alpha) : ReferenceLayer(name, input, input)
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) => [.. x.Select(v => pass.Exceeds(0f, v)
        ? v.Apply(Special.Expm1(v.Value), Math.Exp(v.Value)) * (float)alpha
        : v)];

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) =>
        [.. y.Zip(gradient, (v, g) => pass.Exceeds(0f, v) ? g * (v + (float)alpha) : g)];
}
