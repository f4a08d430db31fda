using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace CnnGen.Runtime;

/// <summary>
/// A fixed team of threads that shares out the items of one job at a time and allocates nothing per job.
/// The calling thread is worker 0 and takes part; the others are background threads.
/// </summary>
/// <remarks>
/// Workers spin for some microseconds after a job, since the next one usually follows at once, and sleep after that. Which worker gets
/// which item is not fixed: results must not depend on it. A team that is not disposed of ends its threads when it is collected.
/// </remarks>
public sealed class WorkerTeam : IDisposable
{
    /// <summary>
    /// The most workers of a team. More than any machine has processors, and few enough for a system to start: a wild number would take it
    /// to its limits.
    /// </summary>
    public const int MaxThreads = 1024;

    /// <summary>Bytes of a pair of cache lines, which processors fetch together.</summary>
    private const int Lines = 128;

    private readonly Job _job;
    private readonly Thread[] _workers;
    private int _running;
    private bool _disposed;

    /// <summary>Starts threads - 1 background threads, all of them or none.</summary>
    /// <param name="threads">Workers, the caller included; 1 to <see cref="MaxThreads"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is out of its range.</exception>
    /// <exception cref="OutOfMemoryException">The system refused to start so many; those that had started were ended.</exception>
    public WorkerTeam(int threads)
        : this(threads, thread => thread.Start())
    {
    }

