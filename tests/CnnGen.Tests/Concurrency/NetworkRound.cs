using CnnGen.Tests.Support;

namespace CnnGen.Tests.Concurrency;

/// <summary>A network for two callers.</summary>
internal sealed class NetworkRound : IRound
{
    private readonly ContendedNetwork _network = new(seed: 1) { Threads = 2 };
    private readonly NetworkCalls[] _callers;

    private NetworkRound(byte[] weights, string[] files)
    {
        _network.Load(weights);
        _callers = [.. files.Select(file => new NetworkCalls(_network, weights, file))];
        // There are gradients to be copied, and a state to be reset.
        _callers[0].ByName["INetwork.TrainBatch(ReadOnlySpan<Byte>, ReadOnlySpan<Int32>, Optimizer)"]();
    }

    /// <inheritdoc/>
    public string? Problem
    {
        get
        {
            try
            {
                return _network.Arenas.All(arena => arena.GuardsAreIntact) ? null : "something was written outside its arena";
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
        }
    }

    /// <summary>Runs every pair of public members.</summary>
    public static int RunAll()
    {
        using var folder = new TemporaryFolder();
        using (var network = new ContendedNetwork(seed: 2))
            network.Save(folder["0"]);
        File.Copy(folder["0"], folder["1"]);
        var weights = File.ReadAllBytes(folder["0"]);
        using (var network = new ContendedNetwork(seed: 1))
        {
            foreach (var file in (string[])["0", "1"])
                network.SaveCheckpoint(NetworkCalls.CheckpointBeside(folder[file]));
        }

        return Contention.Run(NetworkCalls.Members, NetworkCalls.Dispose, () => new NetworkRound(weights, [folder["0"], folder["1"]]));
    }

    /// <inheritdoc/>
    public bool Call(string name, int caller)
    {
        try
        {
            _callers[caller].ByName[name]();
            return true;
        }
        catch (InvalidOperationException e) when (e.Message.Contains(nameof(ContendedNetwork), StringComparison.Ordinal))
        {
            // At work, disposed of, or without a Forward or gradients.
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();
}
