using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Planning;

/// <summary>
/// How many images a thread predicts together: as many as the caches hold, or many where reading the kernels costs more than to go past the
/// caches.
/// </summary>
public class InferenceChunkTests
{
    private static readonly LayerDeclaration Same3x3 = Declare.Conv2D(24, 3, 3, ("Padding", 1));

    [Fact]
    public void SmallImagesAreTakenByThirtyTwo()
    {
        Assert.Equal(32, ChunkOf(Declare.Input(14, 14, 1), Same3x3, Same3x3));
        Assert.Equal(32, ChunkOf(Declare.Input(2, 1, 1), Declare.Conv2D(1, 1, 1)));
    }

    [Fact]
    public void LargeImagesAreTakenOneByOne() => Assert.Equal(1, ChunkOf(Declare.Input(224, 224, 3), Same3x3, Same3x3));

    [Fact]
    public void ImagesInBetweenAreTakenByAsManyAsTheCachesHold()
    {
        LayerDeclaration[] layers = [Declare.Input(56, 56, 3), Same3x3, Same3x3];
        var memory = MemoryOf(layers);
        Assert.InRange(memory.InferenceChunk, 2, 31);
        Assert.InRange(4L * memory.InferenceChunk * memory.InferenceImageFloats, 0, 4 << 20);
        Assert.InRange(4L * (memory.InferenceChunk + 1) * memory.InferenceImageFloats, 4 << 20, long.MaxValue);
    }

    /// <summary>A dense layer behind a large map: 200 MB of kernel are read for each chunk.</summary>
    [Fact]
    public void LargeKernelsWantManyImages() =>
        Assert.Equal(32, ChunkOf(Declare.Input(224, 224, 3), Same3x3, Declare.Layer("Flatten"), Declare.Layer("Dense", ("Units", 40))));

    /// <summary>The same with kernels of 500 KB: the 57 MB that a chunk of 32 would send through memory are more.</summary>
    [Fact]
    public void SmallKernelsDoNot() => Assert.InRange(
        ChunkOf(Declare.Input(56, 56, 3), Same3x3, Declare.Layer("GlobalAveragePool2D"), Declare.Layer("Dense", ("Units", 5000))), 2, 31);

    private static int ChunkOf(params LayerDeclaration[] attributes) => MemoryOf(attributes).InferenceChunk;

    private static MemoryFigures MemoryOf(params LayerDeclaration[] attributes) =>
        Planner.Plan(Declare.Build(attributes), new GeneratorOptions(Target.All)).Memory;
}
