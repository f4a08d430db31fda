using System.Diagnostics;

namespace CnnGen.AspNetCore;

/// <summary>A request that waits for a predictor. It is taken by one of them, or given up by its caller, whatever comes first.</summary>
internal sealed class PendingPrediction : TaskCompletionSource
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private CancellationTokenRegistration _cancellation;

    /// <param name="images">What is predicted.</param>
    public PendingPrediction(Images images)
        : base(TaskCreationOptions.RunContinuationsAsynchronously) =>
        (Images, Place) = (images, new LinkedListNode<PendingPrediction>(this));

    /// <summary>What is predicted.</summary>
    public Images Images { get; }

    /// <summary>Its place among those that wait; in no list once it is taken or given up.</summary>
    public LinkedListNode<PendingPrediction> Place { get; }

    /// <summary>How long it has been waiting.</summary>
    public TimeSpan Waited => Stopwatch.GetElapsedTime(_start);

    /// <summary>Lets the caller give up as long as nobody has taken it; it has its place already.</summary>
    /// <param name="cancellation">Says when.</param>
    /// <param name="service">Lets it wait.</param>
    public void GiveUpOn(CancellationToken cancellation, PredictionService service) => _cancellation = cancellation.UnsafeRegister(
        (_, token) =>
        {
            if (service.TryGiveUp(this))
                SetCanceled(token);
        },
        null);

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
