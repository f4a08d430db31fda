using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Runtime;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(1, 10, true)]
    [InlineData(2, 1, true)]
    [InlineData(2, 1000, false)]
    [InlineData(2, 1000, true)]
    [InlineData(3, 2, false)]
    [InlineData(3, 2, true)]
    [InlineData(8, 7, false)]
    [InlineData(8, 1000, false)]
    [InlineData(8, 1000, true)]
    public void CallsEachItemOnce(int threads, int items, bool inRanges)
    {
        using var team = new WorkerTeam(threads);
        var calls = new int[items];
        var unknownWorkers = 0;
        for (var run = 1; run <= 50; run++)
        {
            team.Run(
                (item, worker) =>
                {
                    Interlocked.Increment(ref calls[item]);
                    if (worker < 0 || worker >= threads)
                        Interlocked.Increment(ref unknownWorkers);
                },
                items,
                inRanges);
            Assert.All(calls, count => Assert.Equal(run, count));
        }
        Assert.Equal(0, unknownWorkers);
    }

    [Fact]
    public void SurvivesManyShortJobsOfChangingSize()
    {
        using var team = new WorkerTeam(4);
        var sum = 0L;
        var expected = 0L;
        for (var run = 0; run < 20_000; run++)
        {
            var items = run % 9;
            team.Run((item, _) => Interlocked.Add(ref sum, item + 1), items, inRanges: run % 4 < 2);
            expected += items * (items + 1) / 2;
            Assert.Equal(expected, sum);

            // Now and then the workers fall asleep.
            if (run % 2000 == 0)
                Thread.Sleep(2);
        }
    }

    [Fact]
    public void AllWorkersTakePartAtOnce()
    {
        using var team = new WorkerTeam(4);
        using var barrier = new Barrier(4);
        var workers = new int[4];
        team.Run(
            (item, worker) =>
            {
                workers[item] = worker;
                Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(60)), "four workers never met");
            },
            4);
        Assert.Equal([0, 1, 2, 3], workers.Order());
    }

    [Fact]
    public void InRangesEachWorkerBeginsWithItsOwnAndHelpsOthersAfterIt()
    {
        using var team = new WorkerTeam(3);
        using var barrier = new Barrier(3);
        var workers = new int[10];
        var begun = new bool[3];
        using var end = new CountdownEvent(7);
        team.Run(
            (item, worker) =>
            {
                workers[item] = worker;
                if (!begun[worker])
                {
                    begun[worker] = true;
                    Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(30)), "Some worker has nothing to do.");

                    // The first worker comes back when others have done the rest of its range.
                    if (worker == 0)
                        Assert.True(end.Wait(TimeSpan.FromSeconds(30)), "Nobody helped.");
                    return;
                }

                end.Signal();
            },
            workers.Length,
            inRanges: true);
        Assert.Equal([0, 1, 2], new[] { workers[0], workers[3], workers[6] });
        Assert.DoesNotContain(0, workers[1..3]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void AnErrorEndsTheJobAndTheTeamGoesOn(int threads)
    {
        using var team = new WorkerTeam(threads);
        var calls = 0;
        var error = Assert.Throws<FormatException>(() => team.Run(
            (item, _) =>
            {
                Interlocked.Increment(ref calls);
                if (item == 3)
                    throw new FormatException("item 3");
                Thread.Sleep(1);
            },
            100_000));
        Assert.Equal("item 3", error.Message);
        Assert.InRange(calls, 4, 50_000);

        calls = 0;
        team.Run((_, _) => Interlocked.Increment(ref calls), 100);
        Assert.Equal(100, calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void RefusesToRunInsideItself(int threads)
    {
        using var team = new WorkerTeam(threads);
        Assert.Throws<InvalidOperationException>(() => team.Run((_, _) => team.Run((_, _) => { }, 1), 2));
        Assert.Throws<InvalidOperationException>(() => team.Run((_, _) => team.Dispose(), 2));
        team.Run((_, _) => { }, 2);
    }

    [Fact]
    public void RefusesToRunOnceDisposed()
    {
        var team = new WorkerTeam(3);
        team.Dispose();
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run((_, _) => { }, 1));
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => new WorkerTeam(0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(WorkerTeam.MaxThreads + 1)]
    [InlineData(1_000_000)]
    [InlineData(int.MaxValue)]
    public void RefusesANumberOutOfItsRange(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => new WorkerTeam(threads));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public void StartsAllThreadsOrNone(int given)
    {
        List<Thread> started = [];
        var error = Assert.Throws<OutOfMemoryException>(() => new WorkerTeam(50, thread =>
        {
            if (started.Count == given - 1)
                throw new OutOfMemoryException();
            thread.Start();
            started.Add(thread);
        }));
        Assert.Equal(given - 1, started.Count);
        Assert.All(started, thread => Assert.False(thread.IsAlive));
        Assert.StartsWith($"The system refused to start thread {given + 1} of 50,", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnInterruptWaitsForTheEndOfTheJob()
    {
        using var team = new WorkerTeam(3);
        var (jobs, interrupts, early) = (0, 0, 0);
        var caller = new Thread(() =>
        {
            for (var job = 0; job < 200; job++)
            {
                var done = 0;
                team.Run(
                    (item, worker) =>
                    {
                        // The caller has nothing to do soon, and sleeps.
                        if (worker != 0)
                            Thread.Sleep(1);
                        Interlocked.Increment(ref done);
                    },
                    6,
                    inRanges: true);
                if (done != 6)
                    early++;
                jobs++;
                try
                {
                    Thread.Sleep(0);
                }
                catch (ThreadInterruptedException)
                {
                    interrupts++;
                }
            }
        });
        caller.Start();
        while (!caller.Join(1))
            caller.Interrupt();
        Assert.Equal((200, 0), (jobs, early));
        Assert.True(interrupts > 0, "no interrupt came through");
    }

    [Fact]
    public void AllocatesNothingPerJob()
    {
        using var team = new WorkerTeam(3);
        var allocated = new long[3];
        var seen = new long[3];

        // Each worker looks at what its own thread allocated since its last item.
        Action<int, int> body = (_, worker) =>
        {
            var now = GC.GetAllocatedBytesForCurrentThread();
            if (seen[worker] != 0)
                allocated[worker] += now - seen[worker];
            seen[worker] = now;
            Thread.SpinWait(200);
        };
        for (var run = 0; run < 200; run++)
            RunAndSometimesSleep(run);
        Array.Clear(allocated);
        for (var run = 0; run < 200; run++)
            RunAndSometimesSleep(run);
        Assert.Equal([0L, 0L, 0L], allocated);

        void RunAndSometimesSleep(int run)
        {
            team.Run(body, 12);
            if (run % 50 == 0)
                Thread.Sleep(2);
        }
    }

    [Fact]
    public void AForgottenTeamEndsItsThreads()
    {
        var thread = Forget();
        for (var i = 0; i < 100 && thread.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
        }
        Assert.False(thread.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static Thread Forget()
        {
            Thread? other = null;
            using var met = new Barrier(2);
            new WorkerTeam(2).Run(
                (_, worker) =>
                {
                    if (worker == 1)
                        other = Thread.CurrentThread;
                    met.SignalAndWait();
                },
                2);
            return other!;
        }
    }
}
