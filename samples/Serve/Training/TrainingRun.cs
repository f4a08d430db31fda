using System.Net.ServerSentEvents;
using CnnGen.Data;
using CnnGen.Training;
using ServeSample.Endpoints;

namespace ServeSample.Training;

/// <summary>A network that learns in the background, one at a time; the network that answers is another one.</summary>
internal sealed class TrainingRun : IDisposable
{
    private const int BatchSize = 64;
    private const double LearningRate = 0.002;
    private const int MaxPoints = 600;

    private readonly ServeOptions _options;
    private readonly NetworkView _served;
    private readonly EventHub _events = new();
    private readonly CancellationToken _ending;
    private readonly Lock _lock = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly List<BatchPoint> _points = [];
    private readonly List<EpochPoint> _results = [];
    private CancellationTokenSource? _cancellation;
    private Thread? _thread;
    private string _state;
    private string _message = "";
    private int _epochs;
    private int _seed;
    private int _stride = 1;
    private int _count;
    private bool _serves;
    private BatchPoint? _last;
    private FiltersAnswer? _filters;
    private (TaskCompletionSource<string> Done, bool Serves)? _checkpoint;

    /// <param name="options">What the command line sets.</param>
    /// <param name="served">The network that answers, which may get the weights.</param>
    /// <param name="lifetime">Ends the training with the program.</param>
    public TrainingRun(ServeOptions options, NetworkView served, IHostApplicationLifetime lifetime)
    {
        (_options, _served, _ending) = (options, served, lifetime.ApplicationStopping);
        _state = options.Trains ? "idle" : "off";
    }

    /// <summary>Where it stands.</summary>
    public TrainingAnswer Answer
    {
        get
        {
            lock (_lock)
                return new(_state, _message, _epochs, _last, [.. _points], [.. _results]);
        }
    }

