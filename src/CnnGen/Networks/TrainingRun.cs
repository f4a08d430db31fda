using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <summary>Trains a network: in one step by a loss, or forward, backward and an update one after the other.</summary>
internal sealed unsafe class TrainingRun : IDisposable
{
    private const string OptimizerSection = "optimizer";

    private readonly RunContext _context;
    private readonly TrainingWorkspaces _workspaces;
    private readonly BatchLosses _losses;
    private readonly FurtherLosses _furtherLosses;
    private readonly WeightGradientRun _gradients;
    private readonly Action<int, int> _trainChunk;
    private readonly Action<int, int> _forwardChunk;
    private readonly Action<int, int> _backwardChunk;
    private Work _work;
    private int _forwardCount;
    private long _forwardVersion;
    private bool _mayStep;
    private ulong _step;

    /// <summary>Reserves nothing yet.</summary>
    /// <param name="context">The network.</param>
    public TrainingRun(RunContext context)
    {
        _context = context;
        _workspaces = new TrainingWorkspaces(context);
        _furtherLosses = new FurtherLosses(context.Info, context.InstructionSet, context.TakesLogitsGradients);
        (_losses, _gradients) = (new BatchLosses(context, _workspaces, _furtherLosses), new WeightGradientRun(context));
        (_trainChunk, _forwardChunk, _backwardChunk) = (TrainChunk, ForwardChunk, BackwardChunk);
    }

    /// <summary>Every arena that is there.</summary>
    public IEnumerable<AlignedMemory> Arenas => _workspaces.Arenas;

    /// <summary>
    /// What the network was like when outputs or losses ceased to be numbers, in the first of the steps that came to none; null where the
    /// last step's are numbers.
    /// </summary>
    public NonFiniteStart? NonFinite { get; private set; }

    private string Name => _context.Info.Name;

    /// <summary>Runs the training form of the network on a batch, and keeps what <see cref="Backward"/> needs.</summary>
    /// <param name="call">The caller's images and outputs.</param>
    public void Forward(in NetworkPass call)
    {
        try
        {
            Begin(in call);
            _context.Kernels.RefreshTraining(in _work.Pass);
            RunForward(_context.Code.Segments);
            (_forwardCount, _forwardVersion) = (call.Count, _context.Weights.Version);
        }
        finally
        {
            GiveBack();
        }
    }

    /// <summary>Computes the gradients of all weights from those of the outputs of the last <see cref="Forward"/>.</summary>
    /// <param name="outputGradients">One for each output; <see cref="CheckForward"/> comes before.</param>
    public void Backward(float* outputGradients)
    {
        try
        {
            // Gradients take the place of activations that nobody needs any more, so there is no second time.
            _forwardCount = 0;
            _work.Pass.OutputGradients = outputGradients;
            // The number of threads may have changed since Forward, and with it the room they share.
            _context.Workers.Reserve();
            _context.Kernels.RefreshBackward(in _work.Pass);
            RunBackward(_context.Code.Segments);
            _gradients.Compute(in _work.Pass);
            _mayStep = true;
        }
        finally
        {
            GiveBack();
        }
    }

    /// <summary>Forward and back through a network that looks inside of another: gradients are of layers, and none of weights.</summary>
    /// <param name="call">The caller's images, gradients that it begins with, and room for what comes out.</param>
    public void Inspect(in NetworkPass call)
    {
        try
        {
            Begin(in call);
            _context.Kernels.RefreshTraining(in _work.Pass);
            _context.Kernels.RefreshBackward(in _work.Pass);
            RunForward(_context.Code.Segments);
            RunBackward(_context.Code.Segments);
        }
        finally
        {
            GiveBack();
        }
    }

