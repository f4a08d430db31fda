using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Softmax of the positions of a map that have fewer classes than vectors have lanes: exponentials and logarithms are of the values of many
/// positions together.
/// </summary>
internal static unsafe class PositionSoftmax
{
    /// <summary>The fewest classes that are vectors enough by themselves.</summary>
    public const int ManyChannels = 16;

    /// <summary>Positions of a block, whose values are whole vectors.</summary>
    public const int Positions = 64;

    /// <summary>The most values of a block.</summary>
    public const int Values = Positions * (ManyChannels - 1);

    /// <summary>Probabilities, in the place of the gradients.</summary>
    /// <param name="block">Logits of at most <see cref="Positions"/> positions.</param>
    /// <param name="channels">Classes, fewer than <see cref="ManyChannels"/>.</param>
    /// <param name="maxima">Room for the largest logit of each position.</param>
    /// <param name="logarithms">
    /// Room for log(sum(exp(x - max))) of each position: less that and the maximum, a logit is the logarithm of its probability.
    /// </param>
    public static void Apply(in LossImage block, int channels, float* maxima, float* logarithms)
    {
        var positions = block.Count / channels;
        float* logits = block.Outputs, exponentials = block.Gradients;
        for (var position = 0; position < positions; position++, logits += channels, exponentials += channels)
        {
            maxima[position] = Softmax.Max(logits, channels);
            for (var i = 0; i < channels; i++)
                exponentials[i] = logits[i] - maxima[position];
        }

        block.Of(block.Gradients, block.Gradients, block.Gradients, block.Count).Sum(default(Exponential), 1);
        exponentials = block.Gradients;
        for (var position = 0; position < positions; position++, exponentials += channels)
        {
            var sum = 0f;
            for (var i = 0; i < channels; i++)
                sum += exponentials[i];
            logarithms[position] = sum;
            for (var i = 0; i < channels; i++)
                exponentials[i] /= sum;
        }

        block.Of(logarithms, logarithms, logarithms, positions).Sum(default(Logarithm), 1);
    }

    private readonly record struct Exponential : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            slope = Elementary.Exp<L, V>(output);
            return slope;
        }
    }

    private readonly record struct Logarithm : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            slope = Elementary.Log<L, V>(output);
            return slope;
        }
    }
}
