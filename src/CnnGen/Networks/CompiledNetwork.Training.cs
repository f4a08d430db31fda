using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

public abstract unsafe partial class CompiledNetwork
{
    private Action<int, int>? _trainChunk;
    private Action<int, int>? _forwardChunk;
    private Action<int, int>? _backwardChunk;
    private Action<int, int>? _prepareBackward;
    private bool _backwardKernelsAreFresh;
    private bool _hasGradients;
    private bool _mayStep;
    private bool _forwardIsOfOtherWeights;
    private int _forwardCount;
    private ulong _step;

    /// <summary>The gradients of the last backward pass, while the network is taken.</summary>
    internal ReadOnlySpan<float> Gradients => !_hasGradients || _gradients is null
        ? throw new InvalidOperationException($"{Info.Name} has no gradients yet: call Forward and Backward, or TrainBatch, first.")
        : new(_gradients.Pointer, checked((int)_gradients.Length));

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> images, Span<float> outputs)
    {
        using var use = Enter();
        var count = CountImages(images.Length);
        CheckNotEmpty(count);
        CheckOutputs(outputs.Length, count, nameof(outputs));
        fixed (float* floats = images)
        fixed (float* results = outputs)
        {
            _pass = NewTrainingPass(count);
            _pass.Floats = floats;
            _pass.Outputs = results;
            RefreshForwardKernels();
            _chunk = MemoryPlan.ChunkOf(count, _threads, Info.Memory.TrainingChunk);
            Team.Run(_forwardChunk ??= ForwardChunk, MemoryPlan.ItemsOf(count, _chunk));
            _forwardCount = count;
        }
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<float> outputGradients)
    {
        using var use = Enter();
        CheckForward(outputGradients.Length);
        fixed (float* gradients = outputGradients)
        {
            // Gradients take the place of activations that nobody needs any more, so there is no second time.
            _forwardCount = 0;
            _pass.OutputGradients = gradients;
            // The number of threads may have changed since Forward, and with it the room they share.
            ReserveScratch();
            RefreshBackwardKernels();
            Team.Run(_backwardChunk ??= BackwardChunk, MemoryPlan.ItemsOf(_pass.Count, _chunk));
            RunWeightGradients(thenUpdate: false);
            (_hasGradients, _mayStep) = (true, true);
        }
    }

    /// <inheritdoc/>
    public void Step(Optimizer optimizer)
    {
        using var use = Enter();
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!_mayStep)
        {
            throw new InvalidOperationException(
                $"Step changes weights by the gradients of the last Backward, once; {Info.Name} has had none since the last Step,"
                + " TrainBatch or Forward.");
        }

        // The number of threads may have changed since Backward, and with it the room they share.
        ReserveScratch();
        BeginUpdate(optimizer);
        _mayStep = false;
        if (optimizer.ClipsByNorm)
            ClipGradients();
        else
            _updates!.AddAll();
        FinishUpdate();
    }

    /// <inheritdoc/>
    public BatchResult TrainBatch(ReadOnlySpan<float> images, ReadOnlySpan<int> labels, Optimizer optimizer)
    {
        using var use = Enter();
        var count = CountImages(images.Length);
        fixed (float* floats = images)
            return TrainBatch(floats, null, count, labels, Loss.For(this), optimizer, metrics: default);
    }

    /// <inheritdoc/>
    public BatchResult TrainBatch(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, Optimizer optimizer)
    {
        using var use = Enter();
        CheckAcceptsBytes();
        var count = CountImages(images.Length);
        fixed (byte* bytes = images)
            return TrainBatch(null, bytes, count, labels, Loss.For(this), optimizer, metrics: default);
    }

    /// <inheritdoc/>
    public BatchResult TrainBatch(
        ReadOnlySpan<float> images, Targets targets, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics = default)
    {
        using var use = Enter();
        var count = CountImages(images.Length);
        fixed (float* floats = images)
            return TrainBatch(floats, null, count, targets, loss, optimizer, metrics);
    }

    /// <inheritdoc/>
    public BatchResult TrainBatch(
        ReadOnlySpan<byte> images, Targets targets, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics = default)
    {
        using var use = Enter();
        CheckAcceptsBytes();
        var count = CountImages(images.Length);
        fixed (byte* bytes = images)
            return TrainBatch(null, bytes, count, targets, loss, optimizer, metrics);
    }

    /// <summary>Runs one kernel of one layer on the batch of the last step again, on this thread; for benchmarks.</summary>
    /// <param name="layer">Its index among <see cref="NetworkInfo.Layers"/>; not the input.</param>
    /// <param name="direction">Which of its kernels.</param>
    /// <returns>Whether the layer has such a kernel.</returns>
    /// <exception cref="InvalidOperationException">No step went before.</exception>
    /// <exception cref="NotSupportedException">The network was generated without code for it.</exception>
    internal bool RunLayer(int layer, LayerDirection direction)
    {
        using var use = Enter();
        if (_trainingCapacity == 0)
            throw new InvalidOperationException($"{Info.Name} has no batch whose layers could be run: call TrainBatch or Forward first.");
        ReserveScratch();
        var pass = ForWorker(in _pass, worker: 0);
        return RunLayer(in pass, layer, direction);
    }

    private BatchResult TrainBatch(
        float* floats, byte* bytes, int count, Targets targets, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics)
    {
        CheckTraining(count, targets, loss, optimizer, metrics);
        _pass = NewTrainingPass(count);
        if (!loss.FusesWithSoftmax)
            ReserveOutputGradients(count);
        fixed (int* classes = targets.Classes)
        fixed (float* values = targets.Values, outputs = _outputs, losses = _losses, gradients = _outputGradients)
        {
            _loss = loss;
            _targetValues = values;
            _pass.Floats = floats;
            _pass.Bytes = bytes;
            _pass.Labels = classes;
            _pass.Outputs = outputs;
            _pass.Losses = losses;
            _pass.OutputGradients = gradients;
            RefreshForwardKernels();
            RefreshBackwardKernels();
            _chunk = MemoryPlan.ChunkOf(count, _threads, Info.Memory.TrainingChunk);
            Team.Run(_trainChunk ??= TrainChunk, MemoryPlan.ItemsOf(count, _chunk));
            // While nothing has changed: a metric is the user's code, and may throw.
            foreach (var metric in metrics)
                metric.Update(_outputs.AsSpan(0, count * Info.OutputSize), targets, count);
            BeginUpdate(optimizer);
            // Norms are those of whole gradients, so nothing can be updated before all of them are there.
            RunWeightGradients(thenUpdate: !optimizer.ClipsByNorm);
            _hasGradients = true;
            if (optimizer.ClipsByNorm)
                ClipGradients();
            FinishUpdate();
            return Summarize(count, targets);
        }
    }

    private NetworkPass NewTrainingPass(int count)
    {
        CheckFits(count);
        var pass = NewPass(count);
        (_forwardCount, _forwardIsOfOtherWeights, _hasGradients, _mayStep) = (0, false, false, false);
        ReserveTraining(count);
        pass.BackwardKernels = _backwardKernels!.Pointer;
        pass.Round = _round!.Pointer;
        pass.Gradients = _gradients!.Pointer;
        pass.Workspace = _training!.Pointer;
        pass.Step = ++_step;
        return pass;
    }

    private void RefreshBackwardKernels()
    {
        if (_backwardKernelsAreFresh)
            return;
        Team.Run(_prepareBackward ??= PrepareBackward, BackwardKernelItems);
        _backwardKernelsAreFresh = true;
    }

    private void PrepareBackward(int item, int worker)
    {
        var pass = ForWorker(in _pass, worker);
        PrepareBackwardKernel(in pass, item);
    }

    private void TrainChunk(int item, int worker)
    {
        var (first, count) = ChunkAt(item);
        var pass = ForWorker(in _pass, worker);
        ForwardImages(in pass, first, count);
        if (_loss!.FusesWithSoftmax)
            LossOfImages(in pass, first, count);
        else
            ComputeLosses(first, count);
        BackwardImages(in pass, first, count, fromLogits: _loss.FusesWithSoftmax);
    }

    private void ForwardChunk(int item, int worker)
    {
        var (first, count) = ChunkAt(item);
        var pass = ForWorker(in _pass, worker);
        ForwardImages(in pass, first, count);
    }

    private void BackwardChunk(int item, int worker)
    {
        var (first, count) = ChunkAt(item);
        var pass = ForWorker(in _pass, worker);
        BackwardImages(in pass, first, count, fromLogits: false);
    }

    private (int First, int Count) ChunkAt(int item) => (item * _chunk, Math.Min(_chunk, _pass.Count - item * _chunk));

    private void CheckForward(int gradients)
    {
        if (_forwardIsOfOtherWeights)
        {
            throw new InvalidOperationException(
                $"Weights or statistics of {Info.Name} were changed (CopyFrom, Load or Adapt) since the last Forward, whose gradients"
                    + " would be those of others: call Forward again.");
        }

        if (_forwardCount == 0)
        {
            throw new InvalidOperationException(
                $"Backward takes gradients back through the last Forward, once; {Info.Name} has had none since the last Backward or"
                    + " TrainBatch.");
        }

        if (gradients != (long)_forwardCount * Info.OutputSize)
        {
            throw new ArgumentException(
                $"The last Forward of {Info.Name} gave {(long)_forwardCount * Info.OutputSize} outputs ({_forwardCount} images,"
                + $" {Info.OutputSize} each), and Backward needs the gradient of every one, but {gradients} came.",
                "outputGradients");
        }
    }

    private static void CheckNotEmpty(int count)
    {
        if (count == 0)
            throw new ArgumentException("A batch needs at least one image, but none came.", "images");
    }
}
