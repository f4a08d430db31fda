using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <summary>What all runs of one network share.</summary>
internal sealed unsafe class RunContext : IDisposable
{
    // Whose weights and kernels these are; null where they are its own.
    private readonly RunContext? _shared;
    private readonly Lock _refreshing = new();

    /// <summary>Reserves the weights, and nothing else yet.</summary>
    /// <param name="info">The network.</param>
    /// <param name="code">What is generated for it and the instruction set.</param>
    /// <param name="instructionSet">The instruction set.</param>
    /// <param name="seed">Weights and dropout are functions of it.</param>
    /// <param name="gate">Is passed by every call.</param>
    public RunContext(NetworkInfo info, NetworkCode code, InstructionSet instructionSet, ulong seed, Gate gate)
    {
        (Info, Code, InstructionSet) = (info, code, instructionSet);
        Memory = new NetworkMemory(info.Name);
        Weights = new WeightStore(info, seed, Memory, gate);
        Workers = new Workers(info, Memory, Math.Min(Environment.ProcessorCount, WorkerTeam.MaxThreads));
        Kernels = new PreparedKernels(info, code, Weights, Workers, Memory);
    }

    /// <summary>Predicts beside others with the weights and kernels of a network.</summary>
    /// <param name="shared">The network.</param>
    /// <param name="threads">Threads of its own.</param>
    public RunContext(RunContext shared, int threads)
    {
        _shared = shared;
        (Info, Code, InstructionSet, Memory) = (shared.Info, shared.Code, shared.InstructionSet, shared.Memory);
        (Weights, Kernels) = (shared.Weights, shared.Kernels);
        Workers = new Workers(Info, Memory, threads);
    }

    /// <summary>The network.</summary>
    public NetworkInfo Info { get; }

    /// <summary>What is generated for it.</summary>
    public NetworkCode Code { get; }

    /// <summary>The instruction set that the code is for.</summary>
    public InstructionSet InstructionSet { get; }

    /// <summary>Gives memory.</summary>
    public NetworkMemory Memory { get; }

    /// <summary>Weights and state.</summary>
    public WeightStore Weights { get; }

    /// <summary>The threads.</summary>
    public Workers Workers { get; }

    /// <summary>What is prepared of the weights.</summary>
    public PreparedKernels Kernels { get; }

    /// <summary>Every arena of its own that is there.</summary>
    public IEnumerable<AlignedMemory> Arenas =>
        _shared is null ? [.. Weights.Arenas, .. Workers.Arenas, .. Kernels.Arenas] : Workers.Arenas;

    /// <summary>Whether a loss gives gradients of logits, past the activation at the end.</summary>
    /// <param name="loss">The loss.</param>
    public bool TakesLogitsGradients(Loss loss) => Code.TakesLogitsGradients && loss.GivesLogitsGradients(Info.OutputActivation);

    /// <summary>The same of the loss of a further output.</summary>
    /// <param name="output">The number of the output.</param>
    /// <param name="loss">The loss.</param>
    public bool TakesLogitsGradients(int output, Loss loss) =>
        Code.FurtherProbabilities is { IsEmpty: false } ends && loss.GivesLogitsGradients(ends[output]);

    /// <summary>Gives a pass what every pass needs: weights, kernels of the forward direction, scratch room.</summary>
    /// <param name="pass">A pass that names the caller's memory.</param>
    public void Complete(ref NetworkPass pass)
    {
        Weights.Draw();
        Workers.Reserve();
        pass.Weights = Weights.Arena.Pointer;
        pass.ForwardKernels = Kernels.ReserveForward();
        pass.Scratch = Workers.Scratch;
        pass.Seed = Weights.Seed;
    }

    /// <summary>Draws the weights unless they are there, while other calls may be reading the network.</summary>
    public void DrawBesideOthers()
    {
        lock (_refreshing)
            Weights.Draw();
    }

    /// <summary>The same for prediction: the kernels are up to date with the weights.</summary>
    /// <param name="pass">A pass that names the caller's memory.</param>
    public void CompleteForInference(ref NetworkPass pass)
    {
        if (_shared is null)
        {
            Complete(ref pass);
            Kernels.RefreshInference(in pass);
            return;
        }

        // Of those who come at the same time after a change the first does it for all, with the network's own threads.
        lock (_shared._refreshing)
            _shared.CompleteForInference(ref pass);
        Workers.Reserve();
        pass.Scratch = Workers.Scratch;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Workers.Dispose();
        if (_shared is not null)
            return;
        Kernels.Dispose();
        Weights.Dispose();
    }
}
