using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Quick;

/// <summary>
/// How fast a thread reads, writes and copies memory by ordinary loads and stores of 64 bytes, by how much memory it walks over again and
/// again: that says which cache serves it.
/// </summary>
internal sealed unsafe class MemoryBandwidth
{
    private const int LeastFloats = 4 << 10;
    private const int MostFloats = 64 << 20;
    private const int FloatsAtOnce = 128;
    private const int Samples = 5;
    private const double SampleSeconds = 0.005;

    private readonly List<Rung> _rungs = [];
    private float _sink;

    /// <summary>Measures it, for each power of two of floats.</summary>
    /// <param name="clock">The clock.</param>
    public MemoryBandwidth(Clock clock)
    {
        using var memory = new AlignedMemory(MostFloats, largePages: true);
        var first = memory.Pointer;
        // Pages that were never written are all the same one.
        Write(first, MostFloats);
        for (var floats = LeastFloats; floats <= MostFloats; floats *= 2)
        {
            var own = floats;
            _rungs.Add(new Rung(
                sizeof(float) * (double)own,
                Measure(clock, own, () => _sink = Read(first, own)),
                Measure(clock, own, () => Write(first, own)),
                Measure(clock, own, () => Copy(first, first + (own / 2), own / 2))));
        }

        GC.KeepAlive(_sink);
    }

    /// <summary>What was measured, a line for each amount of memory.</summary>
    public IEnumerable<string> Lines => _rungs.Select(rung => FormattableString.Invariant(
        $"{rung.Bytes / 1024:F0} KB: reads {rung.Read / 1e9:F0}, writes {rung.Write / 1e9:F0}, copies {rung.Copy / 1e9:F0} GB/s"));

    /// <summary>
    /// The least seconds that it takes to read some bytes and to write others: as many as there are of both at the speed of a copy, the
    /// rest at that of reading or writing. The speeds are those of walking over as much memory, between the two amounts that were measured.
    /// </summary>
    /// <param name="read">Bytes to be read.</param>
    /// <param name="written">Bytes to be written.</param>
    public double SecondsOf(double read, double written)
    {
        var both = Math.Min(read, written);
        return (2 * both * SecondsPerByte(rung => rung.Copy))
            + ((read - both) * SecondsPerByte(rung => rung.Read))
            + ((written - both) * SecondsPerByte(rung => rung.Write));

        double SecondsPerByte(Func<Rung, double> speed)
        {
            var place = Math.Clamp(Math.Log2((read + written) / _rungs[0].Bytes), 0, _rungs.Count - 1);
            var (below, above) = (_rungs[(int)place], _rungs[(int)Math.Ceiling(place)]);
            var part = place - Math.Floor(place);
            return ((1 - part) / speed(below)) + (part / speed(above));
        }
    }

    /// <summary>Bytes a second; the best sample, since whatever disturbs one makes it slower.</summary>
    private static double Measure(Clock clock, int floats, Action run)
    {
        var times = clock.TimesFor(run, SampleSeconds);
        return Enumerable.Range(0, Samples).Max(_ => sizeof(float) * (double)floats * times / clock.TimeWarm(run, times));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Read(float* memory, int floats)
    {
        var (a0, a1, a2, a3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (var end = memory + floats; memory < end; memory += FloatsAtOnce)
        {
            a0 += Vector512.Load(memory);
            a1 += Vector512.Load(memory + 16);
            a2 += Vector512.Load(memory + 32);
            a3 += Vector512.Load(memory + 48);
            a0 += Vector512.Load(memory + 64);
            a1 += Vector512.Load(memory + 80);
            a2 += Vector512.Load(memory + 96);
            a3 += Vector512.Load(memory + 112);
        }

        return Vector512.Sum(a0 + a1 + a2 + a3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Write(float* memory, int floats)
    {
        var one = Vector512.Create(1f);
        for (var end = memory + floats; memory < end; memory += FloatsAtOnce)
        {
            Vector512.Store(one, memory);
            Vector512.Store(one, memory + 16);
            Vector512.Store(one, memory + 32);
            Vector512.Store(one, memory + 48);
            Vector512.Store(one, memory + 64);
            Vector512.Store(one, memory + 80);
            Vector512.Store(one, memory + 96);
            Vector512.Store(one, memory + 112);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(float* from, float* to, int floats)
    {
        for (var end = from + floats; from < end; from += FloatsAtOnce, to += FloatsAtOnce)
        {
            Vector512.Store(Vector512.Load(from), to);
            Vector512.Store(Vector512.Load(from + 16), to + 16);
            Vector512.Store(Vector512.Load(from + 32), to + 32);
            Vector512.Store(Vector512.Load(from + 48), to + 48);
            Vector512.Store(Vector512.Load(from + 64), to + 64);
            Vector512.Store(Vector512.Load(from + 80), to + 80);
            Vector512.Store(Vector512.Load(from + 96), to + 96);
            Vector512.Store(Vector512.Load(from + 112), to + 112);
        }
    }

    /// <summary>What was measured on so many bytes, in bytes a second; a copy counts what it reads and what it writes.</summary>
    private sealed record Rung(double Bytes, double Read, double Write, double Copy);
}
