namespace CnnGen.Tests.Reference.Layers;

/// <summary>Dropout of channels: in training y = x / (1 - rate) in those that the mask keeps, else 0; in prediction y = x.</summary>
/// <param name="place">What tells its draws from those of other layers; see <see cref="IDraws"/>.</param>
internal sealed class SpatialDropout2D(string name, Extent input, double rate, int place) : ReferenceLayer(name, input, input)
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) => Mask(x, pass);

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) => Mask(gradient, pass);

    private Estimate[] Mask(Estimate[] values, ReferencePass pass)
    {
        if (pass.Draws is not { } draws)
            return values;
        var scale = Estimate.Rounded(1 / (1 - rate));
        return [.. values.Select((value, i) => draws.Keeps(place, pass.Image, i % Input.Channels, rate) ? value * scale : 0f)];
    }
}
