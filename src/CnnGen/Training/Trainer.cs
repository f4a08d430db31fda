using System.Runtime.ExceptionServices;
using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>One call of <see cref="NetworkTraining.Fit"/>: its data, its buffers, its loop. Arguments have been checked.</summary>
internal sealed class Trainer : IDisposable
{
    private readonly INetwork _network;
    private readonly Loss _loss;
    private readonly MetricSet _metrics;
    private readonly IImageSource _train;
    private readonly FitOptions _options;
    private readonly ITrainingCallback[] _callbacks;
    private readonly TimedCluster? _cluster;
    private readonly ShardPlan _shards;
    private readonly ProcessAgreement _processes;
    private readonly BatchStream _feed;
    private readonly int _batches;
    private readonly List<EpochResult> _epochs = [];

    // Its room is there before the first step, so that the lack of it costs no epoch.
    private readonly Evaluator? _validation;

    // The epoch under way; null between two.
    private EpochTally? _tally;
    private TrainingStep? _firstNonFinite;

    // What callbacks know of it.
    private readonly TrainingContext _context;
    private readonly TrainingTelemetry _telemetry;

    // Null where none are wanted; and what was read of one, until training goes on from it.
    private readonly FitCheckpoints? _checkpoints;
    private TrainingState? _restored;

    public Trainer(INetwork network, Loss loss, BatchPlan train, BatchPlan? validation, FitOptions options)
    {
        (_network, _loss, _train, _options) = (network, loss, train.Data, options);
        _cluster = options.Cluster is { } cluster ? new TimedCluster(cluster) : null;
        _shards = new ShardPlan(options.Shards, _cluster);
        _processes = new ProcessAgreement(_shards);
        _metrics = new MetricSet(options.Metrics, loss, network.Info);
        ITrainingCallback[] callbacks =
            options.Progress is { } progress && _shards.Rank == 0 ? [progress.Begin(), .. options.Callbacks] : [.. options.Callbacks];
        _callbacks = Array.FindAll(callbacks, callback => _shards.Rank == 0 || !callback.IsForOneProcess);
        if (validation is not null)
            _validation = new Evaluator(network, loss, _metrics, validation, options.Cluster);
        _context = new TrainingContext(network, options.Optimizer, _metrics.All.ToArray(), _validation is not null);
        _batches = train.Batches;
        _feed = BatchStream.Of(train);
        if (options.Checkpoint is not null)
        {
            _checkpoints = new FitCheckpoints(network, loss, _metrics, _train, validation?.Data, _batches, options);
            if ((_restored = _checkpoints.Read(_context)) is not null)
            {
                (_epochs, _firstNonFinite) = HistoryState.Restore(_restored, _metrics.Names);
                _tally = _checkpoints.RestoreEpoch(_restored, _epochs.Count + 1);
            }
        }

        if (options.Cluster is not null)
        {
            var definition = new FitDefinition(loss, _metrics, _train, validation?.Data, options);
            _processes.Check(network, definition, options, _context.ResumedFrom?.Step ?? 0);
        }

        _telemetry = new TrainingTelemetry(network, loss, _train.Count, options);
    }

    /// <summary>Ends the threads that make the batches.</summary>
    public void Dispose()
    {
        _telemetry.Dispose();
        _feed.Dispose();
    }

