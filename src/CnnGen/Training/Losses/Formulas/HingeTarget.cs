using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>The targets of hinge losses.</summary>
internal static class HingeTarget
{
    /// <summary>-1 for 0, which stands for the same; else what it is.</summary>
    public static V Of<L, V>(V target)
        where L : ILanes<V>
        where V : unmanaged
    {
        var minusOne = L.Create(-1f);
        return L.SelectLess(L.Create(0f), Magnitude.Of<L, V>(target), target, minusOne);
    }
}