    /// <summary>The same with another way to start a thread; for tests of a system that refuses.</summary>
    internal WorkerTeam(int threads, Action<Thread> start)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, MaxThreads);
        Threads = threads;
        _job = new Job(threads);
        _workers = new Thread[threads - 1];
        var started = 0;
        try
        {
            for (; started < _workers.Length; started++)
            {
                // The threads know the job only, not the team, so that a forgotten team can be collected.
                var (job, worker) = (_job, started + 1);
                _workers[started] = new Thread(() => job.Work(worker)) { IsBackground = true, Name = $"CnnGen worker {worker}" };
                start(_workers[started]);
            }
        }
        catch (Exception e)
        {
            GC.SuppressFinalize(this);
            EndWorkers(started);
            if (e is not (OutOfMemoryException or ThreadStartException))
                throw;
            throw new OutOfMemoryException(
                $"The system refused to start thread {started + 2} of {threads}, the calling one included, and those before it were ended"
                + " again. "
                + "Set Threads to a smaller number, or raise the limit of processes and threads (ulimit -u, or that of the container).",
                e);
        }
    }

    /// <summary>Ends the threads of a team that was not disposed of.</summary>
    ~WorkerTeam()
    {
        // A constructor that threw left none.
        _job?.Stop();
    }

    /// <summary>Workers, the calling thread included.</summary>
    public int Threads { get; }

    /// <summary>
    /// Calls <paramref name="body"/> once for each item, on all workers at once, and returns when all calls have returned.
    /// </summary>
    /// <param name="body">Takes the item, in [0, items), and the worker, in [0, <see cref="Threads"/>). Keep the delegate: making one
    /// allocates.</param>
    /// <param name="items">Number of items, at least 0; handed out in ascending order, or that of each range.</param>
    /// <param name="inRanges">Whether each worker begins with a range of its own, as long as those of the others and in the order of the
    /// workers, and helps others after that. It suits short jobs that work on the same memory one after the other: what a worker needs of
    /// the last job's results is then in its own cache, most of it. Without it items go to whoever asks, which evens out better; that is
    /// the default.</param>
    /// <exception cref="InvalidOperationException">The team is at work already: a body, or another thread, called it.</exception>
    /// <exception cref="ObjectDisposedException">The team was disposed of.</exception>
    /// <remarks>
    /// If a body throws, it is not called for the items that are left, and the first exception is thrown again here once the calls under
    /// way have returned.
    /// </remarks>
    public void Run(Action<int, int> body, int items, bool inRanges = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        if (Interlocked.CompareExchange(ref _running, 1, 0) != 0)
            throw new InvalidOperationException("The worker team is at work; one caller at a time, and no body may run its own team.");
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (Threads == 1 || items <= 1)
            {
                for (var item = 0; item < items; item++)
                    body(item, 0);
            }
            else
            {
                _job.Run(body, items, inRanges);
            }
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
        GC.KeepAlive(this);
    }

    /// <summary>Ends the threads and waits for them.</summary>
    /// <exception cref="InvalidOperationException">The team is at work.</exception>
    public void Dispose()
    {
        if (Interlocked.CompareExchange(ref _running, 1, 0) != 0)
            throw new InvalidOperationException("The worker team is at work and cannot be disposed of.");
        _disposed = true;
        EndWorkers(_workers.Length);
        Volatile.Write(ref _running, 0);
        GC.SuppressFinalize(this);
    }

    private void EndWorkers(int started)
    {
        _job.Stop();
        foreach (var worker in _workers.AsSpan(0, started))
            Persist(static thread => thread.Join(), worker);
    }

    /// <summary>
    /// Does what may wait, again where <see cref="Thread.Interrupt"/> ends the wait: while workers are in a job, nobody may leave it, since
    /// what they work on is the caller's again from then on. The next wait of the thread is interrupted instead.
    /// </summary>
    private static void Persist<T>(Action<T> wait, T on)
    {
        var isInterrupted = false;
        for (var isDone = false; !isDone;)
        {
            try
            {
                wait(on);
                isDone = true;
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }

        if (isInterrupted)
            Thread.CurrentThread.Interrupt();
    }

    /// <summary>What the threads share.</summary>
    private sealed class Job
    {
        private const double SpinSeconds = 30e-6;

        /// <summary>Looks at a counter between two at the clock, which is slower to read.</summary>
        private const int LooksPerClock = 8;

        private static readonly long SpinTicks = Environment.ProcessorCount > 1 ? (long)(SpinSeconds * Stopwatch.Frequency) : 0;

        private readonly object _start = new();
        private readonly object _end = new();
        private readonly ItemCounter[] _left;

        private Action<int, int>? _body;
        private ExceptionDispatchInfo? _error;
        private Counters _counters;
        private int _sleepers;
        private bool _callerSleeps;
        private bool _stopped;

        public Job(int threads) => _left = new ItemCounter[threads];

        public void Run(Action<int, int> body, int items, bool inRanges)
        {
            (_body, _error) = (body, null);
            Volatile.Write(ref _counters.Pending, items);
            if (inRanges)
                DealRanges(items);
            else
                _left[0].Deal(0, items);

            // The increment is a full fence: either a worker about to sleep sees it, or its sleep is seen here.
            Interlocked.Increment(ref _counters.Number);
            if (Volatile.Read(ref _sleepers) > 0)
                Persist(static wake => wake.Job.Wake(wake.Workers), (Job: this, Workers: items - 1));

            TakeItems(worker: 0);
            WaitForOthers();
            _body = null;
            _error?.Throw();
        }

        public void Work(int worker)
        {
            for (var seen = 0; ;)
            {
                try
                {
                    WaitForJob(seen);
                }
                catch (ThreadInterruptedException)
                {
                    // The thread is the team's: nobody but a body can have meant it, and nobody waits for it.
                }

                if (Volatile.Read(ref _stopped))
                    return;
                seen = Volatile.Read(ref _counters.Number);
                TakeItems(worker);
            }
        }

        public void Stop() => Persist(
            static job =>
            {
                lock (job._start)
                {
                    Volatile.Write(ref job._stopped, true);
                    Monitor.PulseAll(job._start);
                }
            },
            this);

        private void DealRanges(int items)
        {
            var first = 0;
            for (var worker = 0; worker < _left.Length; worker++)
            {
                var end = (int)((worker + 1L) * items / _left.Length);
                _left[worker].Deal(first, end);
                first = end;
            }
        }

        private void TakeItems(int worker)
        {
            // Told once at the end: until then the job cannot end, nor another begin.
            var done = 0;
            while (TryTake(worker, out var item))
            {
                done++;
                if (Volatile.Read(ref _error) is not null)
                    continue;
                try
                {
                    _body!(item, worker);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(e), null);
                }
            }

            if (done > 0)
                Finish(done);
        }

        /// <summary>The next of a worker's own items, or where none is left, the next of another's.</summary>
        private bool TryTake(int worker, out int item)
        {
            for (var i = worker; i < _left.Length; i++)
            {
                if (_left[i].TryTake(out item))
                    return true;
            }

            for (var i = 0; i < worker; i++)
            {
                if (_left[i].TryTake(out item))
                    return true;
            }

            item = 0;
            return false;
        }

        private void Finish(int items)
        {
            if (Interlocked.Add(ref _counters.Pending, -items) != 0 || !Volatile.Read(ref _callerSleeps))
                return;
            lock (_end)
                Monitor.Pulse(_end);
        }

        private void Wake(int workers)
        {
            lock (_start)
            {
                if (workers >= _sleepers)
                {
                    Monitor.PulseAll(_start);
                }
                else
                {
                    for (var i = 0; i < workers; i++)
                        Monitor.Pulse(_start);
                }
            }
        }

        private void WaitForJob(int seen)
        {
            for (var limit = Stopwatch.GetTimestamp() + SpinTicks; Stopwatch.GetTimestamp() < limit;)
            {
                for (var look = 0; look < LooksPerClock; look++, Thread.SpinWait(1))
                {
                    if (Volatile.Read(ref _counters.Number) != seen || Volatile.Read(ref _stopped))
                        return;
                }
            }

            lock (_start)
            {
                Interlocked.Increment(ref _sleepers);
                try
                {
                    while (Volatile.Read(ref _counters.Number) == seen && !Volatile.Read(ref _stopped))
                        Monitor.Wait(_start);
                }
                finally
                {
                    Interlocked.Decrement(ref _sleepers);
                }
            }
        }

        private void WaitForOthers()
        {
            for (var limit = Stopwatch.GetTimestamp() + SpinTicks; Stopwatch.GetTimestamp() < limit;)
            {
                for (var look = 0; look < LooksPerClock; look++, Thread.SpinWait(1))
                {
                    if (Volatile.Read(ref _counters.Pending) == 0)
                        return;
                }
            }

            Persist(static job => job.SleepUntilDone(), this);
        }

        private void SleepUntilDone()
        {
            lock (_end)
            {
                Volatile.Write(ref _callerSleeps, true);
                Interlocked.MemoryBarrier();
                while (Volatile.Read(ref _counters.Pending) != 0)
                    Monitor.Wait(_end);
                Volatile.Write(ref _callerSleeps, false);
            }
        }
    }

    /// <summary>
    /// What all threads write, each in a pair of cache lines of its own: who waits for one is not disturbed by the others.
    /// </summary>
    [StructLayout(LayoutKind.Explicit, Size = 3 * Lines)]
    private struct Counters
    {
        /// <summary>Number of the job; a change starts the workers.</summary>
        [FieldOffset(Lines)]
        public int Number;

        /// <summary>Items whose call has not returned, as far as told.</summary>
        [FieldOffset(2 * Lines)]
        public int Pending;
    }

    /// <summary>
    /// The items dealt to a worker that nobody took yet. A worker late from an earlier job needs nothing else to know that none is left;
    /// and if it gets an item of the present job, that item keeps the job from ending, so that the body is the right one.
    /// </summary>
    [StructLayout(LayoutKind.Explicit, Size = 2 * Lines)]
    private struct ItemCounter
    {
        // The first item, and above it the end: one word, so that they change together.
        [FieldOffset(Lines)]
        private long _range;

        public void Deal(int first, int end) => Volatile.Write(ref _range, Pack(first, end));

        /// <summary>Takes the first that is left.</summary>
        public bool TryTake(out int item)
        {
            while (true)
            {
                var range = Volatile.Read(ref _range);
                var (first, end) = ((int)range, (int)(range >> 32));
                item = first;
                if (first >= end)
                    return false;
                if (Interlocked.CompareExchange(ref _range, Pack(first + 1, end), range) == range)
                    return true;
            }
        }

        private static long Pack(int first, int end) => ((long)end << 32) | (uint)first;
    }
}
