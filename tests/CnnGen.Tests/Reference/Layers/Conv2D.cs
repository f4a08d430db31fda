namespace CnnGen.Tests.Reference.Layers;

/// <summary>y[r, c, k] = bias[k] + sum over (i, j, channel) of x[r * stride + i - pad, c * stride + j - pad, channel] * kernel[i, j, channel, k].</summary>
internal sealed class Conv2D(string name, Extent input, SlidingWindow rows, SlidingWindow columns, int filters, bool useBias)
    : ReferenceLayer(name, input, new Extent(rows.Output, columns.Output, filters))
{
    private readonly ReferenceParameter _kernel = new($"{name}/kernel", true, rows.Size, columns.Size, input.Channels, filters);
    private readonly ReferenceParameter? _bias = useBias ? new($"{name}/bias", true, filters) : null;

    public override IReadOnlyList<ReferenceParameter> Parameters => _bias is null ? [_kernel] : [_kernel, _bias];

    public override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        var y = new Estimate[Output.Size];
        if (_bias is not null)
            for (int i = 0; i < y.Length; i++)
                y[i] = _bias.Values[i % filters];
        foreach (var (from, weight, to) in PixelPairs())
            for (int channel = 0; channel < Input.Channels; channel++)
                for (int k = 0; k < filters; k++)
                    y[to + k] += x[from + channel] * _kernel.Values[weight + channel * filters + k];
        return y;
    }

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[Input.Size];
        foreach (var (from, weight, to) in PixelPairs())
        {
            for (int channel = 0; channel < Input.Channels; channel++)
            {
                for (int k = 0; k < filters; k++)
                {
                    int w = weight + channel * filters + k;
                    dx[from + channel] += gradient[to + k] * _kernel.Values[w];
                    _kernel.Gradients[w] += gradient[to + k] * x[from + channel];
                }
            }
        }

        if (_bias is not null)
            for (int i = 0; i < gradient.Length; i++)
                _bias.Gradients[i % filters] += gradient[i];
        return dx;
    }

    /// <summary>Every pair of an output pixel and an input pixel under its window: first index of the input, of the weights, of the output.</summary>
    private IEnumerable<(int From, int Weight, int To)> PixelPairs()
    {
        for (int row = 0; row < Output.Height; row++)
            for (int column = 0; column < Output.Width; column++)
                foreach (var (inputRow, i) in rows.Cells(row))
                    foreach (var (inputColumn, j) in columns.Cells(column))
                        yield return (Input.At(inputRow, inputColumn, 0), (i * columns.Size + j) * Input.Channels * filters, Output.At(row, column, 0));
    }
}
