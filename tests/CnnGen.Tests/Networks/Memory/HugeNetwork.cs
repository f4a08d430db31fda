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

    /// <summary>Extents of which all but the named ones are small.</summary>
    public static MemoryPlan Plan(int inferenceImageFloats = 16, int trainingImageFloats = 16, int chunk = 32, int scratchFloats = 16) =>
        new(16, 16, 16, 16, inferenceImageFloats, trainingImageFloats, chunk, chunk, scratchFloats, 16, []);

    protected override NetworkCode CodeFor(InstructionSet instructionSet) => new CountingCode(this);

    private sealed class CountingCode(HugeNetwork network) : FakeCode
    {
        public override ReadOnlySpan<int> InferStageItems => [2];

        public override void Infer(in NetworkPass pass)
        {
            lock (network.Chunks)
                network.Chunks.Add(pass.Count);
        }

        public override void InferStage(in NetworkPass pass, int stage, int item)
        {
            if (item == 0)
                network.Shared++;
        }
    }
}
