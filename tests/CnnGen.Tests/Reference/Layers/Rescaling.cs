namespace CnnGen.Tests.Reference.Layers;

/// <summary>y = x * scale + offset.</summary>
internal sealed class Rescaling(string name, Extent input, double scale, double offset) : ReferenceLayer(name, input, input)
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) =>
        [.. x.Select(v => v * Estimate.Rounded(scale) + Estimate.Rounded(offset))];

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) =>
        [.. gradient.Select(g => g * Estimate.Rounded(scale))];
}
