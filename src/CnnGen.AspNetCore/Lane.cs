using System.Diagnostics;

namespace CnnGen.AspNetCore;

/// <summary>A predictor and the requests that it is at.</summary>
/// <param name="service">Gives it requests.</param>
/// <param name="predictor">Predicts.</param>
internal sealed class Lane(PredictionService service, Predictor predictor) : IThreadPoolWorkItem, IDisposable
{
    /// <summary>The requests that it has taken.</summary>
    public Batch Batch { get; } = new(predictor.Info);

    /// <summary>Predicts on the calling thread.</summary>
    /// <param name="images">The images.</param>
    public void Predict(in Images images)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            images.PredictBy(predictor);
            service.OnPredicted(images.Count, requests: 1, Stopwatch.GetElapsedTime(start));
        }
        finally
        {
            service.GiveBack(this);
        }
    }

    /// <summary>
    /// Predicts what waits. It is one batch, and not all there is: the thread is the server's, and other work of it is in turn then.
    /// </summary>
    public void Execute()
    {
        if (!service.TryFill(this))
            return;
        foreach (var request in Batch.Requests)
            service.OnTaken(request.Waited);
        var start = Stopwatch.GetTimestamp();
        Exception? error = null;
        try
        {
            Batch.PredictBy(predictor);
            service.OnPredicted(Batch.Count, Batch.Requests.Count, Stopwatch.GetElapsedTime(start));
        }
        catch (Exception e)
        {
            // It is theirs who asked.
            error = e;
        }

        Batch.End(error);
        service.GiveBack(this);
    }

    /// <inheritdoc/>
    public void Dispose() => predictor.Dispose();
}
