namespace CnnGen.Tests.Reference.Layers;

/// <summary>y[k] = bias[k] + sum over i of x[i] * kernel[i, k], for a vector or for the channels of each pixel.</summary>
internal sealed class Dense(string name, Extent input, int units, bool useBias)
    : ReferenceLayer(name, input, input with { Channels = units })
{
    private readonly ReferenceParameter _kernel = new($"{name}/kernel", true, input.Channels, units);
    private readonly ReferenceParameter? _bias = useBias ? new($"{name}/bias", true, units) : null;

    public override IReadOnlyList<ReferenceParameter> Parameters => _bias is null ? [_kernel] : [_kernel, _bias];

    public override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        var y = new Estimate[Output.Size];
        for (int i = 0; i < y.Length; i++)
            y[i] = _bias?.Values[i % units] ?? 0f;
        ForEach((from, to, weight) => y[to] += x[from] * _kernel.Values[weight]);
        return y;
    }

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[x.Length];
        ForEach((from, to, weight) =>
        {
            dx[from] += gradient[to] * _kernel.Values[weight];
            _kernel.Gradients[weight] += gradient[to] * x[from];
        });
        for (int i = 0; i < gradient.Length && _bias is not null; i++)
            _bias.Gradients[i % units] += gradient[i];
        return dx;
    }

    /// <summary>Each input, each output that it adds to, and the value of the kernel by which.</summary>
    private void ForEach(Action<int, int, int> term)
    {
        int channels = Input.Channels;
        for (int pixel = 0; pixel < Input.Height * Input.Width; pixel++)
        {
            for (int k = 0; k < units; k++)
            {
                for (int i = 0; i < channels; i++)
                    term((pixel * channels) + i, (pixel * units) + k, (i * units) + k);
            }
        }
    }
}
