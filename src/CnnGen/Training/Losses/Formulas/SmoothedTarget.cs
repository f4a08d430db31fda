using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>Label smoothing: a target that is drawn towards the mean of all.</summary>
/// <param name="Kept">What is kept of a target: 1 - smoothing.</param>
/// <param name="Added">What is added to it: smoothing by the number of classes.</param>
internal readonly record struct SmoothedTarget(float Kept, float Added)
{
    /// <summary>Smoothing over so many classes; two where an output is a class of its own.</summary>
    /// <param name="smoothing">In [0, 1]; 0 leaves targets as they are.</param>
    /// <param name="classes">Classes.</param>
    public static SmoothedTarget Over(double smoothing, int classes) => new((float)(1 - smoothing), (float)(smoothing / classes));

    /// <summary>The smoothed target.</summary>
    public V Of<L, V>(V target)
        where L : ILanes<V>
        where V : unmanaged => L.MultiplyAdd(target, L.Create(Kept), L.Create(Added));
}
