using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>Room that C has for one output of a network with several, for the length of a call.</summary>
/// <param name="values">Gets the output; null will do where there are no images.</param>
/// <param name="count">Floats there is room for.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct NativeOutput(float* values, nuint count)
{
    /// <summary>The first value.</summary>
    internal float* Values => values;

    /// <summary>Floats there is room for.</summary>
    /// <param name="layer">The layer whose output it is, for messages.</param>
    /// <exception cref="ArgumentException">The pointer is null or not aligned, or there are too many values.</exception>
    internal int Length(string layer)
    {
        // The name of the argument is put together only where something is wrong: a prediction allocates nothing.
        var isRight = count == 0 || (values != null && (nuint)values % sizeof(float) == 0 && count <= int.MaxValue);
        return isRight ? (int)count : NativeArguments.Values(values, count, $"{layer}_output").Length;
    }
}
