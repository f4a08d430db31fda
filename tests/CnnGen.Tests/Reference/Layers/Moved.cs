namespace CnnGen.Tests.Reference.Layers;

/// <summary>Every output is one of the inputs, or zero; an input's gradient is the sum of those of its copies.</summary>
internal abstract class Moved(string name, Extent input, Extent output) : ReferenceLayer(name, input, output)
{
    public sealed override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        var y = new Estimate[Output.Size];
        ForEach((to, from) => y[to] = x[from]);
        return y;
    }

    public sealed override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[Input.Size];
        ForEach((to, from) => dx[from] += gradient[to]);
        return dx;
    }

    /// <summary>The input's row, column and channel that an output is; null where it is zero.</summary>
    protected abstract (int Row, int Column, int Channel)? Source(int row, int column, int channel);

    private void ForEach(Action<int, int> move)
    {
        for (int row = 0; row < Output.Height; row++)
        {
            for (int column = 0; column < Output.Width; column++)
            {
                for (int channel = 0; channel < Output.Channels; channel++)
                {
                    if (Source(row, column, channel) is { } from)
                        move(Output.At(row, column, channel), Input.At(from.Row, from.Column, from.Channel));
                }
            }
        }
    }
}
