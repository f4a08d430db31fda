namespace CnnGen.Tests.Reference.Layers;

/// <summary>x, and slope * x below 0.</summary>
internal sealed class LeakyRelu(string name, Extent input, double slope) : ReferenceLayer(name, input, input)
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) =>
        [.. x.Select(v => pass.Exceeds(v, 0f) ? v : v * (float)slope)];

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) =>
        [.. x.Zip(gradient, (v, g) => pass.Exceeds(v, 0f) ? g : g * (float)slope)];
}
