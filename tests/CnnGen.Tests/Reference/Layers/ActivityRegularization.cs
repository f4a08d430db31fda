namespace CnnGen.Tests.Reference.Layers;

/// <summary>y = x, at a price: the mean over the images of l1 * sum |y| + l2 * sum y^2.</summary>
internal sealed class ActivityRegularization(string name, Extent input, double l1, double l2) : ReferenceLayer(name, input, input)
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) => x;

    /// <summary>Of a batch of one.</summary>
    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) =>
        WithSlope(y, gradient, pass, images: 1);

    public override Estimate[][][] BackwardBatch(
        Estimate[][][] inputs, Estimate[][] y, Estimate[][] gradients, ReferencePass[] passes) =>
        [.. passes.Select((pass, image) => new[] { WithSlope(y[image], gradients[image], pass, passes.Length) })];

    public override double Penalty(Estimate[] y) => y.Sum(value => (l1 * Math.Abs(value.Value)) + (l2 * value.Value * value.Value));

    private Estimate[] WithSlope(Estimate[] y, Estimate[] gradient, ReferencePass pass, int images)
    {
        var (ofSign, ofValue) = (Estimate.Rounded(l1 / images), Estimate.Rounded(2 * l2 / images));
        return [.. y.Zip(gradient, (value, slope) => slope + (ofValue * value) + (ofSign * Sign(value, pass)))];
    }

    private Estimate Sign(Estimate value, ReferencePass pass) =>
        l1 == 0 ? 0f : pass.Exceeds(value, 0f) ? 1f : pass.Exceeds(0f, value) ? -1f : 0f;
}
