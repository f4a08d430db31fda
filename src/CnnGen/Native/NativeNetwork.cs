using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnGen.Runtime;

/// <summary>
/// What the C functions of one network do; generated exports hand over to it. Arguments are checked where they can be, and no exception
/// leaves: each becomes a status and a message. A prediction or a training step that succeeds allocates no more than it does without C in
/// between.
/// </summary>
/// <param name="create">Makes a network from a seed.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class NativeNetwork(Func<int, CompiledNetwork> create)
{
    /// <summary>The message of this thread's last call in UTF-8, empty where it succeeded; valid until the thread's next call.</summary>
    public static byte* LastError => NativeErrors.Last;

    /// <summary>The address of a UTF-8 literal, behind which the compiler puts a zero.</summary>
    /// <param name="literal">A literal, since that never moves.</param>
    public static byte* Text(ReadOnlySpan<byte> literal) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));

    /// <summary>Creates a network.</summary>
    /// <param name="seed">Weights and dropout are functions of it.</param>
    /// <param name="network">Gets the handle; zero where that fails.</param>
    public NativeStatus Create(int seed, nint* network)
    {
        try
        {
            NativeArguments.CheckPointer(network, nameof(network));
            *network = 0;
            *network = NativeHandles.Add(new NativeInstance(this, create(seed)));
            return NativeErrors.Succeed();
        }
        catch (Exception exception)
        {
            return NativeErrors.Fail(exception);
        }
    }

    /// <summary>Frees a network; as for C's <c>free</c>, null is nothing to do.</summary>
    /// <param name="network">The handle.</param>
    public NativeStatus Destroy(nint network)
    {
        try
        {
            if (network != 0)
            {
                Find(network).Destroy();
                NativeHandles.Remove(network);
            }

            return NativeErrors.Succeed();
        }
        catch (Exception exception)
        {
            return NativeErrors.Fail(exception);
        }
    }

    /// <summary>Reads all parameters from a file.</summary>
    /// <param name="network">The handle.</param>
    /// <param name="path">UTF-8, ending in a zero.</param>
    public NativeStatus Load(nint network, byte* path)
    {
        try
        {
            using var use = Find(network).Enter();
            use.Network.Load(NativeArguments.Text(path, nameof(path)));
            return NativeErrors.Succeed();
        }
        catch (Exception exception)
        {
            return NativeErrors.Fail(exception);
        }
    }

    /// <summary>Reads all parameters from a file in memory.</summary>
    /// <param name="network">The handle.</param>
    /// <param name="data">The file.</param>
    /// <param name="dataBytes">Its length.</param>
    public NativeStatus Load(nint network, byte* data, nuint dataBytes)
    {
        try
        {
            using var use = Find(network).Enter();
            use.Network.Load(NativeArguments.Values(data, dataBytes, nameof(data)));
            return NativeErrors.Succeed();
        }
        catch (Exception exception)
        {
            return NativeErrors.Fail(exception);
        }
    }

    /// <summary>Writes all parameters to a file.</summary>
    /// <param name="network">The handle.</param>
    /// <param name="path">UTF-8, ending in a zero.</param>
    public NativeStatus Save(nint network, byte* path)
    {
        try
        {
            using var use = Find(network).Enter();
            use.Network.Save(NativeArguments.Text(path, nameof(path)));
            return NativeErrors.Succeed();
        }
        catch (Exception exception)
        {
            return NativeErrors.Fail(exception);
        }
    }

    /// <summary>Learns the statistics of the normalization.</summary>
    /// <param name="network">The handle.</param>
    /// <param name="images">The images.</param>
    public NativeStatus Adapt(nint network, NativeImages images)
    {
        try
        {
            using var use = Find(network).Enter();
            use.Network.Adapt(images.ToDataset(use.Network.Info));
            return NativeErrors.Succeed();
        }
        catch (Exception exception)
        {
            return NativeErrors.Fail(exception);
        }
    }

    /// <summary>Predicts images.</summary>
    /// <param name="network">The handle.</param>
    /// <param name="images">The images.</param>
    /// <param name="outputs">Room for the outputs.</param>
    /// <param name="outputValues">Floats there is room for.</param>
    public NativeStatus Predict(nint network, NativeImages images, float* outputs, nuint outputValues)
    {
        try
        {
            using var use = Find(network).Enter();
            var results = NativeArguments.Values(outputs, outputValues, nameof(outputs));
            if (images.AreBytes)
                use.Network.Predict(images.Bytes, results);
            else
                use.Network.Predict(images.Floats, results);
            return NativeErrors.Succeed();
        }
        catch (Exception exception)
        {
            return NativeErrors.Fail(exception);
        }
    }

    /// <summary>Predicts images, and gives all outputs.</summary>
    /// <param name="network">The handle.</param>
    /// <param name="images">The images.</param>
    /// <param name="outputs">Room for the outputs of the last layer.</param>
    /// <param name="outputValues">Floats there is room for.</param>
    /// <param name="furtherOutputs">Room for those of <see cref="NetworkInfo.FurtherOutputs"/>, in their order.</param>
    public NativeStatus Predict(
        nint network, NativeImages images, float* outputs, nuint outputValues, ReadOnlySpan<NativeOutput> furtherOutputs)
    {
        try
        {
            using var use = Find(network).Enter();
            var results = NativeArguments.Values(outputs, outputValues, nameof(outputs));
            var further = use.Network.Info.FurtherOutputs;
            var places = stackalloc float*[further.Count];
            var lengths = (Span<int>)stackalloc int[further.Count];
            for (var i = 0; i < further.Count; i++)
            {
                places[i] = furtherOutputs[i].Values;
                lengths[i] = furtherOutputs[i].Length(further[i].Name);
            }

            if (images.AreBytes)
                use.Network.Predict(images.Bytes, results, places, lengths);
            else
                use.Network.Predict(images.Floats, results, places, lengths);
            return NativeErrors.Succeed();
        }
        catch (Exception exception)
        {
            return NativeErrors.Fail(exception);
        }
    }

    /// <summary>Trains one step with Nadam.</summary>
    /// <param name="network">The handle.</param>
    /// <param name="images">The images.</param>
    /// <param name="labels">A class for each.</param>
    /// <param name="labelCount">How many labels.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="loss">Gets the mean loss before the step, unless null.</param>
    /// <param name="correct">Gets the number of images that were right before the step, unless null.</param>
    public NativeStatus TrainStep(
        nint network, NativeImages images, int* labels, nuint labelCount, double learningRate, double* loss, int* correct)
    {
        try
        {
            using var use = Find(network).Enter();
            // All that can be refused comes before the step, which cannot be taken back.
            NativeArguments.CheckOptional(loss, nameof(loss));
            NativeArguments.CheckOptional(correct, nameof(correct));
            var classes = NativeArguments.Values(labels, labelCount, nameof(labels));
            if (!(learningRate >= 0 && double.IsFinite(learningRate)))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"learning_rate is {learningRate}, and must be a finite number, at least 0."));
            }

            use.Optimizer.LearningRate = learningRate;
            var result = images.AreBytes
                ? use.Network.TrainBatch(images.Bytes, classes, use.Optimizer)
                : use.Network.TrainBatch(images.Floats, classes, use.Optimizer);
            if (loss != null)
                *loss = result.Loss;
            if (correct != null)
                *correct = result.Correct;
            return NativeErrors.Succeed();
        }
        catch (Exception exception)
        {
            return NativeErrors.Fail(exception);
        }
    }

    /// <summary>Sets how many threads share the work.</summary>
    /// <param name="network">The handle.</param>
    /// <param name="threads">1 to <see cref="WorkerTeam.MaxThreads"/>.</param>
    public NativeStatus SetThreads(nint network, int threads)
    {
        try
        {
            using var use = Find(network).Enter();
            if (threads is < 1 or > WorkerTeam.MaxThreads)
                throw new ArgumentException($"threads is {threads}, and must be 1 to {WorkerTeam.MaxThreads}.");
            use.Network.Threads = threads;
            return NativeErrors.Succeed();
        }
        catch (Exception exception)
        {
            return NativeErrors.Fail(exception);
        }
    }

    /// <summary>The name of the instruction set that runs, null where the handle is none.</summary>
    /// <param name="network">The handle.</param>
    public byte* InstructionSetName(nint network)
    {
        try
        {
            var name = Find(network).Network.InstructionSet switch
            {
                InstructionSet.Avx512 => "avx512"u8,
                InstructionSet.Avx2 => "avx2"u8,
                InstructionSet.Vector128 => "vector128"u8,
                _ => "scalar"u8,
            };
            NativeErrors.Succeed();
            return Text(name);
        }
        catch (Exception exception)
        {
            NativeErrors.Fail(exception);
            return null;
        }
    }

    /// <summary>The network of a handle.</summary>
    /// <exception cref="NativeCallException">The handle is none of these exports'.</exception>
    private NativeInstance Find(nint handle)
    {
        if (handle == 0)
            throw new NativeCallException(NativeStatus.InvalidHandle, "network is NULL: create one first.");
        var instance = NativeHandles.Find(handle)
            ?? throw new NativeCallException(NativeStatus.InvalidHandle, $"network is 0x{handle:x}, which was destroyed or never created.");
        return instance.Owner == this
            ? instance
            : throw new NativeCallException(
                NativeStatus.InvalidHandle, $"network is a {instance.Network.Info.Name}, which these functions do not take: use its own.");
    }
}
