using System.Globalization;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

public abstract unsafe partial class CompiledNetwork
{
    /// <summary>Bytes that are reserved without a look at what the machine has.</summary>
    private const long Small = 64 << 20;

    /// <summary>What is free over what workspaces for prediction may take of it: others, and other networks, need some too.</summary>
    private const int FreePerWorkspaces = 2;

    private const string OtherNetworks = "Dispose of networks that are not needed any more.";

    private AlignedMemory? _scratch;
    private AlignedMemory? _forwardKernels;
    private AlignedMemory? _backwardKernels;
    private AlignedMemory? _gradients;
    private AlignedMemory? _round;
    private AlignedMemory? _inference;
    private AlignedMemory? _training;
    private float[] _outputs = [];
    private float[] _losses = [];
    private double[] _imageLosses = [];
    private float[] _outputGradients = [];
    private long _imagesAtOnce;
    private int _trainingCapacity;

    /// <summary>Bytes of memory that the machine is taken to have, all of them free, in place of what it has; for tests.</summary>
    internal long? AssumedMemory { get; set; }

    /// <summary>Every arena of the network itself, for the tests of their guard zones; an optimizer's slots guard themselves.</summary>
    internal IEnumerable<AlignedMemory> Arenas =>
        new[] { _weights, _inference, _scratch, _forwardKernels, _gradients, _backwardKernels, _training, _round }.OfType<AlignedMemory>();

    private long MachineMemory => AssumedMemory ?? SystemMemory.Total;

    private long FreeMemory => AssumedMemory ?? SystemMemory.Free;

    /// <summary>Reserves an arena that is used as a whole.</summary>
    /// <param name="floats">Its length.</param>
    /// <param name="purpose">What it is for, to follow "for".</param>
    /// <param name="wayOut">A sentence that says what to do where there is no memory for it.</param>
    private AlignedMemory Reserve(long floats, string purpose, string wayOut)
    {
        var bytes = sizeof(float) * floats;
        if (bytes > Small && bytes > MachineMemory)
            throw NoMemory(bytes, purpose, wayOut, null);
        try
        {
            return new AlignedMemory(floats, largePages: true);
        }
        catch (OutOfMemoryException e)
        {
            throw NoMemory(bytes, purpose, wayOut, e);
        }
    }

    private void ReserveScratch() =>
        _scratch ??= Reserve(
            (long)Info.Memory.ScratchFloats * _threads, $"the scratch room of {Counted(_threads, "thread")}", "Set Threads to fewer.");

    private void FreeWorkerMemory()
    {
        _inference?.Dispose();
        _scratch?.Dispose();
        (_inference, _scratch, _imagesAtOnce) = (null, null, 0);
    }

    /// <summary>
    /// Makes room for a prediction. What is there stays where a call as large came before, and with it what it could be given then.
    /// </summary>
    /// <param name="count">Images of the call.</param>
    /// <param name="oneByOne">Whether one image is predicted at a time.</param>
    /// <returns>Images per work item, as many as the plan says and there is room for; 0 where all threads work on one image at a
    /// time.</returns>
    private int ReserveInference(int count, bool oneByOne)
    {
        var chunk = MemoryPlan.ChunkOf(count, _threads, Info.Memory.InferenceChunk);
        var images = oneByOne ? Math.Min(count, 1) : MemoryPlan.ImagesAtOnce(count, _threads, chunk);
        if (images > _imagesAtOnce)
            ReserveInference(images);
        if (oneByOne)
            return 0;
        // Fewer images, down to those that do not give each thread one.
        var room = (_inference?.Length ?? 0) / Info.Memory.InferenceImageFloats;
        while (chunk > 0 && MemoryPlan.ImagesAtOnce(count, _threads, chunk) > room)
            chunk--;
        return chunk;
    }

