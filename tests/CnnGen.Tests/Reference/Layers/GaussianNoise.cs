namespace CnnGen.Tests.Reference.Layers;

/// <summary>In training y = x + stddev * n; in prediction y = x.</summary>
/// <param name="place">What tells its draws from those of other layers; see <see cref="IDraws"/>.</param>
internal sealed class GaussianNoise(string name, Extent input, double stddev, int place) : ReferenceLayer(name, input, input)
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) => pass.Draws is not { } draws
        ? x
        : [.. x.Select((value, i) => value + (Estimate.Rounded(stddev) * draws.Normal(place, pass.Image, i)))];

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) => gradient;
}
