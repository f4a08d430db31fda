using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>The output, which is its slope, too: sums outputs up, and copies them, times a factor, to the gradients.</summary>
internal readonly record struct OutputItself : IElementFormula
{
    public V Apply<L, V>(V output, V target, out V slope)
        where L : ILanes<V>
        where V : unmanaged
    {
        slope = output;
        return output;
    }
}
