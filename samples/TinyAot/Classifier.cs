using CnnGen.Data;
using CnnGen.Runtime;

namespace TinyAot;

/// <summary>The network with the weights that the executable carries.</summary>
internal sealed class Classifier : IDisposable
{
    /// <summary>Rows and columns of a picture.</summary>
    public const int Side = 28;

    // One thread: a picture takes less time than waking another.
    private readonly TinyCnn _network = new() { Threads = 1 };
    private readonly float[] _probabilities = new float[TinyCnn.OutputSize];

    /// <summary>The instruction set that runs.</summary>
    public InstructionSet InstructionSet => _network.InstructionSet;

    /// <summary>The most probable class of a picture.</summary>
    /// <param name="pixels"><see cref="Side"/> x <see cref="Side"/> grey bytes, light on dark.</param>
    public (string Class, float Probability) Classify(ReadOnlySpan<byte> pixels)
    {
        _network.Predict(pixels, _probabilities);
        var best = 0;
        for (var i = 1; i < _probabilities.Length; i++)
        {
            if (_probabilities[i] > _probabilities[best])
                best = i;
        }

        return (FashionMnist.ClassNames[best], _probabilities[best]);
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();
}
