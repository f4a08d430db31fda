namespace CnnGen.Tests.Reference.Layers;

/// <summary>Layers joined element by element; an extent of 1 counts for all of its axis.</summary>
internal sealed class Merge(string name, string kind, IReadOnlyList<Extent> inputs) : ReferenceNode(name, inputs[0], Joined(inputs))
{
    public override Estimate[] Forward(Estimate[][] values, ReferencePass pass) =>
        [.. Enumerable.Range(0, Output.Size).Select(i => Join([.. values.Select((x, input) => x[Element(input, i)])], pass))];

    public override Estimate[][] Backward(Estimate[][] values, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        Estimate[][] gradients = [.. inputs.Select(input => new Estimate[input.Size])];
        for (int i = 0; i < Output.Size; i++)
        {
            Estimate[] x = [.. values.Select((value, input) => value[Element(input, i)])];
            for (int input = 0; input < inputs.Count; input++)
            {
                int element = Element(input, i);
                gradients[input][element] += gradient[i] * Slope(x, input, pass);
            }
        }

        return gradients;
    }

    private static Extent Joined(IReadOnlyList<Extent> inputs)
    {
        var joined = new Extent(inputs.Max(input => input.Height), inputs.Max(input => input.Width), inputs.Max(input => input.Channels));
        return joined with { IsFlat = inputs.FirstOrDefault(input => input.Size == joined.Size).IsFlat };
    }

    /// <summary>The element of an input that counts for one of the output.</summary>
    private int Element(int input, int i)
    {
        var extent = inputs[input];
        var (row, column, channel) = (i / Output.Channels / Output.Width, i / Output.Channels % Output.Width, i % Output.Channels);
        return extent.At(Math.Min(row, extent.Height - 1), Math.Min(column, extent.Width - 1), Math.Min(channel, extent.Channels - 1));
    }

    private Estimate Join(Estimate[] x, ReferencePass pass) => kind switch
    {
        "Add" => x.Aggregate((a, b) => a + b),
        "Subtract" => x[0] - x[1],
        "Multiply" => x.Aggregate((a, b) => a * b),
        "Average" => x.Aggregate((a, b) => a + b) / x.Length,
        _ => x[Winner(x, pass)],
    };

    private Estimate Slope(Estimate[] x, int input, ReferencePass pass) => kind switch
    {
        "Add" => 1f,
        "Subtract" => input == 0 ? 1f : -1f,
        "Multiply" => x.Where((_, i) => i != input).Aggregate((a, b) => a * b),
        "Average" => (Estimate)1f / x.Length,
        _ => Winner(x, pass) == input ? 1f : 0f,
    };

    /// <summary>The first of the largest, or of the smallest.</summary>
    private int Winner(Estimate[] x, ReferencePass pass)
    {
        int winner = 0;
        for (int i = 1; i < x.Length; i++)
        {
            bool isBetter = kind == "Maximum" ? pass.Exceeds(x[i], x[winner]) : pass.Exceeds(x[winner], x[i]);
            winner = isBetter ? i : winner;
        }

        return winner;
    }
}
