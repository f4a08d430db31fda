using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>What batches are made of, and how. It decides their images, to the bit, but for the two numbers of the reading.</summary>
/// <param name="Data">The images; at least one.</param>
/// <param name="BatchSize">Images of a full batch, at least 1 and at most all.</param>
internal sealed record BatchPlan(IImageSource Data, int BatchSize)
{
    /// <summary>Batches that are read ahead where nothing else is said.</summary>
    public const int DefaultAhead = 2;

    // More of them would gain little where files are decoded, and take cores from the step.
    private const int MostDefaultThreads = 8;

    /// <summary>Checks the target of one image.</summary>
    /// <param name="image">Its number.</param>
    /// <param name="target">Its target.</param>
    public delegate void TargetCheck(int image, Targets target);

    /// <summary>What messages call the images.</summary>
    public string Set { get; init; } = "data set";

    /// <summary>Whether each epoch has an order of its own.</summary>
    public bool Shuffles { get; init; }

    /// <summary>Decides order and augmentation.</summary>
    public ulong Seed { get; init; }

    /// <summary>What images go through.</summary>
    public IReadOnlyList<IAugmentation> Augmentation { get; init; } = [];

    /// <summary>What whole batches go through, in place of <see cref="Augmentation"/>, where images are mixed; else null.</summary>
    public BatchMixing? Mixing { get; init; }

    /// <summary>Checks each target when it is read; null where all have been checked.</summary>
    public TargetCheck? Check { get; init; }

    /// <summary>Threads that read, at least 1; null: one for images in memory, else one for each processor, at most 8.</summary>
    public int? Threads { get; init; }

    /// <summary>Batches that are made before they are asked for, at least 1.</summary>
    public int Ahead { get; init; } = DefaultAhead;

    /// <summary>Whose images are read: of a batch that processes share, those of this one.</summary>
    public ShardPlan Shards { get; init; } = ShardPlan.Whole;

    /// <summary>Batches of an epoch.</summary>
    public int Batches => Batch.CountOf(Data.Count, BatchSize);

    /// <summary>The number of threads, chosen.</summary>
    public int ChosenThreads => Threads ?? (Data is ImageDataset ? 1 : Math.Min(MostDefaultThreads, Environment.ProcessorCount));
}