    /// <summary>Trains. Whatever ends it, callbacks hear of its end, and an exception that leaves carries the history.</summary>
    public History Run()
    {
        var cancelled = false;
        ExceptionDispatchInfo? error = null;
        try
        {
            _feed.Begin(_options.Epochs, _epochs.Count + 1, _tally?.Batches ?? 0);
            foreach (var callback in _callbacks)
                callback.OnTrainBegin(_context);
            if (_restored is not null)
                _checkpoints!.RestoreCallbacks(_restored);
            _restored = null;
            cancelled = RunEpochs();
            if (_options.Optimizer.UseEma)
                (_network as IAveragedWeights)?.TakeAverages(_options.Optimizer);
        }
        catch (Exception e)
        {
            error = ExceptionDispatchInfo.Capture(e);
            if (_tally is { Images: > 0 })
            {
                _tally.CloseAsFarAsCanBe();
                Keep(_tally, validation: null);
            }
        }

        var history = new History(_metrics.Names, _epochs, cancelled, _firstNonFinite, error?.SourceException)
        {
            StopReason = _context.StopReason,
            ResumedFrom = _context.ResumedFrom,
        };
        _telemetry.End(history);
        foreach (var callback in _callbacks)
        {
            try
            {
                callback.OnTrainEnd(history);
            }
            catch (Exception e)
            {
                error ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        if (error is not null)
        {
            history.GoWith(error.SourceException);
            error.Throw();
        }

        return history;
    }

    /// <summary>Runs all epochs; tells whether training was cancelled before their end.</summary>
    private bool RunEpochs()
    {
        for (var epoch = _epochs.Count + 1; epoch <= _options.Epochs && _context.StopReason is null; epoch++)
        {
            if (IsCancelled())
            {
                if (_epochs.Count > 0 && _tally is null)
                    _checkpoints?.Write(Capture());
                return true;
            }

            _telemetry.BeginEpoch(epoch);
            foreach (var callback in _callbacks)
            {
                callback.OnEpochBegin(
                    new EpochStart(epoch, _options.Epochs, _batches, _train.Count) { BatchesDone = _tally?.Batches ?? 0 });
            }

            if (!RunEpoch(epoch))
                return _context.StopReason is null;
            foreach (var callback in _callbacks)
                callback.OnEpochEnd(_epochs[^1]);
            if (_checkpoints?.IsDueAfter(epoch, isLast: epoch == _options.Epochs || _context.StopReason is not null) ?? false)
                _checkpoints.Write(Capture());
        }

        return false;
    }

    /// <summary>
    /// Trains on at least one batch, unless all were done before. Tells whether the epoch came to the end of its validation, rather than to
    /// be cancelled.
    /// </summary>
    private bool RunEpoch(int epoch)
    {
        if (_tally is null)
        {
            _metrics.Reset();
            _tally = new EpochTally(epoch, _metrics);
        }

        var tally = _tally;
        _cluster?.Begin();
        while (tally.Images < _train.Count)
        {
            var began = TrainingTelemetry.BeginStep();
            var batch = TrainBatch();
            _telemetry.EndStep(began, batch);
            tally.Add(batch);
            if (batch.NonFinite > 0)
                _firstNonFinite ??= new TrainingStep(epoch, tally.Batches);
            if (_callbacks.Length > 0)
                Report(tally.Progress(_options.Epochs, _batches, _train.Count));
            if (IsCancelled() || _context.StopReason is not null)
                break;
            if (_checkpoints?.IsDueWithin(_epochs.Count, tally) ?? false)
                _checkpoints.Write(Capture());
        }

        var straggler = _cluster?.FindStraggler();
        // Now: a validation uses the same metrics, and may be cancelled, which alone asks for it.
        var position = _context.StopReason is null && _options.CancellationToken.CanBeCanceled ? Capture() : null;
        tally.Close();
        var isWhole = tally.Images == _train.Count;
        var validation = isWhole && _validation is not null ? Validate(_validation) : null;
        var isDone = isWhole && (_validation is null || validation is not null);
        if (!isDone)
            _checkpoints?.Write(position);
        Keep(tally, validation, straggler);
        return isDone;
    }

    /// <summary>Whether this process, or another of the cluster, is asked to end; all of them ask at the same time.</summary>
    private bool IsCancelled() => _processes.Any(_options.CancellationToken.IsCancellationRequested);

    /// <summary>Where training stands, for a checkpoint; null where there are to be none.</summary>
    private TrainingState? Capture() => _checkpoints?.Capture(_context, _epochs, _firstNonFinite, _tally);

    /// <summary>Evaluates on the validation images; null where it was cancelled.</summary>
    private EvaluationResult? Validate(Evaluator validation)
    {
        foreach (var callback in _callbacks)
            callback.OnValidationBegin();
        var result = validation.Run(_options.CancellationToken);
        foreach (var callback in _callbacks)
            callback.OnValidationEnd();
        return result;
    }

    /// <summary>Adds an epoch, closed, to those that are done.</summary>
    private void Keep(EpochTally tally, EvaluationResult? validation, Straggler? straggler = null)
    {
        _epochs.Add(tally.Result(validation) with { Straggler = straggler });
        _telemetry.EndEpoch(_epochs[^1]);
        _tally = null;
    }

    private BatchResult TrainBatch()
    {
        var batch = _feed.Next();
        if (_shards.Shards > 1)
            return ((IShardedTraining)_network).TrainShards(batch, _loss, _options.Optimizer, _metrics.All, _shards);
        return batch.HasBytes
            ? _network.TrainBatch(batch.Bytes, batch.Targets, _loss, _options.Optimizer, _metrics.All)
            : _network.TrainBatch(batch.Floats, batch.Targets, _loss, _options.Optimizer, _metrics.All);
    }

    private void Report(BatchProgress progress)
    {
        foreach (var callback in _callbacks)
            callback.OnBatchEnd(progress);
    }
}
