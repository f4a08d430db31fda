namespace CnnGen.Tests.Reference.Layers;

/// <summary>
/// y[r * stride + i - top, c * stride + j - left, k] += x[r, c, channel] * kernel[i, j, k, channel], from the bias on: every input pixel
/// adds to a window of the output.
/// </summary>
/// <param name="name">Keras' name.</param>
/// <param name="input">Shape of its input.</param>
/// <param name="rows">Its rows.</param>
/// <param name="columns">Its columns.</param>
/// <param name="filters">Output channels.</param>
/// <param name="useBias">Whether a bias is added.</param>
internal sealed class Conv2DTranspose(
    string name, Extent input, TransposedWindow rows, TransposedWindow columns, int filters, bool useBias)
    : ReferenceLayer(name, input, new Extent(rows.Output, columns.Output, filters))
{
    private readonly ReferenceParameter _kernel = new($"{name}/kernel", true, rows.Size, columns.Size, filters, input.Channels);
    private readonly ReferenceParameter? _bias = useBias ? new($"{name}/bias", true, filters) : null;

    public override IReadOnlyList<ReferenceParameter> Parameters => _bias is null ? [_kernel] : [_kernel, _bias];

    public override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        var y = new Estimate[Output.Size];
        for (int i = 0; i < y.Length && _bias is not null; i++)
            y[i] = _bias.Values[i % filters];
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

        for (int i = 0; i < gradient.Length && _bias is not null; i++)
            _bias.Gradients[i % filters] += gradient[i];
        return dx;
    }

    /// <summary>Every product of the sums: index of the input, of the weight, of the output.</summary>
    private IEnumerable<(int From, int Weight, int To)> Terms() =>
        from row in Enumerable.Range(0, Input.Height)
        from column in Enumerable.Range(0, Input.Width)
        from i in Enumerable.Range(0, rows.Size)
        from j in Enumerable.Range(0, columns.Size)
        let y = row * rows.Stride + i - rows.Before
        let x = column * columns.Stride + j - columns.Before
        where y >= 0 && y < Output.Height && x >= 0 && x < Output.Width
        from k in Enumerable.Range(0, filters)
        from channel in Enumerable.Range(0, Input.Channels)
        select (Input.At(row, column, channel), (((i * columns.Size) + j) * filters + k) * Input.Channels + channel, Output.At(y, x, k));
}

/// <summary>Where the windows of a transposed convolution lie along one axis of its output.</summary>
/// <param name="Input">Cells of the input.</param>
/// <param name="Size">Cells of a window.</param>
/// <param name="Stride">From a window to the next.</param>
/// <param name="Padding">Keras' padding.</param>
/// <param name="More">Keras' output padding; null for its None.</param>
internal readonly record struct TransposedWindow(int Input, int Size, int Stride, Padding Padding, int? More)
{
    /// <summary>Cells of the output.</summary>
    public int Output => (Padding, More) switch
    {
        (Padding.Valid, _) => (Input - 1) * Stride + Size + (More ?? Math.Max(Stride - Size, 0)),
        (_, null) => Input * Stride,
        (_, { } more) => (Input - 1) * Stride + Size % 2 + more,
    };

    /// <summary>Cells of the first window that lie in front of the output; the rest that is cut off is behind the last one.</summary>
    public int Before => Padding == Padding.Valid ? 0
        : More is { } more ? Math.Max(Size - 1 - (Size + Size % 2 - 2 + more + 1) / 2, 0) : Math.Max(Size - Stride, 0) / 2;
}
