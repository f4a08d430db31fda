using CnnGen.Runtime;

namespace CnnGen;

/// <summary>The threads of a network, and the room that each of them has for itself.</summary>
/// <param name="network">The network.</param>
/// <param name="memory">Gives memory.</param>
/// <param name="threads">How many there are.</param>
internal sealed unsafe class Workers(NetworkInfo network, NetworkMemory memory, int threads) : IDisposable
{
    private WorkerTeam? _team;
    private AlignedMemory? _scratch;

    /// <summary>How many; the calling one is among them.</summary>
    public int Threads { get; private set; } = threads;

    /// <summary>The scratch room of the first; those of the others follow. <see cref="Reserve"/> comes before.</summary>
    public float* Scratch => _scratch!.Pointer;

    /// <summary>Every arena that is there.</summary>
    public IEnumerable<AlignedMemory> Arenas => _scratch is null ? [] : [_scratch];

    /// <summary>Starts another number of threads, and gives up scratch room.</summary>
    /// <param name="threads">How many.</param>
    public void Change(int threads)
    {
        // Before anything is given up: where the system has no threads left, the network stays as it was.
        var team = new WorkerTeam(threads);
        _team?.Dispose();
        _team = team;
        _scratch?.Dispose();
        (_scratch, Threads) = (null, threads);
    }

    /// <summary>Makes scratch room for all of them, where there is none.</summary>
    public void Reserve() => _scratch ??= memory.Reserve(
        (long)network.Memory.ScratchFloats * Threads, $"the scratch room of {ArgumentChecks.Counted(Threads, "thread")}",
        "Set Threads to fewer.");

    /// <summary>See <see cref="WorkerTeam.Run"/>.</summary>
    /// <param name="body">Takes the item and the worker.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="inRanges">Whether each worker begins with a range of its own.</param>
    public void Run(Action<int, int> body, int items, bool inRanges = false) =>
        (_team ??= new WorkerTeam(Threads)).Run(body, items, inRanges);

    /// <summary>A pass as one worker sees it: with scratch room of its own.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="worker">The worker.</param>
    public NetworkPass PassOf(in NetworkPass pass, int worker)
    {
        var own = pass;
        own.Scratch = Scratch + (long)worker * network.Memory.ScratchFloats;
        return own;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _team?.Dispose();
        _scratch?.Dispose();
    }
}
