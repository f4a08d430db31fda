namespace CnnGen.Tests.Reference.Layers;

/// <summary>
/// y[r, c, channel * multiplier + m] = bias[...] + sum over (i, j) of x[r * stride + i - pad, c * stride + j - pad, channel] * kernel[i, j,
/// channel, m].
/// </summary>
internal sealed class DepthwiseConv2D(
    string name, Extent input, SlidingWindow rows, SlidingWindow columns, int multiplier, bool useBias, string kernelName = "kernel")
    : ReferenceLayer(name, input, new Extent(rows.Output, columns.Output, input.Channels * multiplier))
{
    private readonly ReferenceParameter _kernel = new($"{name}/{kernelName}", true, rows.Size, columns.Size, input.Channels, multiplier);
    private readonly ReferenceParameter? _bias = useBias ? new($"{name}/bias", true, input.Channels * multiplier) : null;

    public override IReadOnlyList<ReferenceParameter> Parameters => _bias is null ? [_kernel] : [_kernel, _bias];

    public override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        var y = new Estimate[Output.Size];
        if (_bias is not null)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = _bias.Values[i % Output.Channels];
        }

        foreach (var (from, weight, to) in Terms())
            y[to] += x[from] * _kernel.Values[weight];
        return y;
    }

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[Input.Size];
        foreach (var (from, weight, to) in Terms())
        {
            dx[from] += gradient[to] * _kernel.Values[weight];
            _kernel.Gradients[weight] += gradient[to] * x[from];
        }

        if (_bias is not null)
        {
            for (int i = 0; i < gradient.Length; i++)
                _bias.Gradients[i % Output.Channels] += gradient[i];
        }

        return dx;
    }

    /// <summary>Every product of the sums: index of the input, of the weight, of the output.</summary>
    private IEnumerable<(int From, int Weight, int To)> Terms()
    {
        for (int row = 0; row < Output.Height; row++)
        {
            for (int column = 0; column < Output.Width; column++)
            {
                foreach (var (inputRow, i) in rows.Cells(row))
                {
                    foreach (var (inputColumn, j) in columns.Cells(column))
                    {
                        for (int k = 0; k < Output.Channels; k++)
                        {
                            yield return (
                                Input.At(inputRow, inputColumn, k / multiplier),
                                ((i * columns.Size) + j) * Output.Channels + k,
                                Output.At(row, column, k));
                        }
                    }
                }
            }
        }
    }
}
