namespace CnnGen.Tests.Reference.Layers;

/// <summary>The mean of the values under the window; padding is not counted. A window of the whole input is the global average.</summary>
internal sealed class AveragePool2D(string name, Extent input, Extent output, SlidingWindow rows, SlidingWindow columns)
    : ReferenceLayer(name, input, output)
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        var y = new Estimate[Output.Size];
        foreach (var (cells, share, to) in Windows())
        {
            foreach (int from in cells)
                y[to] += x[from];
            y[to] *= share;
        }

        return y;
    }

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[Input.Size];
        foreach (var (cells, share, to) in Windows())
        {
            foreach (int from in cells)
                dx[from] += gradient[to] * share;
        }

        return dx;
    }

    private IEnumerable<(List<int> Cells, Estimate Share, int To)> Windows()
    {
        for (int row = 0; row < rows.Output; row++)
        {
            for (int column = 0; column < columns.Output; column++)
            {
                for (int channel = 0; channel < Input.Channels; channel++)
                {
                    var cells = new List<int>();
                    foreach (var (inputRow, _) in rows.Cells(row))
                    {
                        foreach (var (inputColumn, _) in columns.Cells(column))
                            cells.Add(Input.At(inputRow, inputColumn, channel));
                    }

                    yield return (cells, Estimate.Rounded(1.0 / cells.Count), Output.At(row, column, channel));
                }
            }
        }
    }
}
