namespace CnnGen.Tests.Reference.Layers;

/// <summary>The channels of each pixel, divided by the root of the sum of their squares, or by 1e-12 where that is less.</summary>
internal sealed class UnitNormalization(string name, Extent input) : ReferenceLayer(name, input, input)
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) =>
        [.. x.Chunk(Input.Channels).SelectMany(pixel => pixel.Select(value => value * Factor(pixel, pass)))];

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[x.Length];
        for (int first = 0; first < x.Length; first += Input.Channels)
        {
            var factor = Factor(x[first..(first + Input.Channels)], pass);
            Estimate sum = 0;
            for (int i = first; i < first + Input.Channels && factor.Value < 1e12; i++)
                sum += gradient[i] * x[i] * factor;
            for (int i = first; i < first + Input.Channels; i++)
                dx[i] = factor * (gradient[i] - (x[i] * factor * sum));
        }

        return dx;
    }

    private static Estimate Factor(Estimate[] pixel, ReferencePass pass)
    {
        Estimate squares = 0;
        foreach (var value in pixel)
            squares += value * value;
        if (!pass.Exceeds(squares, 0f))
            return Estimate.Rounded(1e12);
        double root = 1 / Math.Sqrt(squares.Value);
        return squares.Apply(root, root * root * root / 2);
    }
}
