using System.Diagnostics.Metrics;

namespace CnnGen.AspNetCore;

/// <summary>
/// Predicts for any number of callers at once, with one set of weights. A request that finds a predictor idle is predicted at once, on its
/// own thread; those that find all at work wait, and are predicted together by the next that is through.
/// </summary>
/// <remarks>
/// Every answer has the bits that the network gives for the same images by themselves, whatever they were predicted with. It tells of
/// itself by the meter <see cref="MeterName"/>. <c>AddCnnGen</c> makes one for a server; it works as well without.
/// </remarks>
public class PredictionService : IDisposable
{
    /// <summary>The meter, for OpenTelemetry: <c>metrics.AddMeter(PredictionService.MeterName)</c>.</summary>
    public const string MeterName = "CnnGen";

    /// <summary>How much the last prediction says of what an image takes.</summary>
    private const double Weight = 0.1;

    private readonly PredictionOptions _options;
    // Asked alone what fits; it is one of the lanes'.
    private readonly Predictor _checks;
    private readonly PredictionMetrics _metrics;
    // All below is looked at and changed under it: a request waits only while no lane is idle.
    private readonly Lock _lock = new();
    private readonly LinkedList<PendingPrediction> _waiting = new();
    private readonly Stack<Lane> _idle = new();
    private double _secondsPerImage;
    private bool _isDisposed;

    /// <summary>Makes the predictors. They take their memory when they first predict.</summary>
    /// <param name="network">
    /// Whose weights are served. Its own calls can go on: predictions wait for a training step, or weights that are loaded, to be through.
    /// It is to be disposed of after this.
    /// </param>
    /// <param name="options">How to predict; the defaults when null. They are read once.</param>
    /// <param name="meters">Makes the meter.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The network is at work for another caller.</exception>
    public PredictionService(CompiledNetwork network, PredictionOptions? options = null, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        _options = options ?? new PredictionOptions();
        _options.Check();
        Info = network.Info;
        _checks = network.CreatePredictor();
        _idle.Push(new Lane(this, _checks));
        for (var i = 1; i < _options.Predictors; i++)
            _idle.Push(new Lane(this, network.CreatePredictor()));
        _metrics = new PredictionMetrics(Info.Name, meters, () => WaitingRequests);
    }

    /// <summary>The network that predicts.</summary>
    public NetworkInfo Info { get; }

    /// <summary>Requests that wait for a predictor at present.</summary>
    public int WaitingRequests
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>Predictors that have nothing to do at present.</summary>
    public int IdlePredictors
    {
        get
        {
            lock (_lock)
                return _idle.Count;
        }
    }

    /// <summary>Predicts any number of images.</summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> values. They must stay as they are until the task ends.</param>
    /// <param name="outputs">Room for n outputs of <see cref="NetworkInfo.OutputSize"/> values.</param>
    /// <param name="cancellation">Gives up as long as the request waits; one under way is finished.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    /// <exception cref="PredictionQueueFullException">Too many requests wait.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    /// <exception cref="ObjectDisposedException">This, or the network, was disposed of.</exception>
    public ValueTask PredictAsync(ReadOnlyMemory<float> images, Memory<float> outputs, CancellationToken cancellation = default) =>
        PredictAsync(new Images(_checks.Check(images.Length, outputs.Length, areBytes: false), images, default, outputs, []), cancellation);

    /// <summary>Predicts any number of images given as bytes (pixels 0 to 255).</summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> bytes. They must stay as they are until the task ends.</param>
    /// <param name="outputs">Room for n outputs of <see cref="NetworkInfo.OutputSize"/> values.</param>
    /// <param name="cancellation">Gives up as long as the request waits; one under way is finished.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    /// <exception cref="InvalidOperationException">The network does not begin with <c>[Normalization]</c> or
    /// <c>[Rescaling]</c>.</exception>
    /// <exception cref="PredictionQueueFullException">Too many requests wait.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    /// <exception cref="ObjectDisposedException">This, or the network, was disposed of.</exception>
    public ValueTask PredictAsync(ReadOnlyMemory<byte> images, Memory<float> outputs, CancellationToken cancellation = default) =>
        PredictAsync(new Images(_checks.Check(images.Length, outputs.Length, areBytes: true), default, images, outputs, []), cancellation);

    /// <summary>Predicts all outputs of a network with several.</summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> values. They must stay as they are until the task ends.</param>
    /// <param name="outputs">Room for n outputs of the last layer.</param>
    /// <param name="furtherOutputs">Room for n of each of <see cref="NetworkInfo.FurtherOutputs"/>, in their order.</param>
    /// <param name="cancellation">Gives up as long as the request waits; one under way is finished.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    /// <exception cref="PredictionQueueFullException">Too many requests wait.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    /// <exception cref="ObjectDisposedException">This, or the network, was disposed of.</exception>
    public ValueTask PredictAsync(
        ReadOnlyMemory<float> images, Memory<float> outputs, Memory<float>[] furtherOutputs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(furtherOutputs);
        var count = _checks.CheckAll(images.Length, outputs.Length, areBytes: false, furtherOutputs);
        return PredictAsync(new Images(count, images, default, outputs, furtherOutputs), cancellation);
    }

