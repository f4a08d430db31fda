using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>What an output and its target add to a loss, with the settings of the loss as its fields.</summary>
internal interface IElementFormula
{
    /// <summary>The values of L.Count outputs.</summary>
    /// <param name="output">The outputs.</param>
    /// <param name="target">Their targets.</param>
    /// <param name="slope">The derivative of each value by its output.</param>
    V Apply<L, V>(V output, V target, out V slope)
        where L : ILanes<V>
        where V : unmanaged;
}
