namespace CnnGen.Tests.Reference.Layers;

/// <summary>In training y = a * x + b, with the limit of selu on the left in place of an x that is dropped; in prediction y = x.</summary>
/// <param name="place">What tells its draws from those of other layers; see <see cref="IDraws"/>.</param>
internal sealed class AlphaDropout(string name, Extent input, double rate, int place) : ReferenceLayer(name, input, input)
{
    private const double Limit = -1.6732632423543772 * 1.0507009873554805;

    private readonly double _scale = Math.Pow((1 - rate) * (1 + (rate * Limit * Limit)), -0.5);

    public override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        if (pass.Draws is not { } draws)
            return x;
        double shift = -_scale * Limit * rate;
        return [.. x.Select((value, i) => draws.Keeps(place, pass.Image, i, rate)
            ? (value * Estimate.Rounded(_scale)) + Estimate.Rounded(shift)
            : Estimate.Rounded((_scale * Limit) + shift))];
    }

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) =>
        [.. gradient.Select((g, i) => pass.Draws!.Keeps(place, pass.Image, i, rate) ? g * Estimate.Rounded(_scale) : 0f)];
}