    /// <summary>Updates the weights by the gradients of the last <see cref="Backward"/>.</summary>
    /// <param name="optimizer">How.</param>
    public void Step(Optimizer optimizer)
    {
        if (!_mayStep)
        {
            throw new InvalidOperationException(
                $"Step changes weights by the gradients of the last Backward, once; {Name} has had none since the last Step,"
                + " TrainBatch or Forward.");
        }

        // The number of threads may have changed since Backward, and with it the room they share.
        _context.Workers.Reserve();
        _gradients.Begin(optimizer);
        _mayStep = false;
        _gradients.Update(in _work.Pass);
    }

    /// <summary>Forward, loss, backward, update. The arguments were checked.</summary>
    /// <param name="call">The caller's images.</param>
    /// <param name="targets">What they are to come out as.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">How weights are updated.</param>
    /// <param name="metrics">Who is told of the outputs, before the weights change.</param>
    public BatchResult Train(in NetworkPass call, Targets targets, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics)
    {
        try
        {
            Begin(in call);
            _work.FusesLoss = loss.FusesWithSoftmax && _context.Code.EndsInSoftmax;
            _work.Pass.FromLogits = _work.FusesLoss || _context.TakesLogitsGradients(loss);
            if (!_work.FusesLoss)
                _workspaces.ReserveOutputGradients(call.Count);
            fixed (int* classes = targets.Classes)
            fixed (float* values = targets.Values, weights = targets.Weights)
            fixed (float* outputs = _workspaces.Outputs, losses = _workspaces.Losses, gradients = _workspaces.OutputGradients)
            fixed (double* penalties = _workspaces.ActivityPenalties)
            {
                Array.Clear(_workspaces.ActivityPenalties);
                _work.Loss = loss;
                _work.TargetValues = values;
                (_work.Further, _work.FirstTarget) = (loss is OutputLosses ? targets.Further : null, targets.FirstImage);
                _work.Pass.LastLossWeight = (float)((loss as OutputLosses)?.Last.Weight ?? 1);
                if (loss is OutputLosses several)
                {
                    _furtherLosses.Begin(several, call.Count);
                    _work.Pass.FurtherOutputs = _furtherLosses.Outputs.Pointers;
                    _work.Pass.FurtherGradients = _furtherLosses.Gradients.Pointers;
                    _work.Pass.FurtherAreOfLogits = _furtherLosses.AreOfLogits;
                }

                _work.Pass.Labels = classes;
                _work.Pass.Outputs = outputs;
                _work.Pass.Losses = losses;
                _work.Pass.LossWeights = weights;
                _work.Pass.OutputGradients = _work.FusesLoss ? null : gradients;
                _work.Pass.ActivityPenalties = penalties;
                _context.Kernels.RefreshTraining(in _work.Pass);
                _context.Kernels.RefreshBackward(in _work.Pass);
                RunTraining();
                // While nothing has changed: a metric is the user's code, and may throw.
                foreach (var metric in metrics)
                {
                    metric.Begin(_context.Info, loss);
                    metric.Update(_workspaces.Outputs.AsSpan(0, call.Count * _context.Info.OutputSize), targets, call.Count);
                }

                var result = _losses.Summarize(call.Count, targets, loss, _work.FusesLoss, metrics);
                NonFinite = result.NonFinite == 0 ? null : NonFinite ?? NonFiniteStart.Of(
                    _context, in _work.Pass, _workspaces.Outputs.AsSpan(0, call.Count * _context.Info.OutputSize));
                _gradients.Begin(optimizer);
                _gradients.ComputeAndUpdate(in _work.Pass);
                return result with { Loss = result.Loss + _gradients.Penalty };
            }
        }
        finally
        {
            GiveBack();
        }
    }

    /// <inheritdoc cref="IAveragedWeights.SwapAverages"/>
    public void SwapAverages(Optimizer optimizer) => _gradients.SwapAverages(optimizer);

    /// <inheritdoc cref="IAveragedWeights.TakeAverages"/>
    public void TakeAverages(Optimizer optimizer) => _gradients.TakeAverages(optimizer);

