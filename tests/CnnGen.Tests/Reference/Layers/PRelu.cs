namespace CnnGen.Tests.Reference.Layers;

/// <summary>x, and alpha * x below 0; alpha has an extent of 1 along axes whose elements share it.</summary>
internal sealed class PRelu : ReferenceLayer
{
    private readonly ReferenceParameter _alpha;
    private readonly Extent _alphas;

    public PRelu(string name, Extent input, params int[] sharedAxes)
        : base(name, input, input)
    {
        bool Shares(int axis) => sharedAxes.Contains(axis);
        _alphas = input.IsFlat
            ? input with { Channels = Shares(1) ? 1 : input.Channels }
            : new(Shares(1) ? 1 : input.Height, Shares(2) ? 1 : input.Width, Shares(3) ? 1 : input.Channels);
        int[] shape = input.IsFlat ? [_alphas.Channels] : [_alphas.Height, _alphas.Width, _alphas.Channels];
        _alpha = new($"{name}/alpha", true, shape);
    }

    public override IReadOnlyList<ReferenceParameter> Parameters => [_alpha];

    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) =>
        [.. x.Select((v, i) => pass.Exceeds(v, 0f) ? v : v * _alpha.Values[AlphaOf(i)])];

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            bool isPositive = pass.Exceeds(x[i], 0f);
            dx[i] = isPositive ? gradient[i] : gradient[i] * _alpha.Values[AlphaOf(i)];
            if (!isPositive)
                _alpha.Gradients[AlphaOf(i)] += x[i] * gradient[i];
        }

        return dx;
    }

    private int AlphaOf(int element)
    {
        var (pixel, channel) = Math.DivRem(element, Input.Channels);
        var (row, column) = Math.DivRem(pixel, Input.Width);
        return _alphas.At(Math.Min(row, _alphas.Height - 1), Math.Min(column, _alphas.Width - 1), Math.Min(channel, _alphas.Channels - 1));
    }
}
