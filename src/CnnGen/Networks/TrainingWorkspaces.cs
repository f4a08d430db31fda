using System.Globalization;
using CnnGen.Runtime;

namespace CnnGen;

/// <summary>
/// The workspaces of the images of a batch, or of its largest shard, and what is kept of each image of the batch; for the largest so far.
/// </summary>
/// <param name="context">The network.</param>
internal sealed unsafe class TrainingWorkspaces(RunContext context) : IDisposable
{
    private AlignedMemory? _arena;
    private AlignedMemory? _round;
    private AlignedMemory? _batch;

    /// <summary>Images that there are workspaces for; 0 before the first batch.</summary>
    public int Capacity { get; private set; }

    /// <summary>The outputs.</summary>
    public float[] Outputs { get; private set; } = [];

    /// <summary>The loss of each image, where it is fused with the last layer.</summary>
    public float[] Losses { get; private set; } = [];

    /// <summary>The loss of each image, where it is not.</summary>
    public double[] ImageLosses { get; private set; } = [];

    /// <summary>The gradients of the outputs, where the loss is not fused with the last layer.</summary>
    public float[] OutputGradients { get; private set; } = [];

    /// <summary>What the outputs of layers cost, of each image; empty where no layer makes them cost something.</summary>
    public double[] ActivityPenalties { get; private set; } = [];

    /// <summary>Every arena that is there.</summary>
    public IEnumerable<AlignedMemory> Arenas => new[] { _arena, _round, _batch }.OfType<AlignedMemory>();

    private MemoryPlan Plan => context.Info.Memory;

    /// <summary>Refuses a batch that the machine cannot hold, before anything is reserved or forgotten for it.</summary>
    /// <param name="count">Images of the batch.</param>
    /// <param name="atOnce">Those that go forward and back at a time.</param>
    public void CheckFits(int count, int atOnce)
    {
        if (atOnce <= Capacity && count <= Losses.Length)
            return;
        var outputs = (long)count * context.Info.OutputSize;
        if (Plan.TrainingBytes(atOnce, context.Workers.Threads) + sizeof(float) * (outputs + count) > context.Memory.Total)
            throw NoMemoryForBatch(atOnce, null);
        if (outputs > Array.MaxLength)
        {
            throw new OutOfMemoryException(string.Create(
                CultureInfo.InvariantCulture,
                $"{context.Info.Name} gives {outputs:N0} values for a training step with {count:N0} images, and an array holds"
                + $" {Array.MaxLength:N0} at most. Train in smaller batches."));
        }
    }

    /// <summary>Makes room for a batch, and names it in the pass; what is there stays when it suffices.</summary>
    /// <param name="pass">The pass over the batch.</param>
    /// <param name="atOnce">Images that go forward and back at a time.</param>
    public void Reserve(ref NetworkPass pass, int atOnce)
    {
        pass.Gradients = context.Weights.ReserveGradients();
        pass.BackwardKernels = context.Kernels.ReserveBackward();
        pass.Round = (_round ??= context.Memory.Reserve(
            Plan.RoundFloats, "rounds of weight gradients", NetworkMemory.OtherNetworks)).Pointer;
        pass.Batch = (_batch ??= context.Memory.Reserve(
            Plan.BatchFloats, "statistics of a batch", NetworkMemory.OtherNetworks)).Pointer;
        if (pass.Count > Losses.Length)
            ReserveResults(pass.Count);
        if (_arena is null || atOnce > Capacity)
            Reserve(atOnce);
        pass.Workspace = _arena!.Pointer;
    }

    /// <summary>Makes room for the gradients of the outputs of a batch, where the loss is no part of the last layer.</summary>
    /// <param name="count">Images of the batch.</param>
    public void ReserveOutputGradients(int count)
    {
        if (ImageLosses.Length >= count)
            return;
        try
        {
            OutputGradients = GC.AllocateUninitializedArray<float>(count * context.Info.OutputSize);
            ImageLosses = new double[count];
        }
        catch (OutOfMemoryException e)
        {
            throw NoMemoryForBatch(count, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var arena in Arenas)
            arena.Dispose();
    }

    private void ReserveResults(int count)
    {
        try
        {
            Losses = [];
            Outputs = GC.AllocateUninitializedArray<float>(count * context.Info.OutputSize);
            ActivityPenalties = context.Code.PenalizesActivities ? new double[count] : [];
            Losses = new float[count];
        }
        catch (OutOfMemoryException e)
        {
            throw NoMemoryForBatch(count, e);
        }
    }

    private void Reserve(int count)
    {
        // What fails here leaves a network without a workspace, which the next batch makes anew.
        Capacity = 0;
        _arena?.Dispose();
        _arena = null;
        try
        {
            _arena = new AlignedMemory((long)Plan.TrainingImageFloats * count, largePages: true);
        }
        catch (OutOfMemoryException e)
        {
            throw NoMemoryForBatch(count, e);
        }

        Capacity = count;
    }

    private OutOfMemoryException NoMemoryForBatch(int count, Exception? cause)
    {
        var (threads, shape) = (context.Workers.Threads, string.Join(" x ", context.Info.InputShape));
        var each = (sizeof(float) * (long)Plan.TrainingImageFloats).ToString("N0", CultureInfo.InvariantCulture);
        return context.Memory.Lacks(
            Plan.TrainingBytes(count, threads),
            $"a training step with {ArgumentChecks.Counted(count, "image")} of {shape}, {each} each, and"
                + $" {ArgumentChecks.Counted(threads, "thread")}",
            "Train in smaller batches, or on smaller images.",
            cause);
    }
}
