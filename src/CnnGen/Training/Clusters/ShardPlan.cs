using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// How a batch is cut into parts whose gradients are computed apart, and who computes which. The number of parts belongs to what a training
/// is; the processes that share them change nothing.
/// </summary>
/// <param name="Shards">The parts, at least 1 and at least one for each process.</param>
/// <param name="Cluster">The processes; null: this one alone.</param>
internal sealed record ShardPlan(int Shards, ICluster? Cluster = null)
{
    /// <summary>Most shards of a batch.</summary>
    public const int MostShards = 1024;

    /// <summary>The batch as a whole, in one process.</summary>
    public static ShardPlan Whole { get; } = new(1);

    /// <summary>Processes that share the work.</summary>
    public int Processes => Cluster?.Size ?? 1;

    /// <summary>The number of this process.</summary>
    public int Rank => Cluster?.Rank ?? 0;

    /// <summary>The shards of this process.</summary>
    public ItemRange Own => ShardsOf(Rank);

    /// <summary>The shards of a process.</summary>
    /// <param name="rank">Its number.</param>
    public ItemRange ShardsOf(int rank) => PartOf(rank, Processes, Shards);

    /// <summary>The images of a shard: as many as of any other, or one less.</summary>
    /// <param name="shard">Which.</param>
    /// <param name="images">Images of the batch.</param>
    public ItemRange ImagesOf(int shard, int images) => PartOf(shard, Shards, images);

    /// <summary>The images of all shards of a process.</summary>
    /// <param name="rank">Its number.</param>
    /// <param name="images">Images of the batch.</param>
    public ItemRange ImagesOfProcess(int rank, int images)
    {
        var shards = ShardsOf(rank);
        var (first, last) = (ImagesOf(shards.First, images), ImagesOf(shards.First + shards.Count - 1, images));
        return new ItemRange(first.First, last.First + last.Count - first.First);
    }

    /// <summary>The largest number of images of a shard.</summary>
    /// <param name="images">Images of the batch.</param>
    public int LargestOf(int images) => MemoryPlan.ItemsOf(images, Shards);

    /// <summary>Fills in what the other processes know of their images; nothing where there are none.</summary>
    /// <param name="values">What is known of all images of the batch, of which those of this process are filled.</param>
    /// <param name="perImage">Values of each.</param>
    /// <param name="images">Images of the batch.</param>
    public void GatherImages<T>(Span<T> values, int perImage, int images)
        where T : unmanaged
    {
        if (Cluster is null)
            return;
        Span<int> lengths = stackalloc int[Processes];
        for (var rank = 0; rank < lengths.Length; rank++)
            lengths[rank] = checked(ImagesOfProcess(rank, images).Count * perImage * Unsafe.SizeOf<T>());
        Cluster.AllGather(MemoryMarshal.AsBytes(values), lengths);
    }

    /// <summary>The same of what is known of shards.</summary>
    /// <param name="values">What is known of all shards, of which those of this process are filled.</param>
    /// <param name="perShard">Values of each.</param>
    public void GatherShards<T>(Span<T> values, int perShard)
        where T : unmanaged
    {
        if (Cluster is null)
            return;
        Span<int> lengths = stackalloc int[Processes];
        for (var rank = 0; rank < lengths.Length; rank++)
            lengths[rank] = checked(ShardsOf(rank).Count * perShard * Unsafe.SizeOf<T>());
        Cluster.AllGather(MemoryMarshal.AsBytes(values), lengths);
    }

    private static ItemRange PartOf(int part, int parts, int count)
    {
        var first = (int)((long)count * part / parts);
        return new ItemRange(first, (int)((long)count * (part + 1) / parts) - first);
    }
}
