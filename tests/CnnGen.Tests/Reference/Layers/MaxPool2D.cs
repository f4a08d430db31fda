namespace CnnGen.Tests.Reference.Layers;

/// <summary>The largest value under the window; the gradient goes to the first of them in row, column order.</summary>
internal sealed class MaxPool2D(string name, Extent input, SlidingWindow rows, SlidingWindow columns, bool isFlat = false)
    : ReferenceLayer(name, input, new Extent(rows.Output, columns.Output, input.Channels, isFlat))
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        var y = new Estimate[Output.Size];
        foreach (var (from, to) in Winners(x, pass))
            y[to] = x[from];
        return y;
    }

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[Input.Size];
        foreach (var (from, to) in Winners(x, pass))
            dx[from] += gradient[to];
        return dx;
    }

    private IEnumerable<(int From, int To)> Winners(Estimate[] x, ReferencePass pass)
    {
        for (int row = 0; row < Output.Height; row++)
        {
            for (int column = 0; column < Output.Width; column++)
            {
                for (int channel = 0; channel < Output.Channels; channel++)
                {
                    int winner = -1;
                    foreach (var (inputRow, _) in rows.Cells(row))
                    {
                        foreach (var (inputColumn, _) in columns.Cells(column))
                        {
                            int candidate = Input.At(inputRow, inputColumn, channel);
                            if (winner < 0 || pass.Exceeds(x[candidate], x[winner]))
                                winner = candidate;
                        }
                    }

                    yield return (winner, Output.At(row, column, channel));
                }
            }
        }
    }
}
