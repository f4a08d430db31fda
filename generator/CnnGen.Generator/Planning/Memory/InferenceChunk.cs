namespace CnnGen.Generator.Planning.Memory;

/// <summary>
/// How many images one thread takes through a network together in prediction. Few leave what layers hand on in the caches; many read the
/// kernels once for all of them. Of the networks of the zoo, MobileNet 0.25 predicts 1.6 times as many images of 224 x 224 in chunks of up
/// to 12 as in chunks of 32, and MobileNetV3 2.5 times as many of 32 x 32 in chunks of 32 as one by one.
/// </summary>
internal static class InferenceChunk
{
    /// <summary>At most: reading the kernels costs little beside computing with them so often.</summary>
    private const int Most = 32;

    /// <summary>A thread's share of the caches.</summary>
    private const int CacheFloats = (4 << 20) / sizeof(float);

    /// <summary>Workspaces may be so many times as large as the kernels: reading these costs little then.</summary>
    private const int WorkspaceOverKernels = 8;

    /// <summary>Images in a chunk.</summary>
    /// <param name="imageFloats">A workspace for one image.</param>
    /// <param name="bufferFloats">What is written of one image.</param>
    /// <param name="kernelFloats">What is read for each chunk.</param>
    public static int Of(int imageFloats, long bufferFloats, long kernelFloats)
    {
        var cached = Bounded(CacheFloats / imageFloats);
        var many = Bounded(WorkspaceOverKernels * kernelFloats / imageFloats);
        // Past the caches, each buffer goes to memory and comes from there; what many images save are readings of the kernels.
        return (kernelFloats / cached) - (kernelFloats / many) > 2 * bufferFloats ? many : cached;
    }

    private static int Bounded(long images) => (int)Math.Max(1, Math.Min(Most, images));
}
