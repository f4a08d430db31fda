using System.Globalization;

namespace CnnGen.Distributed;

/// <summary>Ends a process that waits for others too long: MPI itself would wait for ever.</summary>
internal sealed class Watchdog : IDisposable
{
    // So that of all that wait one speaks, before the job ends for the others, too.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    private readonly string _message;
    private readonly TimeSpan _timeout;
    private readonly Timer _timer;
    private readonly Watched _watched;

    /// <summary>Does not watch yet.</summary>
    /// <param name="rank">The number of the process.</param>
    /// <param name="size">How many there are.</param>
    /// <param name="timeout">How long it may wait.</param>
    public Watchdog(int rank, int size, TimeSpan timeout)
    {
        _message = string.Create(
            CultureInfo.InvariantCulture,
            $"Process {rank} of {size} waited {timeout.TotalSeconds:0.#} seconds for the others, and ends the job.")
            + " One of them hangs, does something else, or takes longer by itself than the timeout of Cluster.Join.";
        _timeout = timeout + (rank * Turn);
        _timer = new Timer(_ => End());
        _watched = new Watched(_timer);
    }

    /// <summary>Watches until what it returns is disposed of.</summary>
    public IDisposable Watch()
    {
        _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
        return _watched;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void End()
    {
        Console.Error.WriteLine(_message);
        // The training thread is inside of MPI, and stays there. Whoever started the job ends the other processes.
        Environment.Exit(1);
    }

    private sealed class Watched(Timer timer) : IDisposable
    {
        public void Dispose() => timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
