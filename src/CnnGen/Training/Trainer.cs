using System.Diagnostics;
using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>One call of <see cref="NetworkTraining.Fit"/>: its data, its buffers, its loop. Arguments have been checked.</summary>
internal sealed class Trainer
{
    private const int ValidationBatchSize = 256;

    private readonly INetwork _network;
    private readonly ImageDataset _train;
    private readonly ImageDataset? _validation;
    private readonly FitOptions _options;
    private readonly int _batchSize;
    private readonly int _batches;

    // Room for one batch in a shuffled order; in the given order batches are read where they lie.
    private readonly int[] _order;
    private readonly int[] _labels;
    private readonly byte[] _bytes;
    private readonly float[] _floats;
    private readonly float[] _validationOutputs;

    public Trainer(INetwork network, ImageDataset train, ImageDataset? validation, FitOptions options)
    {
        (_network, _train, _validation, _options) = (network, train, validation, options);
        _batchSize = Math.Min(options.BatchSize, train.Count);
        _batches = (train.Count + _batchSize - 1) / _batchSize;
        var gathered = options.Shuffle ? _batchSize : 0;
        _order = new int[options.Shuffle ? train.Count : 0];
        _labels = new int[gathered];
        _bytes = new byte[train.HasBytes ? gathered * train.ImageSize : 0];
        _floats = new float[train.HasBytes ? 0 : gathered * train.ImageSize];
        _validationOutputs = new float[Math.Min(ValidationBatchSize, validation?.Count ?? 0) * network.Info.OutputSize];
    }

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
        if (_options.Shuffle)
            Shuffling.Fill(_order, _options.Seed, epoch);
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
        var size = _train.ImageSize;
        if (!_options.Shuffle)
        {
            var inOrder = _train.Labels.Slice(start, count);
            return _train.HasBytes
                ? _network.TrainBatch(_train.Bytes.Slice(start * size, count * size), inOrder, _options.Optimizer)
                : _network.TrainBatch(_train.Floats.Slice(start * size, count * size), inOrder, _options.Optimizer);
        }

        var labels = _labels.AsSpan(0, count);
        for (var i = 0; i < count; i++)
            labels[i] = _train.Labels[_order[start + i]];
        if (_train.HasBytes)
        {
            Gather(_train.Bytes, _bytes, start, count);
            return _network.TrainBatch(_bytes.AsSpan(0, count * size), labels, _options.Optimizer);
        }
        Gather(_train.Floats, _floats, start, count);
        return _network.TrainBatch(_floats.AsSpan(0, count * size), labels, _options.Optimizer);
    }

    private void Gather<T>(ReadOnlySpan<T> images, Span<T> batch, int start, int count)
    {
        var size = _train.ImageSize;
        for (var i = 0; i < count; i++)
            images.Slice(_order[start + i] * size, size).CopyTo(batch[(i * size)..]);
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
