namespace CnnGen.Tests.Reference.Layers;

/// <summary>What lies along some axes, divided by the root of the sum of its squares, or by 1e-12 where that is less.</summary>
internal sealed class UnitNormalization(string name, Extent input, int[] axes) : ReferenceLayer(name, input, input)
{
    private readonly int[][] _groups = AxisGroups.Of(input, axes);

    public override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        var y = new Estimate[x.Length];
        foreach (int[] group in _groups)
        {
            var factor = Factor(x, group, pass);
            foreach (int i in group)
                y[i] = x[i] * factor;
        }

        return y;
    }

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[x.Length];
        foreach (int[] group in _groups)
        {
            var factor = Factor(x, group, pass);
            Estimate sum = 0;
            foreach (int i in factor.Value < 1e12 ? group : [])
                sum += gradient[i] * x[i] * factor;
            foreach (int i in group)
                dx[i] = factor * (gradient[i] - (x[i] * factor * sum));
        }

        return dx;
    }

    private static Estimate Factor(Estimate[] x, int[] group, ReferencePass pass)
    {
        Estimate squares = 0;
        foreach (int i in group)
            squares += x[i] * x[i];
        if (!pass.Exceeds(squares, 0f))
            return Estimate.Rounded(1e12);
        double root = 1 / Math.Sqrt(squares.Value);
        return squares.Apply(root, root * root * root / 2);
    }
}
