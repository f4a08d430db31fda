using CnnGen.Training;

namespace CnnGen.Tests.Networks;

/// <summary>A cluster whose processes are threads of this one: what is trained on it meets everything but the wire.</summary>
internal sealed class ThreadCluster : ICluster
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Meeting _meeting;

    private ThreadCluster(Meeting meeting, int rank) => (_meeting, Rank) = (meeting, rank);

    public int Rank { get; }

    public int Size => _meeting.Given.Length;

    /// <summary>Runs the same on each of some processes, and gives what each returns.</summary>
    public static T[] Run<T>(int processes, Func<ICluster, T> body)
    {
        var (results, errors) = (new T[processes], new List<Exception>());
        using var meeting = new Meeting(processes);
        Thread[] threads = [.. Enumerable.Range(0, processes).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = body(new ThreadCluster(meeting, rank));
            }
            catch (Exception e)
            {
                lock (errors)
                    errors.Add(e);
                meeting.Break();
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return errors.Count == 0 ? results : throw new AggregateException(errors);
    }

    public void AllGather(Span<byte> all, ReadOnlySpan<int> lengths)
    {
        int own = 0;
        for (int rank = 0; rank < Rank; rank++)
            own += lengths[rank];
        _meeting.Given[Rank] = all.Slice(own, lengths[Rank]).ToArray();
        Meet();
        foreach (byte[] part in _meeting.Given)
        {
            part.CopyTo(all);
            all = all[part.Length..];
        }

        Meet();
    }

    public void AllToAll(ReadOnlySpan<byte> given, ReadOnlySpan<int> givenLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths)
    {
        _meeting.Given[Rank] = given.ToArray();
        _meeting.Lengths[Rank] = givenLengths.ToArray();
        Meet();
        for (int rank = 0; rank < Size; rank++)
        {
            int first = _meeting.Lengths[rank].Take(Rank).Sum();
            var part = _meeting.Given[rank].AsSpan(first, _meeting.Lengths[rank][Rank]);
            if (part.Length != receivedLengths[rank])
                throw new InvalidOperationException($"{part.Length} bytes of {rank} for {Rank}, which expects {receivedLengths[rank]}");
            part.CopyTo(received);
            received = received[part.Length..];
        }

        Meet();
    }

    public void Fail(Exception reason) => _meeting.Break();

    private void Meet() => _meeting.Meet();

    private sealed class Meeting(int processes) : IDisposable
    {
        private readonly Barrier _barrier = new(processes);
        private readonly CancellationTokenSource _broken = new();

        public byte[][] Given { get; } = new byte[processes][];

        public int[][] Lengths { get; } = new int[processes][];

        public void Meet()
        {
            if (!_barrier.SignalAndWait(Patience, _broken.Token))
                throw new TimeoutException("not all processes made the call");
        }

        public void Break() => _broken.Cancel();

        public void Dispose()
        {
            _barrier.Dispose();
            _broken.Dispose();
        }
    }
}
