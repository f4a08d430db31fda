namespace CnnGen.Runtime;

/// <summary>Lets one call at a time work on something that is disposed of in the end, and refuses the others.</summary>
/// <param name="owner">What is worked on. It is kept alive for the length of each call.</param>
/// <param name="name">What messages call it.</param>
internal sealed class Gate(object owner, string name)
{
    private const int Free = 0;
    private const int InUse = 1;
    private const int Closed = 2;

    // One word, so that no call gets in between the question whether the owner is free and its answer.
    private int _state;

    /// <summary>
    /// Takes the owner for one call, before anything is looked at or changed; the result gives it back. Whatever touches memory of the
    /// owner does so, since another call may free that, and since what is taken is not collected.
    /// </summary>
    /// <exception cref="InvalidOperationException">The owner is at work for another caller.</exception>
    /// <exception cref="ObjectDisposedException">The owner was disposed of.</exception>
    public Use Enter() => Interlocked.CompareExchange(ref _state, InUse, Free) switch
    {
        Free => new Use(this),
        InUse => throw AtWork(),
        _ => throw new ObjectDisposedException(owner.GetType().FullName),
    };

    /// <summary>Lets nobody in any more.</summary>
    /// <returns>Whether it was open until now.</returns>
    /// <exception cref="InvalidOperationException">The owner is at work for another caller.</exception>
    public bool Close() => Interlocked.CompareExchange(ref _state, Closed, Free) switch
    {
        Free => true,
        InUse => throw AtWork(),
        _ => false,
    };

    private InvalidOperationException AtWork() =>
        new($"{name} is at work for another caller; one call at a time, or a network for each thread.");

    /// <summary>One call under way.</summary>
    internal readonly ref struct Use(Gate gate)
    {
        /// <summary>Ends the call, and lets the next one in.</summary>
        public void Dispose() => Volatile.Write(ref gate._state, Free);
    }
}
