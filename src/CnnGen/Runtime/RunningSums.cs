using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>The end of sums over the channels of a pixel that a kernel keeps in the lanes of a vector.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class RunningSums
{
    /// <summary>The sum of all lanes: halves are added to each other until one is left, which is one order for every width.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="sums">The running sums.</param>
    [SkipLocalsInit]
    public static float Join<L, V>(V sums)
        where L : ILanes<V>
        where V : unmanaged
    {
        var values = stackalloc float[L.Count];
        L.Store(sums, values);
        for (var half = L.Count / 2; half > 0; half /= 2)
        {
            for (var k = 0; k < half; k++)
                values[k] += values[k + half];
        }

        return values[0];
    }
}
