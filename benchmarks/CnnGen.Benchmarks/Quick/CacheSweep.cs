using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Quick;

/// <summary>
/// Empties the caches of data and of addresses: every thread of a team writes its part of more memory than caches hold. What is called next
/// begins cold, as a prediction does in a program that did other things before.
/// </summary>
/// <param name="team">Threads that write; one for each processor that is to begin cold.</param>
internal sealed class CacheSweep(WorkerTeam team)
{
    // Some times a cache of the last level; every peer sweeps as much.
    private const int Bytes = 256 << 20;
    private const int LineBytes = 64;

    private readonly byte[] _memory = new byte[Bytes];

    /// <summary>Writes it all.</summary>
    public void Run() => team.Run(WritePart, team.Threads);

    private void WritePart(int part, int worker)
    {
        var (first, end) = ((int)((long)part * Bytes / team.Threads), (int)((part + 1L) * Bytes / team.Threads));
        for (var i = first; i < end; i += LineBytes)
            _memory[i]++;
    }
}
