using System.Runtime.Intrinsics.X86;

namespace CnnGen.Runtime;

/// <summary>
/// Asks for memory before it is needed. Changes no value; does nothing where the processor has no such instruction for .NET.
/// </summary>
public static unsafe class Prefetch
{
    /// <summary>Floats of a cache line.</summary>
    private const int LineFloats = 16;

    /// <summary>Asks for the same cache lines of several images, into the second-level cache.</summary>
    /// <param name="first">The first line of the first image. Nothing is read, so lines beyond an arena are harmless.</param>
    /// <param name="imageStride">Floats from one image to the next.</param>
    /// <param name="images">Images; none when 0 or less.</param>
    /// <param name="lines">Lines of each.</param>
    public static void Lines(float* first, nint imageStride, int images, int lines)
    {
        if (!Sse.IsSupported)
            return;
        for (; images > 0; images--)
        {
            for (var line = 0; line < lines; line++)
                Sse.Prefetch1(first + line * LineFloats);
            first += imageStride;
        }
    }
}
