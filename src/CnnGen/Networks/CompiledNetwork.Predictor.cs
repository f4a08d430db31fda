namespace CnnGen;

/// <content>What predicts beside it.</content>
public abstract unsafe partial class CompiledNetwork
{
    /// <summary>
    /// Makes what predicts with the weights of this network, for a caller of its own: as many as there are callers, each with memory for
    /// its images alone. Predictors do not wait for one another. A call of the network waits for predictions under way, and they for it,
    /// so that each is made with the weights of before or after that call.
    /// </summary>
    /// <param name="threads">
    /// Threads that share the work of one of its calls, the calling one included. With 1, the default, the calling thread does all.
    /// </param>
    /// <returns>To be disposed of before the network is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="threads"/> is below 1, or above <see cref="Runtime.WorkerTeam.MaxThreads"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">A call of the network under way is this thread's own.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public Predictor CreatePredictor(int threads = 1)
    {
        using var reading = Gate.Read();
        return new Predictor(this, _context, threads);
    }
}
