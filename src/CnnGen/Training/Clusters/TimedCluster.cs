using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CnnGen.Training;

/// <summary>A cluster that knows how long this process worked, and how long it waited for the others.</summary>
/// <param name="cluster">The cluster.</param>
internal sealed class TimedCluster(ICluster cluster) : ICluster
{
    // Of differences that are smaller nobody wants to hear.
    private const double LeastFactor = 1.5;
    private const double LeastSeconds = 0.05;

    private long _start = Stopwatch.GetTimestamp();
    private long _waited;

    /// <inheritdoc/>
    public int Rank => cluster.Rank;

    /// <inheritdoc/>
    public int Size => cluster.Size;

    /// <summary>Begins to count anew.</summary>
    public void Begin() => (_start, _waited) = (Stopwatch.GetTimestamp(), 0);

    /// <summary>Who worked much longer than the others since <see cref="Begin"/>; null where nobody did. All processes ask.</summary>
    public Straggler? FindStraggler()
    {
        var seconds = new double[Size];
        seconds[Rank] = Stopwatch.GetElapsedTime(_start, Stopwatch.GetTimestamp() - _waited).TotalSeconds;
        cluster.AllGather(MemoryMarshal.AsBytes(seconds.AsSpan()), [.. seconds.Select(_ => sizeof(double))]);
        if (Size == 1)
            return null;
        var slowest = Array.IndexOf(seconds, seconds.Max());
        var ofOthers = (seconds.Sum() - seconds[slowest]) / (Size - 1);
        return seconds[slowest] > LeastFactor * ofOthers && seconds[slowest] - ofOthers > LeastSeconds
            ? new Straggler(slowest, seconds[slowest], ofOthers)
            : null;
    }

    /// <inheritdoc/>
    public void AllGather(Span<byte> all, ReadOnlySpan<int> lengths)
    {
        var began = Stopwatch.GetTimestamp();
        cluster.AllGather(all, lengths);
        _waited += Stopwatch.GetTimestamp() - began;
    }

    /// <inheritdoc/>
    public void AllToAll(ReadOnlySpan<byte> given, ReadOnlySpan<int> givenLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths)
    {
        var began = Stopwatch.GetTimestamp();
        cluster.AllToAll(given, givenLengths, received, receivedLengths);
        _waited += Stopwatch.GetTimestamp() - began;
    }

    /// <inheritdoc/>
    public void Fail(Exception reason) => cluster.Fail(reason);
}