    /// <summary>Forgets what an optimizer remembers of the network.</summary>
    public void ResetOptimizer() => _gradients.ResetOptimizer();

    /// <summary>Writes down all that the next step depends on, besides the weights.</summary>
    /// <param name="state">Where to.</param>
    public void Save(TrainingState state)
    {
        state.Set("steps", (long)_step);
        _gradients.SaveOptimizer(state.Section(OptimizerSection));
    }

    /// <summary>Makes the next step the one that it would have been where <see cref="Save"/> was called.</summary>
    /// <param name="state">What it wrote.</param>
    /// <param name="optimizer">The optimizer that the next step is taken with.</param>
    /// <exception cref="InvalidDataException">The state is not of this optimizer; nothing was changed.</exception>
    public void Restore(TrainingState state, Optimizer optimizer)
    {
        var steps = (ulong)state.GetInt64("steps");
        _gradients.RestoreOptimizer(optimizer, state.Section(OptimizerSection));
        (_step, _forwardCount, _mayStep, _context.Weights.HasGradients) = (steps, 0, false, false);
    }

    /// <summary>Runs one kernel of one layer on the batch of the last step again, on this thread.</summary>
    /// <param name="layer">Its index among <see cref="NetworkInfo.Layers"/>; not the input.</param>
    /// <param name="direction">Which of its kernels.</param>
    /// <returns>Whether the layer has such a kernel.</returns>
    public bool RunLayer(int layer, LayerDirection direction)
    {
        if (_workspaces.Capacity == 0)
            throw new InvalidOperationException($"{Name} has no batch whose layers could be run: call TrainBatch or Forward first.");
        _context.Workers.Reserve();
        var pass = _context.Workers.PassOf(in _work.Pass, worker: 0);
        return _context.Code.RunLayer(in pass, layer, direction);
    }

