using CnnGen.Training;

namespace CnnGen.Distributed;

/// <summary>
/// The processes of a job of MPI, which train a network together: started by <c>mpirun -n 4 dotnet MyTraining.dll</c>, by Slurm's
/// <c>srun</c>, or alone, as a cluster of one.
/// </summary>
/// <example>
/// <code>
/// using var cluster = Cluster.Join();
/// net.Fit(train, new FitOptions { Epochs = 10, BatchSize = 256, Shards = 8, Cluster = cluster });
/// if (cluster.Rank == 0)
///     net.Save("weights.safetensors");
/// </code>
/// </example>
/// <remarks>
/// To be called by one thread at a time. A job in which a process fails, or does not come to where the others wait for it, ends as a whole:
/// a process that is left alone never goes on by itself.
/// </remarks>
public sealed class Cluster : ICluster, IDisposable
{
    /// <summary>How long a process waits for the others where nothing else is said.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    // MPI is left once in the life of a process, and cannot be joined again.
    private static int _joined;

    private readonly MpiLibrary? _mpi;
    private readonly Watchdog? _watchdog;
    private Exception? _failure;
    private bool _isLeft;

    private Cluster(MpiLibrary? mpi, TimeSpan timeout)
    {
        _mpi = mpi;
        if (mpi is { Size: > 1 })
            _watchdog = new Watchdog(mpi.Rank, mpi.Size, timeout);
    }

    /// <inheritdoc/>
    public int Rank => _mpi?.Rank ?? 0;

    /// <inheritdoc/>
    public int Size => _mpi?.Size ?? 1;

    /// <summary>
    /// Joins the processes that this one was started with; where it was started by itself, it is alone, and needs no MPI.
    /// </summary>
    /// <param name="timeout">
    /// How long a process waits for others before it ends the job, since one of them hangs, say; <see cref="DefaultTimeout"/> when left
    /// out. It must be longer than the slowest step, and whatever one process does by itself, such as writing a checkpoint.
    /// </param>
    /// <exception cref="InvalidOperationException">This process has joined before.</exception>
    /// <exception cref="DllNotFoundException">It is one of a job of MPI, but there is no library of MPI.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is not above zero.</exception>
    public static Cluster Join(TimeSpan? timeout = null)
    {
        var wait = timeout ?? DefaultTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wait, TimeSpan.Zero, nameof(timeout));
        if (Interlocked.Exchange(ref _joined, 1) != 0)
            throw new InvalidOperationException("A process joins a cluster once: keep what Join gave for as long as it runs.");
        return new Cluster(MpiLibrary.Join(), wait);
    }

    /// <inheritdoc/>
    public void AllGather(Span<byte> all, ReadOnlySpan<int> lengths)
    {
        ObjectDisposedException.ThrowIf(_isLeft, this);
        using var watch = _watchdog?.Watch();
        _mpi?.AllGather(all, lengths);
    }

    /// <inheritdoc/>
    public void AllToAll(ReadOnlySpan<byte> given, ReadOnlySpan<int> givenLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths)
    {
        ObjectDisposedException.ThrowIf(_isLeft, this);
        using var watch = _watchdog?.Watch();
        if (_mpi is null)
            given[..givenLengths[0]].CopyTo(received);
        else
            _mpi.AllToAll(given, givenLengths, received, receivedLengths);
    }

    /// <inheritdoc/>
    public void Fail(Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        _failure ??= reason;
    }

    /// <summary>
    /// Leaves, once all processes do; a second time it does nothing. Where a training of this process failed, it ends those of the others,
    /// and says why on the standard error stream.
    /// </summary>
    public void Dispose()
    {
        if (_isLeft)
            return;
        _isLeft = true;
        if (_failure is not null && Size > 1)
        {
            Console.Error.WriteLine($"Process {Rank} of {Size} cannot go on, and ends the job: {_failure.Message}");
            _mpi!.Abort();
        }

        using (_watchdog?.Watch())
            _mpi?.Leave();
        _watchdog?.Dispose();
    }
}
