using CnnGen.Runtime;
using CnnGen.Tests.Reference;

namespace CnnGen.Tests.Networks;

/// <summary>
/// What a network draws in its first training pass: the runtime's masks and noise, whose own tests hold them to known answers.
/// </summary>
/// <param name="seed">The network's seed.</param>
internal sealed unsafe class TrainingDraws(int seed) : IDraws
{
    public bool Keeps(int layer, int image, int element, double rate)
    {
        var value = 1f;
        Dropout.Apply<Lanes1, float>(&value, &value, element, 1, rate, Key(layer, image));
        return value != 0;
    }

    public float Normal(int layer, int image, int element)
    {
        var value = 0f;
        GaussianNoise.Apply<Lanes1, float>(&value, &value, element, 1, stddev: 1, Key(layer, image));
        return value;
    }

    private DropoutKey Key(int layer, int image) => new((ulong)seed, Step: 1, layer, image);
}
