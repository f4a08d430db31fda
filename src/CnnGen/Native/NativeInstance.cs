using CnnGen.Training;

namespace CnnGen.Runtime;

/// <summary>A network that C created, and what belongs to it.</summary>
/// <param name="owner">The exports that created it; those of another network refuse it.</param>
/// <param name="network">The network.</param>
internal sealed class NativeInstance(NativeNetwork owner, CompiledNetwork network)
{
    private int _inUse;
    private bool _isDestroyed;

    /// <summary>The exports that created it.</summary>
    public NativeNetwork Owner { get; } = owner;

    /// <summary>The network.</summary>
    public CompiledNetwork Network { get; } = network;

    /// <summary>With Keras' defaults; each training step sets the learning rate.</summary>
    public Nadam Optimizer { get; } = new();

    /// <summary>Claims the network for one call; the result gives it back.</summary>
    /// <exception cref="NativeCallException">Another thread is using it, or has destroyed it.</exception>
    public Use Enter()
    {
        if (Interlocked.Exchange(ref _inUse, 1) == 0)
            return new Use(this);
        throw Volatile.Read(ref _isDestroyed)
            ? new NativeCallException(NativeStatus.InvalidHandle, "The network was destroyed by another thread.")
            : new NativeCallException(
                NativeStatus.Busy, "The network is at work for another thread: one call at a time, or a network for each thread.");
    }

    /// <summary>Frees the network and keeps the claim for ever, so that a call that had found it just before does not get in.</summary>
    /// <exception cref="NativeCallException">Another thread is using it, or has destroyed it.</exception>
    public void Destroy()
    {
        _ = Enter();
        Volatile.Write(ref _isDestroyed, true);
        Network.Dispose();
    }

    /// <summary>One call under way.</summary>
    public readonly ref struct Use(NativeInstance instance)
    {
        /// <summary>The network.</summary>
        public CompiledNetwork Network => instance.Network;

        /// <summary>Its optimizer.</summary>
        public Nadam Optimizer => instance.Optimizer;

        /// <summary>Gives the network back.</summary>
        public void Dispose() => Volatile.Write(ref instance._inUse, 0);
    }
}
