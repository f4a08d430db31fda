namespace CnnGen.Tests.Reference.Layers;

/// <summary>y[k] = bias[k] + sum over i of x[i] * kernel[i, k].</summary>
internal sealed class Dense(string name, Extent input, int units, bool useBias)
    : ReferenceLayer(name, input, new Extent(1, 1, units, IsFlat: true))
{
    private readonly ReferenceParameter _kernel = new($"{name}/kernel", true, input.Size, units);
    private readonly ReferenceParameter? _bias = useBias ? new($"{name}/bias", true, units) : null;

    public override IReadOnlyList<ReferenceParameter> Parameters => _bias is null ? [_kernel] : [_kernel, _bias];

    public override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        var y = new Estimate[units];
        for (int k = 0; k < units; k++)
        {
            y[k] = _bias?.Values[k] ?? 0f;
            for (int i = 0; i < x.Length; i++)
                y[k] += x[i] * _kernel.Values[i * units + k];
        }

        return y;
    }

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[x.Length];
        for (int k = 0; k < units; k++)
        {
            for (int i = 0; i < x.Length; i++)
            {
                dx[i] += gradient[k] * _kernel.Values[i * units + k];
                _kernel.Gradients[i * units + k] += gradient[k] * x[i];
            }

            if (_bias is not null)
                _bias.Gradients[k] += gradient[k];
        }

        return dx;
    }
}
