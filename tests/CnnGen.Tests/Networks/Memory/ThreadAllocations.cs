using CnnGen.Runtime;

namespace CnnGen.Tests.Networks;

/// <summary>
/// The bytes that each thread of a network allocated, the calling one among them. Counted by thread, since on the threads of the JIT and
/// of the test runner there is always something going on.
/// </summary>
internal sealed class ThreadAllocations
{
    private readonly Workers _workers;
    private readonly long[] _before, _after;
    private readonly Action<int, int> _readBefore, _readAfter;
    private int _arrived;

    /// <summary>Reads each thread's counter once, so that starting the threads is over.</summary>
    /// <param name="workers">The threads, whose number stays as it is.</param>
    public ThreadAllocations(Workers workers)
    {
        _workers = workers;
        (_before, _after) = (new long[_workers.Threads], new long[_workers.Threads]);
        _readBefore = (_, worker) => Read(_before, worker);
        _readAfter = (_, worker) => Read(_after, worker);
        Start();
        Stop();
    }

    /// <summary>Counts from here on.</summary>
    public void Start() => Visit(_readBefore);

    /// <summary>The bytes since <see cref="Start"/>; the first are those of the calling thread. Valid until the next call.</summary>
    public ReadOnlySpan<long> Stop()
    {
        Visit(_readAfter);
        for (int i = 0; i < _after.Length; i++)
            _after[i] -= _before[i];
        return _after;
    }

    private void Visit(Action<int, int> body)
    {
        Volatile.Write(ref _arrived, 0);
        _workers.Run(body, _workers.Threads);
    }

    private void Read(long[] bytes, int worker)
    {
        bytes[worker] = GC.GetAllocatedBytesForCurrentThread();
        // Nobody leaves before all have come, so that no thread takes the item of another.
        Interlocked.Increment(ref _arrived);
        while (Volatile.Read(ref _arrived) < bytes.Length)
            Thread.Yield();
    }
}
