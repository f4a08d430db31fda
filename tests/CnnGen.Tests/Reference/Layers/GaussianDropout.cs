namespace CnnGen.Tests.Reference.Layers;

/// <summary>In training y = x * (1 + sqrt(rate / (1 - rate)) * n); in prediction y = x.</summary>
/// <param name="place">What tells its draws from those of other layers; see <see cref="IDraws"/>.</param>
internal sealed class GaussianDropout(string name, Extent input, double rate, int place) : ReferenceLayer(name, input, input)
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) => Scale(x, pass);

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) => Scale(gradient, pass);

    private Estimate[] Scale(Estimate[] values, ReferencePass pass)
    {
        if (pass.Draws is not { } draws)
            return values;
        var stddev = Estimate.Rounded(Math.Sqrt(rate / (1 - rate)));
        return [.. values.Select((value, i) => value * (1f + (stddev * draws.Normal(place, pass.Image, i))))];
    }
}
