using System.Runtime.CompilerServices;
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

    /// <summary>Asks for one cache line, into the second-level cache.</summary>
    /// <param name="line">An address in it. Nothing is read, so one beyond an arena is harmless.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Far(float* line)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(line);
    }

    /// <summary>Asks for one cache line, into the first-level cache.</summary>
    /// <param name="line">An address in it. Nothing is read, so one beyond an arena is harmless.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Near(float* line)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(line);
    }
}