    /// <summary>What happens from now on, until it is cancelled or the program ends; where it stands comes first.</summary>
    /// <param name="cancellation">Whether the listener has gone.</param>
    public async IAsyncEnumerable<SseItem<string>> Listen(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _ending);
        await foreach (var item in _events.ListenAsync(Begin, either.Token))
            yield return item;
    }

    /// <summary>Begins anew.</summary>
    /// <param name="epochs">How often it goes through the images.</param>
    /// <param name="serves">Whether the network that answers gets the weights after each epoch.</param>
    /// <exception cref="RequestException">One is under way.</exception>
    public void Start(int epochs, bool serves)
    {
        lock (_lock)
        {
            RefuseIfOff();
            if (_state is "loading" or "running" or "paused" or "stopping")
                throw new RequestException(409, "A training is under way: stop it first.");
            _cancellation?.Dispose();
            _cancellation = CancellationTokenSource.CreateLinkedTokenSource(_ending);
            (_epochs, _serves, _last, _stride, _count) = (epochs, serves, null, 1, 0);
            _points.Clear();
            _results.Clear();
            (_state, _message) = ("loading", "Reading the images");
            var token = _cancellation.Token;
            _thread = new Thread(() => Run(token)) { IsBackground = true, Name = "Training" };
            _thread.Start();
        }

        Tell();
    }

    /// <summary>Holds it up after the batch that is under way.</summary>
    /// <exception cref="RequestException">It does not run.</exception>
    public void Pause() => Change("running", "paused");

    /// <summary>Lets it go on.</summary>
    /// <exception cref="RequestException">It is not paused.</exception>
    public void Resume() => Change("paused", "running");

    /// <summary>Ends it after the batch that is under way.</summary>
    /// <exception cref="RequestException">There is none.</exception>
    public void Stop()
    {
        lock (_lock)
        {
            Expect("under way", _state is "loading" or "running" or "paused", "start it first");
            _state = "stopping";
            _cancellation!.Cancel();
            _wake.Set();
        }

        Tell();
    }

    /// <summary>Saves the weights as they are after the batch that is under way.</summary>
    /// <param name="serves">Whether the network that answers gets them.</param>
    /// <returns>Where they were saved.</returns>
    /// <exception cref="RequestException">There is no training.</exception>
    public Task<string> CheckpointAsync(bool serves)
    {
        lock (_lock)
        {
            Expect("under way", _state is "running" or "paused", "start it first");
            // Whoever asks before it is made gets the same one.
            var done = _checkpoint?.Done ?? new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _checkpoint = (done, serves || _checkpoint is { Serves: true });
            _wake.Set();
            return done.Task;
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        lock (_lock)
            _cancellation?.Cancel();
        _wake.Set();
        _thread?.Join(TimeSpan.FromSeconds(10));
        _cancellation?.Dispose();
        _wake.Dispose();
    }

    /// <summary>Keeps a point, and tells of it.</summary>
    /// <param name="point">What some batches brought.</param>
    internal void Add(BatchPoint point)
    {
        lock (_lock)
        {
            _last = point;
            if (_count++ % _stride == 0)
                _points.Add(point);
            if (_points.Count > MaxPoints)
            {
                // Every second one stays, from the first on.
                for (var i = 1; i < _points.Count; i++)
                    _points.RemoveAt(i);
                _stride *= 2;
            }
        }

        _events.Publish("batch", point, Answers.Default.BatchPoint);
    }

    /// <summary>Keeps an epoch, tells of it, and gives the weights on where that was asked for.</summary>
    /// <param name="network">What learns.</param>
    /// <param name="point">What the epoch brought.</param>
    internal void Add(ClothesCnn network, EpochPoint point)
    {
        lock (_lock)
            _results.Add(point);
        _events.Publish("epoch", point, Answers.Default.EpochPoint);
        ShowFilters(network);
        if (_serves)
            Save(network, serves: true);
    }

    /// <summary>Shows the filters as they are.</summary>
    /// <param name="network">What learns.</param>
    internal void ShowFilters(ClothesCnn network)
    {
        var filters = ModelEndpoints.FiltersOf(network, null);
        lock (_lock)
            _filters = filters;
        _events.Publish("filters", filters, Answers.Default.FiltersAnswer);
    }

    /// <summary>Between two batches: saves where that was asked for, and waits while it is paused.</summary>
    /// <param name="network">What learns.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal void Rest(ClothesCnn network, CancellationToken cancellation)
    {
        while (true)
        {
            (TaskCompletionSource<string> Done, bool Serves)? asked;
            bool paused;
            lock (_lock)
            {
                (asked, _checkpoint) = (_checkpoint, null);
                paused = _state == "paused";
            }

            if (asked is { } checkpoint)
                Save(network, checkpoint.Serves, checkpoint.Done);
            else if (!paused || cancellation.IsCancellationRequested)
                return;
            else
                WaitHandle.WaitAny([_wake, cancellation.WaitHandle]);
        }
    }

    /// <summary>What who begins to listen is told.</summary>
    private List<SseItem<string>> Begin()
    {
        List<SseItem<string>> items = [EventHub.ToItem("state", Answer, Answers.Default.TrainingAnswer)];
        lock (_lock)
        {
            if (_filters is { } filters)
                items.Add(EventHub.ToItem("filters", filters, Answers.Default.FiltersAnswer));
        }

        return items;
    }

    private void Run(CancellationToken cancellation)
    {
        var (state, message) = ("done", "");
        try
        {
            var data = FashionMnist.Load(new FashionMnistOptions
            {
                Folder = _options.Data,
                SubsetFolder = Path.Combine(AppContext.BaseDirectory, "data"),
                CancellationToken = cancellation,
            });
            var validation = data.Train.Count / 12;
            var count = Math.Min(_options.Limit ?? int.MaxValue, data.Train.Count - validation);
            var train = data.Train.Slice(0, count);
            // One processor is left to who looks on.
            using var network = new ClothesCnn(++_seed) { Threads = Math.Max(1, Environment.ProcessorCount - 1) };
            network.Adapt(train);
            SetState("loading", "running", data.Source);
            var history = Learn(network, train, data.Train.Slice(data.Train.Count - validation, validation), cancellation);
            if (cancellation.IsCancellationRequested)
                (state, message) = ("stopped", $"Stopped after {history.Epochs.Count} whole epochs.");
            else
                Save(network, _serves);
        }
        catch (OperationCanceledException)
        {
            (state, message) = ("stopped", "Stopped before it began.");
        }
        catch (Exception error)
        {
            // Whatever it is, it is the training's end and not the program's.
            (state, message) = ("failed", error.Message);
        }

        lock (_lock)
        {
            _state = state;
            _message = message.Length > 0 ? message : _message;
            _checkpoint?.Done.TrySetException(new RequestException(409, "The training has ended."));
            _checkpoint = null;
        }

        Tell();
    }

    private History Learn(ClothesCnn network, ImageDataset train, ImageDataset validation, CancellationToken cancellation)
    {
        var steps = (long)_epochs * ((train.Count + BatchSize - 1) / BatchSize);
        return network.Fit(train, new FitOptions
        {
            Epochs = _epochs,
            BatchSize = BatchSize,
            Optimizer = new Adam(LearningRate) { WeightDecay = 0.1, Schedule = new PolynomialDecay(LearningRate, steps, 0) },
            Validation = validation,
            Seed = (ulong)_seed,
            Augmentation =
                [new RandomFlip(FlipMode.Horizontal), new RandomTranslation(1.0 / 14, 1.0 / 14) { FillMode = FillMode.Constant }],
            Callbacks = [new TrainingReporter(this, network, cancellation)],
            CancellationToken = cancellation,
        });
    }

    private void Save(ClothesCnn network, bool serves, TaskCompletionSource<string>? done = null)
    {
        try
        {
            var path = Path.GetFullPath(_options.Out);
            network.Save(path);
            if (serves)
                _served.Replace(network);
            lock (_lock)
                _message = $"Saved {_options.Out}{(serves ? "; the page answers with these weights" : "")}";
            done?.TrySetResult(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            lock (_lock)
                _message = error.Message;
            done?.TrySetException(new RequestException(500, error.Message));
        }

        Tell();
    }

    private void Change(string from, string to)
    {
        lock (_lock)
        {
            Expect(from, _state == from, "see its state at GET /training");
            _state = to;
            _wake.Set();
        }

        Tell();
    }

    private void SetState(string from, string to, string message)
    {
        lock (_lock)
            (_state, _message) = (_state == from ? to : _state, message);
        Tell();
    }

    private void Tell() => _events.Publish("state", Answer, Answers.Default.TrainingAnswer);

    private void Expect(string expected, bool isSo, string hint)
    {
        RefuseIfOff();
        if (!isSo)
            throw new RequestException(409, $"The training is not {expected} but {_state}: {hint}.");
    }

    private void RefuseIfOff()
    {
        if (_state == "off")
            throw new RequestException(404, "This program does not train: start it with --train.");
    }
}
