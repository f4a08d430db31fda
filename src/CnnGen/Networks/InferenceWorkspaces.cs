using CnnGen.Runtime;

namespace CnnGen;

/// <summary>
/// The workspaces of images in prediction: for as many as are at work at once, which are fewer where the machine has not got the memory.
/// </summary>
/// <param name="context">The network.</param>
internal sealed unsafe class InferenceWorkspaces(RunContext context) : IDisposable
{
    /// <summary>What is free over what workspaces may take of it: others, and other networks, need some too.</summary>
    private const int FreePerWorkspaces = 2;

    private AlignedMemory? _arena;
    private long _imagesAtOnce;

    /// <summary>That of the first image; those of the others follow.</summary>
    public float* First => _arena!.Pointer;

    /// <summary>Every arena that is there.</summary>
    public IEnumerable<AlignedMemory> Arenas => _arena is null ? [] : [_arena];

    private MemoryPlan Plan => context.Info.Memory;

    /// <summary>
    /// Makes room for a prediction. What is there stays where a call as large came before, and with it what it could be given then.
    /// </summary>
    /// <param name="count">Images of the call.</param>
    /// <param name="oneByOne">Whether one image is predicted at a time.</param>
    /// <returns>Images per work item, as many as the plan says and there is room for; 0 where all threads work on one image at a
    /// time.</returns>
    public int Reserve(int count, bool oneByOne)
    {
        var threads = context.Workers.Threads;
        var chunk = MemoryPlan.ChunkOf(count, threads, Plan.InferenceChunk);
        var images = oneByOne ? Math.Min(count, 1) : MemoryPlan.ImagesAtOnce(count, threads, chunk);
        if (images > _imagesAtOnce)
            Reserve(images);
        if (oneByOne)
            return 0;
        // Fewer images, down to those that do not give each thread one.
        var room = (_arena?.Length ?? 0) / Plan.InferenceImageFloats;
        while (chunk > 0 && MemoryPlan.ImagesAtOnce(count, threads, chunk) > room)
            chunk--;
        return chunk;
    }

    /// <summary>Gives the room up.</summary>
    public void Dispose()
    {
        _arena?.Dispose();
        (_arena, _imagesAtOnce) = (null, 0);
    }

    /// <summary>Reserves workspaces for so many images, or for as many as the machine has memory for; at least for one.</summary>
    private void Reserve(long images)
    {
        Dispose();
        for (var room = Math.Min(images, MostImagesAtOnce(images)); _arena is null; room = (room + 1) / 2)
        {
            try
            {
                _arena = new AlignedMemory(Plan.InferenceImageFloats * room, largePages: true);
            }
            catch (OutOfMemoryException e) when (room == 1)
            {
                throw NoMemoryForImage(e);
            }
            catch (OutOfMemoryException)
            {
                // Half as many may fit.
            }
        }

        _imagesAtOnce = images;
    }

    /// <summary>Images whose workspaces the machine has memory for, at least one.</summary>
    /// <exception cref="OutOfMemoryException">It has not got that much in all.</exception>
    private long MostImagesAtOnce(long images)
    {
        var bytes = sizeof(float) * (long)Plan.InferenceImageFloats;
        if (context.Memory.Assumed is null && images * bytes <= NetworkMemory.Small)
            return images;
        if (bytes > context.Memory.Total)
            throw NoMemoryForImage(null);
        return Math.Max(1, context.Memory.Free / FreePerWorkspaces / bytes);
    }

    private OutOfMemoryException NoMemoryForImage(Exception? cause) => context.Memory.Lacks(
        sizeof(float) * (long)Plan.InferenceImageFloats,
        $"the prediction of one image of {string.Join(" x ", context.Info.InputShape)}",
        $"Predict smaller images. {NetworkMemory.OtherNetworks}",
        cause);
}
