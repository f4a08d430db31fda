namespace CnnGen.Runtime;

/// <summary>
/// Lets one call at a time work on something that is disposed of in the end, and refuses the others; or any number of calls that only read
/// it, which wait for the one, and the one for them.
/// </summary>
/// <param name="owner">What is worked on. It is kept alive for the length of each call.</param>
/// <param name="name">What messages call it.</param>
internal sealed class Gate(object owner, string name)
{
    private const int Free = 0;
    private const int InUse = 1;
    private const int Closed = 2;

    // One word, so that no call gets in between the question whether the owner is free and its answer.
    private int _state;
    private int _readers;
    private int _waitingReaders;
    // The thread that has the owner: it would wait for itself.
    private int _holder;

    /// <summary>
    /// Takes the owner for one call, before anything is looked at or changed; the result gives it back. Whatever touches memory of the
    /// owner does so, since another call may free that, and since what is taken is not collected. Calls that read are waited for.
    /// </summary>
    /// <exception cref="InvalidOperationException">The owner is at work for another caller.</exception>
    /// <exception cref="ObjectDisposedException">The owner was disposed of.</exception>
    public Use Enter()
    {
        LetWaitingReadersIn();
        switch (Interlocked.CompareExchange(ref _state, InUse, Free))
        {
            case InUse:
                throw AtWork();
            case Closed:
                throw Gone();
        }

        _holder = Environment.CurrentManagedThreadId;
        try
        {
            for (var wait = default(SpinWait); Volatile.Read(ref _readers) > 0;)
                wait.SpinOnce();
        }
        catch (ThreadInterruptedException)
        {
            Leave();
            throw;
        }

        return new Use(this);
    }

    /// <summary>
    /// Takes the owner for a call that only reads it, beside others; the result gives it back. A call that has the owner is waited for.
    /// </summary>
    /// <exception cref="InvalidOperationException">The call that has the owner is one of this thread.</exception>
    /// <exception cref="ObjectDisposedException">The owner was disposed of.</exception>
    public Reading Read()
    {
        if (TryRead())
            return new Reading(this);
        Interlocked.Increment(ref _waitingReaders);
        try
        {
            for (var wait = default(SpinWait); !TryRead();)
                wait.SpinOnce();
        }
        finally
        {
            Interlocked.Decrement(ref _waitingReaders);
        }

        return new Reading(this);
    }

    /// <summary>Lets nobody in any more.</summary>
    /// <returns>Whether it was open until now.</returns>
    /// <exception cref="InvalidOperationException">The owner is at work for another caller.</exception>
    public bool Close()
    {
        switch (Interlocked.CompareExchange(ref _state, InUse, Free))
        {
            case InUse:
                throw AtWork();
            case Closed:
                return false;
        }

        var isRead = Volatile.Read(ref _readers) > 0;
        Volatile.Write(ref _state, isRead ? Free : Closed);
        return isRead ? throw AtWork() : true;
    }

    /// <summary>Who takes the owner again and again, as a training does, would never let those in who sleep meanwhile.</summary>
    private void LetWaitingReadersIn()
    {
        for (var wait = default(SpinWait); Volatile.Read(ref _waitingReaders) > 0 && Volatile.Read(ref _state) == Free;)
            wait.SpinOnce();
    }

    private void Leave()
    {
        _holder = 0;
        Volatile.Write(ref _state, Free);
    }

    private bool TryRead()
    {
        // Told first and asked then, as the other does it the other way around: at least one of the two sees the other.
        Interlocked.Increment(ref _readers);
        var state = Volatile.Read(ref _state);
        if (state == Free)
            return true;
        Interlocked.Decrement(ref _readers);
        if (state == Closed)
            throw Gone();
        return _holder == Environment.CurrentManagedThreadId ? throw AtWork() : false;
    }

    private ObjectDisposedException Gone() => new(owner.GetType().FullName);

    private InvalidOperationException AtWork() =>
        new($"{name} is at work for another caller; one call at a time, or a network for each thread.");

    /// <summary>One call under way.</summary>
    internal readonly ref struct Use(Gate gate)
    {
        /// <summary>Ends the call, and lets the next one in.</summary>
        public void Dispose() => gate.Leave();
    }

    /// <summary>One call under way that only reads.</summary>
    internal readonly ref struct Reading(Gate gate)
    {
        /// <summary>Ends the call.</summary>
        public void Dispose() => Interlocked.Decrement(ref gate._readers);
    }
}
