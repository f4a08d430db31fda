namespace CnnGen.Tests.Reference.Layers;

/// <summary>The channels of all inputs, side by side in each pixel.</summary>
internal sealed class Concatenate(string name, IReadOnlyList<Extent> inputs) : ReferenceNode(
    name, inputs[0], inputs[0] with { Channels = inputs.Sum(input => input.Channels) })
{
    public override Estimate[] Forward(Estimate[][] values, ReferencePass pass)
    {
        var y = new Estimate[Output.Size];
        ForEach((input, from, to) => y[to] = values[input][from]);
        return y;
    }

    public override Estimate[][] Backward(Estimate[][] values, Estimate[] y, Estimate[] gradient, ReferencePass pass)
    {
        Estimate[][] gradients = [.. inputs.Select(input => new Estimate[input.Size])];
        ForEach((input, from, to) => gradients[input][from] = gradient[to]);
        return gradients;
    }

    private void ForEach(Action<int, int, int> copy)
    {
        int first = 0;
        for (int input = 0; input < inputs.Count; input++)
        {
            int channels = inputs[input].Channels;
            for (int i = 0; i < inputs[input].Size; i++)
                copy(input, i, (i / channels * Output.Channels) + first + (i % channels));
            first += channels;
        }
    }
}
