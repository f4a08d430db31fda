using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnGen.Runtime;

/// <summary>Transposes kernels, which are stored in blocks of output channels, into blocks of input channels.</summary>
public static unsafe class KernelTranspose
{
    private const int Square = 8;
    private const int BlockLanes = 16;

    /// <summary>
    /// One tap of a kernel: the matrix [inputs x outputs], stored in blocks of <paramref name="sourceLanes"/> outputs, becomes [outputs x
    /// inputs] in blocks of <paramref name="targetLanes"/> inputs. Lanes past the last input stay as they are.
    /// </summary>
    /// <param name="source">Row 0 of the tap in the first block.</param>
    /// <param name="sourceBlockFloats">Floats from one block of the source to the next.</param>
    /// <param name="sourceLanes">Outputs per block.</param>
    /// <param name="target">Row 0 of the tap in the first block of the transposed kernel.</param>
    /// <param name="targetBlockFloats">Floats from one block of the target to the next.</param>
    /// <param name="targetLanes">Inputs per block.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    public static void Tap(
        float* source, int sourceBlockFloats, int sourceLanes, float* target, int targetBlockFloats, int targetLanes, int inputs,
        int outputs)
    {
        for (var input = 0; input < inputs; input += targetLanes)
        {
            var targetBlock = target + (nint)(input / targetLanes) * targetBlockFloats;
            var width = Math.Min(targetLanes, inputs - input);
            for (var output = 0; output < outputs; output += sourceLanes)
            {
                // A square of blocks at a time: each cache line that is touched is used whole.
                var from = source + (nint)(output / sourceLanes) * sourceBlockFloats + (nint)input * sourceLanes;
                // The next square is far away in memory, too far for the processor to foresee it.
                Prefetch.Lines(from + sourceBlockFloats, sourceLanes, width, 1);
                Block(from, sourceLanes, targetBlock + (nint)output * targetLanes, targetLanes, width,
                    Math.Min(sourceLanes, outputs - output));
            }
        }
    }

    /// <summary>
    /// A kernel in groups: of each tap and group the matrix [inputs x outputs], stored in blocks of 16 outputs, becomes [outputs x inputs]
    /// in blocks of 16 inputs. A block may hold several groups, or a group several blocks.
    /// </summary>
    /// <param name="source">The kernel.</param>
    /// <param name="target">The transposed kernel.</param>
    /// <param name="taps">Taps.</param>
    /// <param name="groups">Groups.</param>
    /// <param name="inputs">Input channels of a group.</param>
    /// <param name="outputs">Output channels of a group.</param>
    public static void Groups(float* source, float* target, int taps, int groups, int inputs, int outputs)
    {
        var (sourceBlockFloats, targetBlockFloats) = (taps * inputs * BlockLanes, taps * outputs * BlockLanes);
        for (var group = 0; group < groups; group++)
        {
            var (input, output) = (group * inputs, group * outputs);
            var from = source + (nint)(output / BlockLanes) * sourceBlockFloats + output % BlockLanes;
            var to = target + (nint)(input / BlockLanes) * targetBlockFloats + input % BlockLanes;
            for (var tap = 0; tap < taps; tap++, from += inputs * BlockLanes, to += outputs * BlockLanes)
            {
                if (inputs >= BlockLanes)
                    Tap(from, sourceBlockFloats, BlockLanes, to, targetBlockFloats, BlockLanes, inputs, outputs);
                else
                    Block(from, BlockLanes, to, BlockLanes, inputs, outputs);
            }
        }
    }

    /// <summary>to[k, lane] = from[lane, k] for some lanes and k.</summary>
    private static void Block(float* from, int fromStep, float* to, int toStep, int lanes, int count)
    {
        if (Avx.IsSupported && lanes % Square == 0 && count % Square == 0)
        {
            for (var lane = 0; lane < lanes; lane += Square)
            {
                for (var k = 0; k < count; k += Square)
                    EightByEight(from + lane * fromStep + k, fromStep, to + k * toStep + lane, toStep);
            }

            return;
        }

        for (var k = 0; k < count; k++)
        {
            for (var lane = 0; lane < lanes; lane++)
                to[k * toStep + lane] = from[lane * fromStep + k];
        }
    }

    /// <summary>Pairs of rows are interleaved, then pairs of those, then halves are exchanged.</summary>
    private static void EightByEight(float* from, nint fromStep, float* to, nint toStep)
    {
        var (r0, r1, r2, r3) = (Vector256.Load(from), Vector256.Load(from + fromStep), Vector256.Load(from + 2 * fromStep),
            Vector256.Load(from + 3 * fromStep));
        from += 4 * fromStep;
        var (r4, r5, r6, r7) = (Vector256.Load(from), Vector256.Load(from + fromStep), Vector256.Load(from + 2 * fromStep),
            Vector256.Load(from + 3 * fromStep));

        var (low01, high01, low23, high23) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1), Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        var (low45, high45, low67, high67) = (Avx.UnpackLow(r4, r5), Avx.UnpackHigh(r4, r5), Avx.UnpackLow(r6, r7), Avx.UnpackHigh(r6, r7));

        const byte lowPairs = 0b01_00_01_00;
        const byte highPairs = 0b11_10_11_10;
        var (c0, c1, c2, c3) = (
            Avx.Shuffle(low01, low23, lowPairs), Avx.Shuffle(low01, low23, highPairs), Avx.Shuffle(high01, high23, lowPairs),
            Avx.Shuffle(high01, high23, highPairs));
        var (d0, d1, d2, d3) = (
            Avx.Shuffle(low45, low67, lowPairs), Avx.Shuffle(low45, low67, highPairs), Avx.Shuffle(high45, high67, lowPairs),
            Avx.Shuffle(high45, high67, highPairs));

        const byte lowHalves = 0x20;
        const byte highHalves = 0x31;
        Avx.Permute2x128(c0, d0, lowHalves).Store(to);
        Avx.Permute2x128(c1, d1, lowHalves).Store(to + toStep);
        Avx.Permute2x128(c2, d2, lowHalves).Store(to + 2 * toStep);
        Avx.Permute2x128(c3, d3, lowHalves).Store(to + 3 * toStep);
        to += 4 * toStep;
        Avx.Permute2x128(c0, d0, highHalves).Store(to);
        Avx.Permute2x128(c1, d1, highHalves).Store(to + toStep);
        Avx.Permute2x128(c2, d2, highHalves).Store(to + 2 * toStep);
        Avx.Permute2x128(c3, d3, highHalves).Store(to + 3 * toStep);
    }
}
