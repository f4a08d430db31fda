namespace CnnGen.Tests.Reference.Layers;

/// <summary>Relu with all its arguments: max from max on, x from the threshold up to there, slope * (x - threshold) below.</summary>
internal sealed class Relu(string name, Extent input, double max, double slope, double threshold) : ReferenceLayer(name, input, input)
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) => [.. x.Select(v =>
    {
        if (!pass.Exceeds((float)max, v))
            return (float)max;
        return pass.Exceeds((float)threshold, v) ? (v - (float)threshold) * (float)slope : v;
    })];

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) =>
        [.. x.Zip(gradient, (v, g) =>
        {
            if (!pass.Exceeds((float)max, v))
                return 0f;
            return pass.Exceeds(v, (float)threshold) ? g : g * (float)slope;
        })];
}