    /// <summary>Reserves workspaces for so many images, or for as many as the machine has memory for; at least for one.</summary>
    private void ReserveInference(long images)
    {
        _inference?.Dispose();
        (_inference, _imagesAtOnce) = (null, 0);
        for (var room = Math.Min(images, MostImagesAtOnce(images)); _inference is null; room = (room + 1) / 2)
        {
            try
            {
                _inference = new AlignedMemory(Info.Memory.InferenceImageFloats * room, largePages: true);
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
        var bytes = sizeof(float) * (long)Info.Memory.InferenceImageFloats;
        if (AssumedMemory is null && images * bytes <= Small)
            return images;
        if (bytes > MachineMemory)
            throw NoMemoryForImage(null);
        return Math.Max(1, FreeMemory / FreePerWorkspaces / bytes);
    }

    /// <summary>Refuses a batch that the machine cannot hold, before anything is reserved or forgotten for it.</summary>
    private void CheckFits(int count)
    {
        if (count <= _trainingCapacity)
            return;
        var outputs = (long)count * Info.OutputSize;
        if (Info.Memory.TrainingBytes(count, _threads) + sizeof(float) * (outputs + count) > MachineMemory)
            throw NoMemoryForBatch(count, null);
        if (outputs > Array.MaxLength)
        {
            throw new OutOfMemoryException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Info.Name} gives {outputs:N0} values for a training step with {count:N0} images, and an array holds"
                + $" {Array.MaxLength:N0} at most. Train in smaller batches."));
        }
    }

    /// <summary>Makes room for a batch; what is there stays when it suffices.</summary>
    private void ReserveTraining(int count)
    {
        var memory = Info.Memory;
        _gradients ??= Reserve(memory.TrainableFloats, "the gradients of its weights", OtherNetworks);
        _backwardKernels ??= Reserve(memory.BackwardKernelFloats, "the kernels of the input gradients", OtherNetworks);
        _round ??= Reserve(memory.RoundFloats, "rounds of weight gradients", OtherNetworks);
        if (_training is not null && count <= _trainingCapacity)
            return;
        // What fails here leaves a network without a workspace, which the next batch makes anew.
        _trainingCapacity = 0;
        _training?.Dispose();
        _training = null;
        try
        {
            _outputs = GC.AllocateUninitializedArray<float>(count * Info.OutputSize);
            _losses = new float[count];
            _training = new AlignedMemory((long)memory.TrainingImageFloats * count, largePages: true);
        }
        catch (OutOfMemoryException e)
        {
            throw NoMemoryForBatch(count, e);
        }

        _trainingCapacity = count;
    }

    private OptimizerState ReserveState(Optimizer optimizer)
    {
        try
        {
            return optimizer.CreateState(Info.Memory.TrainableFloats);
        }
        catch (OutOfMemoryException e)
        {
            var bytes = sizeof(float) * (long)Info.Memory.TrainableFloats * optimizer.SlotCount;
            throw NoMemory(bytes, $"what {optimizer.GetType().Name} remembers", OtherNetworks, e);
        }
    }

    private OutOfMemoryException NoMemoryForImage(Exception? cause) => NoMemory(
        sizeof(float) * (long)Info.Memory.InferenceImageFloats,
        $"the prediction of one image of {string.Join(" x ", Info.InputShape)}",
        $"Predict smaller images. {OtherNetworks}",
        cause);

    private OutOfMemoryException NoMemoryForBatch(int count, Exception? cause)
    {
        var (plan, shape) = (Info.Memory, string.Join(" x ", Info.InputShape));
        var each = (sizeof(float) * (long)plan.TrainingImageFloats).ToString("N0", CultureInfo.InvariantCulture);
        return NoMemory(
            plan.TrainingBytes(count, _threads),
            $"a training step with {Counted(count, "image")} of {shape}, {each} each, and {Counted(_threads, "thread")}",
            "Train in smaller batches, or on smaller images.",
            cause);
    }

    private OutOfMemoryException NoMemory(long bytes, string purpose, string wayOut, Exception? cause) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Info.Name} needs {bytes:N0} bytes for {purpose}, but the machine has {MachineMemory:N0} bytes of memory, "
            + $"of which {FreeMemory:N0} are free. {wayOut}"),
        cause);

    private static string Counted(int count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {thing}{(count == 1 ? "" : "s")}");
}
