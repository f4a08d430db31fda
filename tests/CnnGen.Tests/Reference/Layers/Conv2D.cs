namespace CnnGen.Tests.Reference.Layers;

/// <summary>
/// y[r, c, k] = bias[k] + sum over (i, j, channel) of x[r * stride + i - pad, c * stride + j - pad, channel] * kernel[i, j, channel, k],
/// whatever the algorithm; in groups the channels are those of the group that filter k is in.
/// </summary>
/// <param name="name">Keras' name.</param>
/// <param name="input">Shape of its input.</param>
/// <param name="rows">Where the window lies.</param>
/// <param name="columns">Where the window lies.</param>
/// <param name="filters">Output channels.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="algorithm">What the network is asked to compute it by; only tolerances depend on it.</param>
/// <param name="kernelName">What its kernel is called.</param>
/// <param name="groups">Groups of channels.</param>
internal sealed class Conv2D(
    string name, Extent input, SlidingWindow rows, SlidingWindow columns, int filters, bool useBias,
    ConvAlgorithm algorithm = ConvAlgorithm.Auto, string kernelName = "kernel", int groups = 1)
    : ReferenceLayer(name, input, new Extent(rows.Output, columns.Output, filters))
{
    private readonly ReferenceParameter _kernel = new(
        $"{name}/{kernelName}", true, rows.Size, columns.Size, input.Channels / groups, filters);

    private readonly ReferenceParameter? _bias = useBias ? new($"{name}/bias", true, filters) : null;

    public override IReadOnlyList<ReferenceParameter> Parameters => _bias is null ? [_kernel] : [_kernel, _bias];

    public override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        var y = new Estimate[Output.Size];
        if (_bias is not null)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = _bias.Values[i % filters];
        }

        foreach (var (from, weight, to) in PixelPairs())
        {
            for (int channel = 0; channel < Depth; channel++)
            {
                for (int k = 0; k < filters; k++)
                    y[to + k] += x[from + FirstOf(k) + channel] * _kernel.Values[weight + channel * filters + k];
            }
        }

        return WithWinogradsError(y);
    }

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[Input.Size];
        var dw = new Estimate[_kernel.Gradients.Length];
        foreach (var (from, weight, to) in PixelPairs())
        {
            for (int channel = 0; channel < Depth; channel++)
            {
                for (int k = 0; k < filters; k++)
                {
                    int input = from + FirstOf(k) + channel;
                    int w = weight + channel * filters + k;
                    dx[input] += gradient[to + k] * _kernel.Values[w];
                    dw[w] += gradient[to + k] * x[input];
                }
            }
        }

        dw = WithWinogradsError(dw);
        for (int i = 0; i < dw.Length; i++)
            _kernel.Gradients[i] += dw[i];
        if (_bias is not null)
        {
            for (int i = 0; i < gradient.Length; i++)
                _bias.Gradients[i % filters] += gradient[i];
        }

        return WithWinogradsError(dx);
    }

    /// <summary>Channels of a group.</summary>
    private int Depth => Input.Channels / groups;

    /// <summary>The first channel of the group that a filter is in.</summary>
    private int FirstOf(int filter) => filter / (filters / groups) * Depth;

    /// <summary>
    /// Winograd's results are sums and differences of larger numbers, of which a whole tile has a part in each: their errors are in
    /// proportion to the largest of them, which may be nothing but an error itself. The factors leave the errors of
    /// <see cref="Networks.AlgorithmAccuracyTests"/> some room. Where the generator chooses, it may be either.
    /// </summary>
    private Estimate[] WithWinogradsError(Estimate[] values)
    {
        bool canBe = groups == 1 && rows is { Size: 3, Stride: 1, Dilation: 1 } && columns is { Size: 3, Stride: 1, Dilation: 1 };
        double roundoffs = algorithm switch
        {
            ConvAlgorithm.Winograd2x2 => 8,
            ConvAlgorithm.Winograd4x4 =>
            64,
            ConvAlgorithm.Auto when canBe => 64,
            _ => 0
        };
        double error = roundoffs * Estimate.UnitRoundoff * values.Max(value => Math.Abs(value.Value) + value.Error);
        return [.. values.Select(value => value with { Error = value.Error + error })];
    }

    /// <summary>
    /// Every pair of an output pixel and an input pixel under its window: first index of the input, of the weights, of the output.
    /// </summary>
    private IEnumerable<(int From, int Weight, int To)> PixelPairs()
    {
        for (int row = 0; row < Output.Height; row++)
        {
            for (int column = 0; column < Output.Width; column++)
            {
                foreach (var (inputRow, i) in rows.Cells(row))
                {
                    foreach (var (inputColumn, j) in columns.Cells(column))
                    {
                        yield return (Input.At(inputRow, inputColumn, 0), (i * columns.Size + j) * Depth * filters,
                            Output.At(row, column, 0));
                    }
                }
            }
        }
    }
}
