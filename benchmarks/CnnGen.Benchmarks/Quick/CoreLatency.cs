using System.Diagnostics;
using System.Runtime.InteropServices;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Quick;

/// <summary>
/// How long a written word takes to another core: two threads hand a number to and fro. Cores that share a cache of the last level do that
/// in tens of nanoseconds, others in hundreds; what one of a network's threads computes and another reads goes the same way.
/// </summary>
/// <param name="team">A team of two threads at least.</param>
internal sealed class CoreLatency(WorkerTeam team)
{
    private const int WarmPasses = 1_000;
    private const int Passes = 10_000;

    private Action<int, int>? _side;
    private Ball _ball;
    private long _ticks;

    /// <summary>Nanoseconds one way, on average.</summary>
    public double Measure()
    {
        (_ball.Served, _ball.Returned) = (0, 0);
        // Neither side ends without the other, so two threads have one each.
        team.Run(_side ??= Side, 2);
        return 1e9 * _ticks / Stopwatch.Frequency / (2.0 * Passes);
    }

    private void Side(int item, int worker)
    {
        if (item == 0)
            Serve();
        else
            Return();
    }

    private void Serve()
    {
        var start = 0L;
        for (var pass = 1; pass <= WarmPasses + Passes; pass++)
        {
            Volatile.Write(ref _ball.Served, pass);
            while (Volatile.Read(ref _ball.Returned) != pass)
            {
            }

            if (pass == WarmPasses)
                start = Stopwatch.GetTimestamp();
        }

        _ticks = Stopwatch.GetTimestamp() - start;
    }

    private void Return()
    {
        for (var pass = 1; pass <= WarmPasses + Passes; pass++)
        {
            while (Volatile.Read(ref _ball.Served) != pass)
            {
            }

            Volatile.Write(ref _ball.Returned, pass);
        }
    }

    /// <summary>What each side writes, in cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Ball
    {
        [FieldOffset(128)]
        public int Served;

        [FieldOffset(256)]
        public int Returned;
    }
}
