using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>The arithmetic of one optimizer at one step, with the step's scalars as its fields.</summary>
internal unsafe interface IUpdateRule
{
    /// <summary>Updates L.Count weights and their slots. A zero weight with zero slots and a zero gradient stays zero.</summary>
    /// <param name="gradient">Gradients, clipped.</param>
    /// <param name="weight">The weights, weight decay applied.</param>
    /// <param name="slot">The floats of slot 0 that belong to these weights.</param>
    /// <param name="stride">Floats from one slot to the next.</param>
    /// <returns>The new weights.</returns>
    V Update<L, V>(V gradient, V weight, float* slot, nint stride)
        where L : ILanes<V>
        where V : unmanaged;
}
