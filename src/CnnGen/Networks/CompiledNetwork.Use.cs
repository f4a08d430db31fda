namespace CnnGen;

public abstract unsafe partial class CompiledNetwork
{
    private const int Free = 0;
    private const int InUse = 1;
    private const int Disposed = 2;

    // One word, so that no call gets in between the question whether the network is free and its answer.
    private int _state;

    /// <summary>Frees all memory and threads; a second time it does nothing.</summary>
    /// <exception cref="InvalidOperationException">The network is at work for another caller.</exception>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees all memory and threads.</summary>
    /// <param name="disposing">Whether it was asked for, rather than found by the garbage collector.</param>
    /// <exception cref="InvalidOperationException">The network is at work for another caller.</exception>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        switch (Interlocked.CompareExchange(ref _state, Disposed, Free))
        {
            case InUse:
                throw AtWork();
            case Disposed:
                return;
        }

        _team?.Dispose();
        _optimizerState?.Dispose();
        foreach (var arena in Arenas)
            arena.Dispose();
    }

    /// <summary>
    /// Takes the network for one call, before anything is looked at or changed; the result gives it back. Whatever touches weights or
    /// workspaces does so, since they lie in memory that another call may free, and since what is taken is not collected.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network is at work for another caller.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    internal Use Enter() => Interlocked.CompareExchange(ref _state, InUse, Free) switch
    {
        Free => new Use(this),
        InUse => throw AtWork(),
        _ => throw new ObjectDisposedException(GetType().FullName),
    };

    private InvalidOperationException AtWork() =>
        new($"{Info.Name} is at work for another caller; one call at a time, or a network for each thread.");

    /// <summary>Forgets the caller's memory, which is the caller's again, and lets the next call in.</summary>
    private void Leave()
    {
        _pass.Floats = null;
        _pass.Bytes = null;
        _pass.Labels = null;
        _pass.Outputs = null;
        _pass.OutputGradients = null;
        _pass.Losses = null;
        _targetValues = null;
        _loss = null;
        _prediction = default;
        _image = default;
        Volatile.Write(ref _state, Free);
    }

    /// <summary>One call under way.</summary>
    internal readonly ref struct Use(CompiledNetwork network)
    {
        /// <summary>Ends the call.</summary>
        public void Dispose() => network.Leave();
    }
}
