using CnnGen.Runtime;
using CnnGen.Tests.Reference;

namespace CnnGen.Tests.Networks;

/// <summary>The dropout masks that a network draws in training: those of the runtime, whose own tests hold it to known answers.</summary>
internal static class TrainingMask
{
    /// <summary>The masks of the first training pass of a new network.</summary>
    /// <param name="seed">The network's seed.</param>
    public static unsafe DropoutMask OfFirstStep(int seed) => (layer, image, element, rate) =>
    {
        var value = 1f;
        Dropout.Apply<Lanes1, float>(&value, &value, element, 1, rate, new DropoutKey((ulong)seed, Step: 1, layer, image));
        return value != 0;
    };
}
