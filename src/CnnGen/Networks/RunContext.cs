using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <summary>What all runs of one network share.</summary>
internal sealed unsafe class RunContext : IDisposable
{
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
        Workers = new Workers(info, Memory);
        Kernels = new PreparedKernels(info, code, Weights, Workers, Memory);
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

    /// <summary>Every arena that is there.</summary>
    public IEnumerable<AlignedMemory> Arenas => [.. Weights.Arenas, .. Workers.Arenas, .. Kernels.Arenas];

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

    /// <inheritdoc/>
    public void Dispose()
    {
        Workers.Dispose();
        Kernels.Dispose();
        Weights.Dispose();
    }
}
