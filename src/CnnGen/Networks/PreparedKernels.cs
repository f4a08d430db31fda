using CnnGen.Runtime;

namespace CnnGen;

/// <summary>Kernels as passes read them: transformed, or transposed, from weights that may have changed since.</summary>
/// <param name="network">The network.</param>
/// <param name="code">Prepares them.</param>
/// <param name="weights">What they are made from.</param>
/// <param name="workers">Who prepares them.</param>
/// <param name="memory">Gives memory.</param>
internal sealed unsafe class PreparedKernels(
    NetworkInfo network, NetworkCode code, WeightStore weights, Workers workers, NetworkMemory memory) : IDisposable
{
    private const long Never = -1;

    private AlignedMemory? _forward;
    private AlignedMemory? _backward;
    private long _forwardVersion = Never;
    private long _backwardVersion = Never;
    private long _trainingVersion = Never;
    private (long Weights, long State) _inferenceVersion = (Never, Never);
    // What the team is given to do, made when it is first done: a program that only predicts is compiled without what trains.
    private Action<int, int>? _prepareForward;
    private Action<int, int>? _prepareBackward;
    private NetworkPass _pass;

    /// <summary>Every arena that is there.</summary>
    public IEnumerable<AlignedMemory> Arenas => new[] { _forward, _backward }.OfType<AlignedMemory>();

    /// <summary>The place of those of the forward direction.</summary>
    public float* ReserveForward() => (_forward ??= memory.Reserve(
        network.Memory.ForwardKernelFloats, "the kernels of prediction", NetworkMemory.OtherNetworks)).Pointer;

    /// <summary>The place of those of the input gradients.</summary>
    public float* ReserveBackward() => (_backward ??= memory.Reserve(
        network.Memory.BackwardKernelFloats, "the kernels of the input gradients", NetworkMemory.OtherNetworks)).Pointer;

    /// <summary>Brings all that prediction reads up to date with the weights and the state.</summary>
    /// <param name="pass">Weights and kernels.</param>
    public void RefreshInference(in NetworkPass pass)
    {
        RefreshForward(in pass);
        if (_inferenceVersion == (weights.Version, weights.StateVersion))
            return;
        code.PrepareInference(in pass);
        _inferenceVersion = (weights.Version, weights.StateVersion);
    }

    /// <summary>Brings all that training reads forward up to date with the weights.</summary>
    /// <param name="pass">Weights and kernels.</param>
    public void RefreshTraining(in NetworkPass pass)
    {
        RefreshForward(in pass);
        if (_trainingVersion == weights.WrittenVersion)
            return;
        code.PrepareTraining(in pass);
        _trainingVersion = weights.WrittenVersion;
    }

    /// <summary>Brings the kernels of the input gradients up to date with the weights.</summary>
    /// <param name="pass">Weights and kernels.</param>
    public void RefreshBackward(in NetworkPass pass)
    {
        if (_backwardVersion == weights.Version)
            return;
        _pass = pass;
        workers.Run(_prepareBackward ??= PrepareBackward, code.BackwardKernelItems);
        _backwardVersion = weights.Version;
    }

    /// <summary>Says that all of them were prepared after the last change, by another.</summary>
    public void OnPrepared() => (_forwardVersion, _backwardVersion) = (weights.Version, weights.Version);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var arena in Arenas)
            arena.Dispose();
    }

    /// <summary>Brings the kernels of the forward direction up to date with the weights.</summary>
    /// <param name="pass">Weights and kernels.</param>
    private void RefreshForward(in NetworkPass pass)
    {
        if (_forwardVersion == weights.Version)
            return;
        _pass = pass;
        workers.Run(_prepareForward ??= PrepareForward, code.ForwardKernelItems);
        _forwardVersion = weights.Version;
    }

    private void PrepareForward(int item, int worker)
    {
        var pass = workers.PassOf(in _pass, worker);
        code.PrepareForwardKernel(in pass, item);
    }

    private void PrepareBackward(int item, int worker)
    {
        var pass = workers.PassOf(in _pass, worker);
        code.PrepareBackwardKernel(in pass, item);
    }
}
