using System.Diagnostics;
using System.Globalization;

namespace CnnGen.Tests.Concurrency;

/// <summary>
/// Every pair of calls on two threads at once, again and again. It is run in a process of its own, since what it looks for ends a process;
/// the exit code says whether all went well, and the output what did not.
/// </summary>
internal static class Contention
{
    /// <summary>Multiplies the time that each pair gets, for long runs; 1 when not set.</summary>
    private const string FactorVariable = "CNNGEN_STRESS_FACTOR";

    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(4);

    /// <summary>The same for pairs in which one call ends the subject, which it does once in a round: many short ones.</summary>
    private static readonly TimeSpan LastRoundTime = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Every block of memory is a mapping of its own in a process that is started with it, and gone when it is freed: who uses it then is
    /// seen (glibc).
    /// </summary>
    public static (string Name, string? Value) UnmapWhatIsFreed { get; } = ("MALLOC_MMAP_THRESHOLD_", "4096");

    private static double Factor => double.Parse(Environment.GetEnvironmentVariable(FactorVariable) ?? "1", CultureInfo.InvariantCulture);

    /// <summary>All pairs of some calls, a call with itself among them.</summary>
    /// <param name="names">The calls.</param>
    public static IEnumerable<(string First, string Second)> Pairs(IReadOnlyList<string> names) =>
        names.SelectMany((first, i) => names.Skip(i).Select(second => (first, second)));

    /// <summary>Runs all pairs; a fresh subject for each round, so that what ends one is met at every moment of its life.</summary>
    /// <param name="names">The calls.</param>
    /// <param name="last">The one that ends the subject.</param>
    /// <param name="begin">Makes a subject.</param>
    /// <returns>0 where nothing was found, and the calls did get into each other's way.</returns>
    public static int Run(IReadOnlyList<string> names, string last, Func<IRound> begin)
    {
        var tally = new Tally();
        var pairs = Pairs(names).ToList();
        foreach (var (first, second) in pairs)
        {
            var rounds = (first == last || second == last ? 25 : 2) * Factor;
            for (var round = 0; round < rounds; round++)
                Run(first, second, last, begin, tally);
        }

        Console.WriteLine(
            $"{names.Count} calls, {pairs.Count} pairs, {tally.Done} done, {tally.Refused} refused, {tally.Failures} failures");
        return tally.Failures == 0 && tally.Done > 0 && tally.Refused > 0 ? 0 : 1;
    }

    private static void Run(string first, string second, string last, Func<IRound> begin, Tally tally)
    {
        var time = first == last || second == last ? LastRoundTime : RoundTime;
        using var round = begin();
        using var start = new Barrier(2);
        Thread[] threads = [.. new[] { first, second }.Select((name, caller) => new Thread(() => Repeat(name, caller)))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        if (round.Problem is { } problem)
            tally.Fail($"{first} beside {second}: {problem}");

        void Repeat(string name, int caller)
        {
            start.SignalAndWait();
            var clock = Stopwatch.StartNew();
            // The end comes at any moment of the other's call.
            var delay = name == last ? Random.Shared.NextDouble() * time : TimeSpan.Zero;
            while (clock.Elapsed < delay)
                Thread.SpinWait(10);
            do
            {
                try
                {
                    tally.Count(round.Call(name, caller));
                }
                catch (Exception e)
                {
                    tally.Fail($"{name} beside {(caller == 0 ? second : first)}: {e}");
                }
            }
            while (clock.Elapsed < time);
        }
    }

    private sealed class Tally
    {
        private const int Shown = 20;

        private long _done;
        private long _refused;
        private int _failures;

        public long Done => _done;

        public long Refused => _refused;

        public int Failures => _failures;

        public void Count(bool isDone) => Interlocked.Increment(ref (isDone ? ref _done : ref _refused));

        public void Fail(string what)
        {
            if (Interlocked.Increment(ref _failures) <= Shown)
                Console.WriteLine(what);
        }
    }
}

/// <summary>A subject that two callers share for a while.</summary>
internal interface IRound : IDisposable
{
    /// <summary>Does one call; what it throws is a fault.</summary>
    /// <param name="name">The call.</param>
    /// <param name="caller">0 or 1.</param>
    /// <returns>Whether it was done, rather than refused in a documented way.</returns>
    bool Call(string name, int caller);

    /// <summary>What the calls left behind that is not right; null where all is well. When both callers have ended.</summary>
    string? Problem { get; }
}