    /// <summary>Throws unless so many gradients can go back through the last <see cref="Forward"/>.</summary>
    /// <param name="gradients">Gradients of outputs.</param>
    public void CheckForward(int gradients)
    {
        if (_forwardCount == 0)
        {
            throw new InvalidOperationException(
                $"Backward takes gradients back through the last Forward, once; {Name} has had none since the last Backward or"
                    + " TrainBatch.");
        }

        if (_forwardVersion != _context.Weights.Version)
        {
            throw new InvalidOperationException(
                $"Weights or statistics of {Name} were changed (CopyFrom, Load or Adapt) since the last Forward, whose gradients"
                    + " would be those of others: call Forward again.");
        }

        var outputs = (long)_forwardCount * _context.Info.OutputSize;
        if (gradients != outputs)
        {
            throw new ArgumentException(
                $"The last Forward of {Name} gave {outputs} outputs ({_forwardCount} images, {_context.Info.OutputSize} each), and"
                    + $" Backward needs the gradient of every one, but {gradients} came.",
                "outputGradients");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gradients.Dispose();
        _workspaces.Dispose();
    }

    private void Begin(in NetworkPass call)
    {
        _workspaces.CheckFits(call.Count);
        var pass = call;
        _context.Complete(ref pass);
        (_forwardCount, _mayStep, _context.Weights.HasGradients) = (0, false, false);
        _workspaces.Reserve(ref pass);
        pass.Step = ++_step;
        _work.Pass = pass;
        _work.Chunk = MemoryPlan.ChunkOf(call.Count, _context.Workers.Threads, _context.Info.Memory.TrainingChunk);
    }

    /// <summary>Forgets the caller's memory, which is the caller's again.</summary>
    private void GiveBack()
    {
        _work.Loss = null;
        _work.Further = null;
        _work.TargetValues = null;
        _work.Pass.Floats = null;
        _work.Pass.Bytes = null;
        _work.Pass.Labels = null;
        _work.Pass.Outputs = null;
        _work.Pass.OutputGradients = null;
        _work.Pass.FurtherOutputs = null;
        _work.Pass.FurtherGradients = null;
        _work.Pass.FurtherAreOfLogits = null;
        _work.Pass.LayerGradients = null;
        _work.Pass.Losses = null;
        _work.Pass.LossWeights = null;
        _work.Pass.FromLogits = false;
        _work.Pass.ActivityPenalties = null;
    }

    /// <summary>Forward through all segments, the loss, and back through all of them; of the last all three in one go.</summary>
    private void RunTraining()
    {
        var last = _context.Code.Segments - 1;
        RunForward(last);
        RunChunks(_trainChunk, last);
        if (last > 0)
            _context.Code.JoinBackward(in _work.Pass, last);
        RunBackward(last);
    }

    /// <summary>Forward through the first segments, one after the other.</summary>
    private void RunForward(int segments)
    {
        for (var segment = 0; segment < segments; segment++)
        {
            RunChunks(_forwardChunk, segment);
            if (segment == _context.Code.Segments - 1)
                continue;
            _context.Weights.OnStateChanged();
            _context.Code.JoinForward(in _work.Pass, segment);
        }
    }

    /// <summary>Back through the first segments, one after the other.</summary>
    private void RunBackward(int segments)
    {
        for (var segment = segments - 1; segment >= 0; segment--)
        {
            RunChunks(_backwardChunk, segment);
            if (segment > 0)
                _context.Code.JoinBackward(in _work.Pass, segment);
        }
    }

    /// <summary>Deals a segment's chunks out to the threads, and waits for all of them.</summary>
    private void RunChunks(Action<int, int> body, int segment)
    {
        _work.Segment = segment;
        _context.Workers.Run(body, MemoryPlan.ItemsOf(_work.Pass.Count, _work.Chunk));
    }

    private void TrainChunk(int item, int worker)
    {
        var (first, count) = ChunkAt(item);
        var pass = _context.Workers.PassOf(in _work.Pass, worker);
        _context.Code.Forward(in pass, _work.Segment, first, count);
        if (_work.FusesLoss)
            _context.Code.Loss(in pass, first, count);
        else
            _losses.Compute(in pass, _work.Loss!, _work.TargetValues, first, count);
        if (_work.Further is { } further)
            _furtherLosses.Compute(in pass, further, _work.FirstTarget, first, count);
        _context.Code.Backward(in pass, _work.Segment, first, count);
    }

    private void ForwardChunk(int item, int worker)
    {
        var (first, count) = ChunkAt(item);
        var pass = _context.Workers.PassOf(in _work.Pass, worker);
        _context.Code.Forward(in pass, _work.Segment, first, count);
    }

    private void BackwardChunk(int item, int worker)
    {
        var (first, count) = ChunkAt(item);
        var pass = _context.Workers.PassOf(in _work.Pass, worker);
        _context.Code.Backward(in pass, _work.Segment, first, count);
    }

    private (int First, int Count) ChunkAt(int item) =>
        (item * _work.Chunk, Math.Min(_work.Chunk, _work.Pass.Count - item * _work.Chunk));

    /// <summary>What the team is given to do. The pass stays for <see cref="Backward"/>, <see cref="Step"/> and <see
    /// cref="RunLayer"/>.</summary>
    private struct Work
    {
        /// <summary>The batch.</summary>
        public NetworkPass Pass;

        /// <summary>Images of a work item.</summary>
        public int Chunk;

        /// <summary>The segment that is under way.</summary>
        public int Segment;

        /// <summary>Whether the loss is computed along with the last layer.</summary>
        public bool FusesLoss;

        /// <summary>The loss, in a step with one.</summary>
        public Loss? Loss;

        /// <summary>The targets, where they are floats; null where they are classes.</summary>
        public float* TargetValues;

        /// <summary>Those of further outputs; null where these have no loss.</summary>
        public OutputTargets[]? Further;

        /// <summary>Which of their images is the first of the batch.</summary>
        public int FirstTarget;
    }
}
