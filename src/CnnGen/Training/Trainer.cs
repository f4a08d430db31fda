using System.Diagnostics;
using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>One call of <see cref="NetworkTraining.Fit"/>: its data, its buffers, its loop. Arguments have been checked.</summary>
internal sealed class Trainer : IDisposable
{
    private const int ValidationBatchSize = 256;

    private readonly INetwork _network;
    private readonly ImageDataset _train;
    private readonly ImageDataset? _validation;
    private readonly FitOptions _options;
    private readonly int _batchSize;
    private readonly int _batches;
    private readonly float[] _validationOutputs;

    // Without it batches are read where they lie.
    private readonly BatchFeeder? _feeder;

    public Trainer(INetwork network, ImageDataset train, ImageDataset? validation, FitOptions options)
    {
        (_network, _train, _validation, _options) = (network, train, validation, options);
        _validationOutputs = new float[Math.Min(ValidationBatchSize, validation?.Count ?? 0) * network.Info.OutputSize];
        _batchSize = Math.Min(options.BatchSize, train.Count);
        _batches = (train.Count + _batchSize - 1) / _batchSize;
        if (options.Shuffle || options.Augmentation.Count > 0)
            _feeder = new BatchFeeder(new BatchMaker(train, _batchSize, options), options.Epochs);
    }

    /// <summary>Ends the thread that makes the batches.</summary>
    public void Dispose() => _feeder?.Dispose();

    public History Run()
    {
        var epochs = new List<EpochResult>(_options.Epochs);
        var cancelled = false;
        for (var epoch = 1; epoch <= _options.Epochs && !cancelled; epoch++)
        {
            cancelled = _options.CancellationToken.IsCancellationRequested;
            if (cancelled)
                break;
            foreach (var callback in _options.Callbacks)
                callback.OnEpochBegin(new EpochStart(epoch, _options.Epochs, _batches, _train.Count));
            var result = RunEpoch(epoch, out cancelled);
            epochs.Add(result);
            if (!cancelled)
                foreach (var callback in _options.Callbacks)
                    callback.OnEpochEnd(result);
        }

        var history = new History(epochs, cancelled);
        foreach (var callback in _options.Callbacks)
            callback.OnTrainEnd(history);
        return history;
    }

    // At least one batch is trained on. Cancelled is an epoch that did not come to the end of its validation.
    private EpochResult RunEpoch(int epoch, out bool cancelled)
    {
        var start = Stopwatch.GetTimestamp();
        var (loss, correct, done) = (0.0, 0L, 0);
        do
        {
            var batch = TrainBatch(done, Math.Min(_batchSize, _train.Count - done));
            loss += batch.Loss * batch.Count;
            correct += batch.Correct;
            done += batch.Count;
            Report(epoch, done, loss / done, (double)correct / done, Stopwatch.GetElapsedTime(start));
        }
        while (done < _train.Count && !_options.CancellationToken.IsCancellationRequested);
        var trainingSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        EvaluationResult? validation = null;
        cancelled = done < _train.Count;
        if (_validation is not null && !cancelled)
        {
            validation = NetworkTraining.Evaluate(_network, _validation, _validationOutputs, _options.CancellationToken);
            cancelled = validation is null;
        }
        return new EpochResult(
            epoch,
            done,
            loss / done,
            (double)correct / done,
            validation?.Loss,
            validation?.Accuracy,
            Stopwatch.GetElapsedTime(start).TotalSeconds,
            done / trainingSeconds);
    }

    private BatchResult TrainBatch(int start, int count)
    {
        if (_feeder is not null)
            return _feeder.Next().Train(_network, _options.Optimizer);
        var size = _train.ImageSize;
        var labels = _train.Labels.Slice(start, count);
        return _train.HasBytes
            ? _network.TrainBatch(_train.Bytes.Slice(start * size, count * size), labels, _options.Optimizer)
            : _network.TrainBatch(_train.Floats.Slice(start * size, count * size), labels, _options.Optimizer);
    }

    private void Report(int epoch, int done, double loss, double accuracy, TimeSpan elapsed)
    {
        // By index: enumerating an interface allocates.
        for (var i = 0; i < _options.Callbacks.Count; i++)
        {
            var left = elapsed * ((double)(_train.Count - done) / done);
            var ofOtherEpochs = elapsed * ((double)_train.Count / done * (_options.Epochs - epoch));
            _options.Callbacks[i].OnBatchEnd(new BatchProgress(
                epoch,
                _options.Epochs,
                (done + _batchSize - 1) / _batchSize,
                _batches,
                done,
                _train.Count,
                loss,
                accuracy,
                done / elapsed.TotalSeconds,
                left,
                left + ofOtherEpochs));
        }
    }
}
