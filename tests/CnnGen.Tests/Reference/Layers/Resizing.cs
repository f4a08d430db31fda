namespace CnnGen.Tests.Reference.Layers;

/// <summary>The nearest pixels, or interpolation between them, with half-pixel centres; beyond the outermost ones lie those.</summary>
internal sealed class Resizing(string name, Extent input, int height, int width, Interpolation interpolation) : ReferenceLayer(
    name, input, new Extent(height, width, input.Channels))
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass)
    {
        var y = new Estimate[Output.Size];
        ForEach((to, from, weight) => y[to] += x[from] * weight);
        return y;
    }

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        var dx = new Estimate[Input.Size];
        ForEach((to, from, weight) => dx[from] += gradient[to] * weight);
        return dx;
    }

    private void ForEach(Action<int, int, Estimate> share)
    {
        for (int row = 0; row < Output.Height; row++)
        {
            for (int column = 0; column < Output.Width; column++)
            {
                foreach (var (fromRow, rowWeight) in Around(row, height, Input.Height))
                {
                    foreach (var (fromColumn, columnWeight) in Around(column, width, Input.Width))
                    {
                        for (int channel = 0; channel < Input.Channels; channel++)
                        {
                            share(
                                Output.At(row, column, channel), Input.At(fromRow, fromColumn, channel), rowWeight * columnWeight);
                        }
                    }
                }
            }
        }
    }

    private (int Index, Estimate Weight)[] Around(int output, int outputs, int inputs)
    {
        double place = (output + 0.5) * inputs / outputs;
        if (interpolation == Interpolation.Nearest)
            return [((int)place, 1f)];
        int before = (int)Math.Floor(place - 0.5);
        var weight = Estimate.Rounded(place - 0.5 - before);
        return [(Math.Max(before, 0), (Estimate)1f - weight), (Math.Min(before + 1, inputs - 1), weight)];
    }
}
