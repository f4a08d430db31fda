using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Planning;

/// <summary>
/// How many images a thread predicts together: many where they are small or the kernels large, one where it is work enough for the kernels
/// it reads.
/// </summary>
public class InferenceChunkTests
{
    private static readonly LayerDeclaration Same3x3 = Declare.Conv2D(24, 3, 3, ("Padding", 1));

    [Fact]
    public void SmallImagesAreTakenByThirtyTwo()
    {
        Assert.Equal(32, ChunkOf(Declare.Input(28, 28, 1), Same3x3, Same3x3));
        Assert.Equal(32, ChunkOf(Declare.Input(2, 1, 1), Declare.Conv2D(1, 1, 1)));
    }

    [Fact]
    public void LargeImagesAreTakenOneByOne() => Assert.Equal(1, ChunkOf(Declare.Input(1500, 1500, 3), Same3x3, Same3x3));

    [Fact]
    public void ImagesInBetweenAreTakenByAsManyAsFit()
    {
        LayerDeclaration[] layers = [Declare.Input(200, 200, 3), Same3x3, Same3x3];
        var memory = MemoryOf(layers);
        Assert.InRange(memory.InferenceChunk, 2, 31);
        Assert.InRange(4L * memory.InferenceChunk * memory.InferenceImageFloats, 0, 64 << 20);
        Assert.InRange(4L * (memory.InferenceChunk + 1) * memory.InferenceImageFloats, 64 << 20, long.MaxValue);
    }

    /// <summary>A dense layer behind a large map: 200 MB of kernel are read for each chunk.</summary>
    [Fact]
    public void LargeKernelsWantManyImages() =>
        Assert.Equal(32, ChunkOf(Declare.Input(224, 224, 3), Same3x3, Declare.Layer("Flatten"), Declare.Layer("Dense", ("Units", 40))));

    private static int ChunkOf(params LayerDeclaration[] attributes) => MemoryOf(attributes).InferenceChunk;

    private static MemoryFigures MemoryOf(params LayerDeclaration[] attributes) =>
        Planner.Plan(Declare.Build(attributes), new GeneratorOptions(Target.All)).Memory;
}
