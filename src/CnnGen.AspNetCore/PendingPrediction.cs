using System.Diagnostics;

namespace CnnGen.AspNetCore;

/// <summary>A request that waits for a predictor. It is taken by one of them, or given up by its caller, whatever comes first.</summary>
/// <param name="images">What is predicted.</param>
internal sealed class PendingPrediction(Images images) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private CancellationTokenRegistration _cancellation;
    private int _isTaken;

    /// <summary>What is predicted.</summary>
    public Images Images { get; } = images;

    /// <summary>How long it has been waiting.</summary>
    public TimeSpan Waited => Stopwatch.GetElapsedTime(_start);

    /// <summary>Lets the caller give up as long as nobody has taken it.</summary>
    /// <param name="cancellation">Says when.</param>
    public void GiveUpOn(CancellationToken cancellation) => _cancellation = cancellation.UnsafeRegister(
        static (pending, token) =>
        {
            if (((PendingPrediction)pending!).TryTake())
                ((PendingPrediction)pending).SetCanceled(token);
        },
        this);

    /// <summary>Takes it.</summary>
    /// <returns>Whether nobody had.</returns>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Ends it: its caller goes on.</summary>
    /// <param name="error">What went wrong; null where nothing did.</param>
    public void End(Exception? error)
    {
        _cancellation.Unregister();
        if (error is null)
            SetResult();
        else
            SetException(error);
    }
}
