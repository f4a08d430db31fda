namespace CnnGen.Tests.Reference.Layers;

/// <summary>Inverted dropout: in training y = x / (1 - rate) where the mask keeps, else 0; in prediction y = x.</summary>
/// <param name="place">What tells its masks from those of other dropout layers; see <see cref="IDraws"/>.</param>
internal sealed class Dropout(string name, Extent input, double rate, int place) : ReferenceLayer(name, input, input)
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) => Mask(x, pass);

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) => Mask(gradient, pass);

    private Estimate[] Mask(Estimate[] values, ReferencePass pass)
    {
        if (pass.Draws is not { } draws)
            return values;
        var scale = Estimate.Rounded(1 / (1 - rate));
        return [.. values.Select((value, element) => draws.Keeps(place, pass.Image, element, rate) ? value * scale : 0f)];
    }
}
