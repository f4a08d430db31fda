namespace CnnGen.Tests.Reference.Layers;

/// <summary>The largest of <paramref name="poolSize"/> neighbouring channels; the gradient goes to the first of them.</summary>
internal sealed class DepthMaxPool(string name, Extent input, int poolSize)
    : ReferenceLayer(name, input, input with { Channels = input.Channels / poolSize })
{
    // Channels are innermost, so a group of channels is a run of values, and output number n is the maximum of run n.
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) =>
        [.. Enumerable.Range(0, Output.Size).Select(to => x[Winner(x, to, pass)])];

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[Input.Size];
        for (int to = 0; to < Output.Size; to++)
            dx[Winner(x, to, pass)] = gradient[to];
        return dx;
    }

    private int Winner(Estimate[] x, int to, ReferencePass pass)
    {
        int winner = to * poolSize;
        for (int candidate = winner + 1; candidate < (to + 1) * poolSize; candidate++)
        {
            if (pass.Exceeds(x[candidate], x[winner]))
                winner = candidate;
        }

        return winner;
    }
}
