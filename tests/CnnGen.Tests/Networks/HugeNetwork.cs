using CnnGen.Runtime;

namespace CnnGen.Tests.Networks;

/// <summary>
/// A network with a plan of any extents that touches nothing of what it reserves, and counts the images that it is given at a time.
/// </summary>
/// <param name="plan">The extents.</param>
internal sealed class HugeNetwork(MemoryPlan plan)
    : CompiledNetwork(new NetworkInfo("Huge", [1, 1, 1], [1], [], [], plan, true, null), 0, [InstructionSet.Scalar], InstructionSet.Scalar)
{
    /// <summary>Images of each work item of the predictions so far.</summary>
    public List<int> Chunks { get; } = [];

    /// <summary>Images that were predicted by all threads together.</summary>
    public int Shared { get; private set; }

    protected override ReadOnlySpan<int> InferStageItems => [2];

    protected override int ForwardKernelItems => 0;

    protected override int BackwardKernelItems => 0;

    protected override int WeightGradientItems => 0;

    protected override bool EndsInSoftmax => true;

    /// <summary>Extents of which all but the named ones are small.</summary>
    public static MemoryPlan Plan(int inferenceImageFloats = 16, int trainingImageFloats = 16, int chunk = 32, int scratchFloats = 16) =>
        new(16, 16, 16, 16, inferenceImageFloats, trainingImageFloats, chunk, chunk, scratchFloats, 16, []);

    protected override void InferImages(in NetworkPass pass)
    {
        lock (Chunks)
            Chunks.Add(pass.Count);
    }

    protected override void InferStage(in NetworkPass pass, int stage, int item)
    {
        if (item == 0)
            Shared++;
    }

    protected override void ForwardImages(in NetworkPass pass, int first, int count)
    {
    }

    protected override void LossOfImages(in NetworkPass pass, int first, int count)
    {
    }

    protected override void BackwardImages(in NetworkPass pass, int first, int count, bool fromLogits)
    {
    }

    protected override void PrepareForwardKernel(in NetworkPass pass, int item)
    {
    }

    protected override void PrepareBackwardKernel(in NetworkPass pass, int item)
    {
    }

    protected override void WeightGradient(in NetworkPass pass, int item)
    {
    }

    protected override void TransformRound(in NetworkPass pass, int gradient, int first, int item)
    {
    }

    protected override void SumRound(in NetworkPass pass, int gradient, int first, int strips, int item)
    {
    }
}
