namespace CnnGen.Runtime;

/// <summary>Transposes kernels, which are stored in blocks of output channels, into blocks of input channels.</summary>
public static unsafe class KernelTranspose
{
    /// <summary>
    /// One tap of a kernel: the matrix [inputs x outputs], stored in blocks of <paramref name="sourceLanes"/> outputs, becomes [outputs x inputs]
    /// in blocks of <paramref name="targetLanes"/> inputs. Lanes past the last input stay as they are.
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
        float* source, int sourceBlockFloats, int sourceLanes, float* target, int targetBlockFloats, int targetLanes, int inputs, int outputs)
    {
        for (var input = 0; input < inputs; input += targetLanes)
        {
            var targetBlock = target + (nint)(input / targetLanes) * targetBlockFloats;
            var width = Math.Min(targetLanes, inputs - input);
            for (var output = 0; output < outputs; output += sourceLanes)
            {
                // A square of blocks at a time: each cache line that is touched is used whole.
                var sourceRows = source + (nint)(output / sourceLanes) * sourceBlockFloats + (nint)input * sourceLanes;
                var height = Math.Min(sourceLanes, outputs - output);
                for (var k = 0; k < height; k++)
                {
                    var row = targetBlock + (nint)(output + k) * targetLanes;
                    for (var lane = 0; lane < width; lane++)
                        row[lane] = sourceRows[lane * sourceLanes + k];
                }
            }
        }
    }
}