    /// <summary>As the overload for floats, for images as bytes.</summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> bytes. They must stay as they are until the task ends.</param>
    /// <param name="outputs">Room for n outputs of the last layer.</param>
    /// <param name="furtherOutputs">Room for n of each of <see cref="NetworkInfo.FurtherOutputs"/>, in their order.</param>
    /// <param name="cancellation">Gives up as long as the request waits; one under way is finished.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    /// <exception cref="InvalidOperationException">The network does not begin with <c>[Normalization]</c> or
    /// <c>[Rescaling]</c>.</exception>
    /// <exception cref="PredictionQueueFullException">Too many requests wait.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    /// <exception cref="ObjectDisposedException">This, or the network, was disposed of.</exception>
    public ValueTask PredictAsync(
        ReadOnlyMemory<byte> images, Memory<float> outputs, Memory<float>[] furtherOutputs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(furtherOutputs);
        var count = _checks.CheckAll(images.Length, outputs.Length, areBytes: true, furtherOutputs);
        return PredictAsync(new Images(count, default, images, outputs, furtherOutputs), cancellation);
    }

    /// <summary>
    /// Predicts an image of zeros by each idle predictor, so that no request is the first: memory is there, and code compiled.
    /// </summary>
    /// <exception cref="OutOfMemoryException">The machine has not got the memory.</exception>
    /// <exception cref="ObjectDisposedException">This, or the network, was disposed of.</exception>
    public void WarmUp()
    {
        Memory<float>[] further = [.. Info.FurtherOutputs.Select(output => new float[output.Size].AsMemory())];
        var images = new Images(1, new float[Info.InputSize], default, new float[Info.OutputSize], further);
        Lane[] lanes;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            lanes = [.. _idle];
            _idle.Clear();
        }

        var next = 0;
        try
        {
            while (next < lanes.Length)
                lanes[next++].Predict(in images);
        }
        finally
        {
            while (next < lanes.Length)
                GiveBack(lanes[next++]);
        }
    }

    /// <summary>Ends the predictors when they are through. Requests that wait get an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the predictors when they are through.</summary>
    /// <param name="disposing">Whether it was asked for, rather than found by the garbage collector.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            foreach (var request in _waiting)
                request.End(new ObjectDisposedException(GetType().FullName));
            _waiting.Clear();
        }

        for (var (left, wait) = (_options.Predictors, default(SpinWait)); left > 0; wait.SpinOnce())
        {
            lock (_lock)
            {
                for (; _idle.TryPop(out var lane); left--)
                    lane.Dispose();
            }
        }

        _metrics.Dispose();
    }

    /// <summary>Takes requests that wait, as many as go together; a lane that gets none is idle.</summary>
    /// <param name="lane">Receives them.</param>
    /// <returns>Whether it has any.</returns>
    internal bool TryFill(Lane lane)
    {
        lock (_lock)
        {
            while (_waiting.First is { Value: var next } && MayJoin(lane.Batch, next))
            {
                _waiting.RemoveFirst();
                lane.Batch.Add(next);
            }

            if (lane.Batch.Requests.Count > 0)
                return true;
            _idle.Push(lane);
            return false;
        }
    }

    /// <summary>Takes a request out of those that wait, since its caller gives it up: its place is free for another.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Whether it waited until now.</returns>
    internal bool TryGiveUp(PendingPrediction request)
    {
        lock (_lock)
        {
            if (request.Place.List is null)
                return false;
            _waiting.Remove(request.Place);
            return true;
        }
    }

    /// <summary>Takes a lane back that is through; where requests wait, it goes on with those.</summary>
    /// <param name="lane">The lane.</param>
    internal void GiveBack(Lane lane)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
                _idle.Push(lane);
            else
                ThreadPool.UnsafeQueueUserWorkItem(lane, preferLocal: false);
        }
    }

    /// <summary>Tells of a prediction.</summary>
    /// <param name="images">Its images.</param>
    /// <param name="requests">The requests that they came with.</param>
    /// <param name="duration">What it took.</param>
    internal void OnPredicted(int images, int requests, TimeSpan duration)
    {
        _metrics.OnPredicted(images, requests, duration);
        if (images == 0)
            return;
        var seconds = duration.TotalSeconds / images;
        lock (_lock)
            _secondsPerImage += (_secondsPerImage == 0 ? 1 : Weight) * (seconds - _secondsPerImage);
    }

    /// <summary>Tells that a request no longer waits.</summary>
    /// <param name="waited">How long it did.</param>
    internal void OnTaken(TimeSpan waited) => _metrics.OnTaken(waited);

    private ValueTask PredictAsync(in Images images, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Lane? lane;
        PendingPrediction? request = null;
        var isFull = false;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_idle.TryPop(out lane) && !(isFull = _waiting.Count >= _options.QueueLimit))
            {
                request = new PendingPrediction(images);
                _waiting.AddLast(request.Place);
                request.GiveUpOn(cancellation, this);
            }
        }

        if (isFull)
        {
            _metrics.OnRefused();
            throw new PredictionQueueFullException(
                $"{_options.QueueLimit} requests wait for a prediction of {Info.Name}, as many as may. Try again later.");
        }

        if (request is not null)
            return new ValueTask(request.Task);
        lane!.Predict(in images);
        return ValueTask.CompletedTask;
    }

    private bool MayJoin(Batch batch, PendingPrediction next)
    {
        if (batch.Requests.Count == 0)
            return true;
        // As many as the bound lets be predicted, by what one took lately.
        var most = Math.Min(_options.MaxBatch, _options.LatencyBound.TotalSeconds / _secondsPerImage);
        return batch.Count + next.Images.Count <= most && batch.Requests[0].Images.GoWith(next.Images);
    }
}
