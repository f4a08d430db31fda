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
    private readonly SegmentRun _run;
    private readonly ShardStates _states;
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
        (_run, _states) = (new SegmentRun(context, _losses, _furtherLosses), new ShardStates(context));
    }

    /// <summary>Every arena that is there.</summary>
    public IEnumerable<AlignedMemory> Arenas => [.. _workspaces.Arenas, .. _gradients.Arenas];

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
            Begin(in call, ShardPlan.Whole);
            _run.Take(new ItemRange(0, call.Count));
            _context.Kernels.RefreshTraining(in _run.Part);
            _run.RunForward(_context.Code.Segments);
            (_forwardCount, _forwardVersion) = (call.Count, _context.Weights.Version);
        }
        finally
        {
            _run.GiveBack();
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
            _run.Batch.OutputGradients = outputGradients;
            // The number of threads may have changed since Forward, and with it the room they share.
            _context.Workers.Reserve();
            _run.Take(new ItemRange(0, _run.Batch.Count));
            _context.Kernels.RefreshBackward(in _run.Part);
            _run.RunBackward(_context.Code.Segments);
            _gradients.Compute(in _run.Part);
            _mayStep = true;
        }
        finally
        {
            _run.GiveBack();
        }
    }

    /// <summary>Forward and back through a network that looks inside of another: gradients are of layers, and none of weights.</summary>
    /// <param name="call">The caller's images, gradients that it begins with, and room for what comes out.</param>
    public void Inspect(in NetworkPass call)
    {
        try
        {
            Begin(in call, ShardPlan.Whole);
            _run.Take(new ItemRange(0, call.Count));
            _context.Kernels.RefreshTraining(in _run.Part);
            _context.Kernels.RefreshBackward(in _run.Part);
            _run.RunForward(_context.Code.Segments);
            _run.RunBackward(_context.Code.Segments);
        }
        finally
        {
            _run.GiveBack();
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
        _gradients.Optimizer.Begin(optimizer);
        _mayStep = false;
        _gradients.Update(in _run.Part);
    }

    /// <summary>Forward, loss, backward, update. The arguments were checked.</summary>
    /// <param name="call">The caller's images.</param>
    /// <param name="targets">What they are to come out as.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">How weights are updated.</param>
    /// <param name="metrics">Who is told of the outputs, before the weights change.</param>
    /// <param name="plan">How the batch is cut into shards.</param>
    public BatchResult Train(
        in NetworkPass call, Targets targets, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics, ShardPlan plan)
    {
        try
        {
            Begin(in call, plan);
            ref var pass = ref _run.Batch;
            var isFused = loss.FusesWithSoftmax && _context.Code.EndsInSoftmax;
            if (!isFused)
                _workspaces.ReserveOutputGradients(call.Count);
            fixed (int* classes = targets.Classes)
            fixed (float* values = targets.Values, weights = targets.Weights)
            fixed (float* outputs = _workspaces.Outputs, losses = _workspaces.Losses, gradients = _workspaces.OutputGradients)
            fixed (double* penalties = _workspaces.ActivityPenalties)
            {
                Array.Clear(_workspaces.ActivityPenalties);
                pass.FromLogits = isFused || _context.TakesLogitsGradients(loss);
                pass.LastLossWeight = (float)((loss as OutputLosses)?.Last.Weight ?? 1);
                pass.Labels = classes;
                pass.Outputs = outputs;
                pass.Losses = losses;
                pass.LossWeights = weights;
                pass.OutputGradients = isFused ? null : gradients;
                pass.ActivityPenalties = penalties;
                _run.Loss = new SegmentRun.StepLoss
                {
                    Loss = loss,
                    IsFused = isFused,
                    TargetValues = values,
                    Further = loss is OutputLosses ? targets.Further : null,
                    FirstTarget = targets.FirstImage,
                };
                if (loss is OutputLosses several)
                {
                    _furtherLosses.Begin(several, call.Count);
                    pass.FurtherOutputs = _furtherLosses.Outputs.Pointers;
                    pass.FurtherGradients = _furtherLosses.Gradients.Pointers;
                    pass.FurtherAreOfLogits = _furtherLosses.AreOfLogits;
                }

                _context.Kernels.RefreshTraining(in pass);
                _context.Kernels.RefreshBackward(in pass);
                RunShards(plan);
                _losses.Gather(plan, call.Count, loss, isFused);
                // While nothing has changed: a metric is the user's code, and may throw.
                var batchOutputs = _workspaces.Outputs.AsSpan(0, call.Count * _context.Info.OutputSize);
                foreach (var metric in metrics)
                {
                    metric.Begin(_context.Info, loss);
                    metric.Update(batchOutputs, targets, call.Count);
                }

                var result = _losses.Summarize(call.Count, targets, loss, isFused, metrics);
                NonFinite = result.NonFinite == 0 ? null : NonFinite ?? NonFiniteStart.Of(_context, in _run.Part, batchOutputs);
                _gradients.Optimizer.Begin(optimizer);
                _gradients.ComputeAndUpdate(in _run.Part, plan);
                return result with { Loss = result.Loss + _gradients.Penalty };
            }
        }
        finally
        {
            _run.GiveBack();
        }
    }

    /// <inheritdoc cref="IAveragedWeights.SwapAverages"/>
    public void SwapAverages(Optimizer optimizer) => _gradients.Optimizer.SwapAverages(optimizer);

    /// <inheritdoc cref="IAveragedWeights.TakeAverages"/>
    public void TakeAverages(Optimizer optimizer) => _gradients.Optimizer.TakeAverages(optimizer);

    /// <summary>Forgets what an optimizer remembers of the network.</summary>
    public void ResetOptimizer() => _gradients.Optimizer.Reset();

    /// <summary>Writes down all that the next step depends on, besides the weights.</summary>
    /// <param name="state">Where to.</param>
    public void Save(TrainingState state)
    {
        state.Set("steps", (long)_step);
        _gradients.Optimizer.Save(state.Section(OptimizerSection));
    }

    /// <summary>Makes the next step the one that it would have been where <see cref="Save"/> was called.</summary>
    /// <param name="state">What it wrote.</param>
    /// <param name="optimizer">The optimizer that the next step is taken with.</param>
    /// <exception cref="InvalidDataException">The state is not of this optimizer; nothing was changed.</exception>
    public void Restore(TrainingState state, Optimizer optimizer)
    {
        var steps = (ulong)state.GetInt64("steps");
        _gradients.Optimizer.Restore(optimizer, state.Section(OptimizerSection));
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
        var pass = _context.Workers.PassOf(in _run.Part, worker: 0);
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

    private void Begin(in NetworkPass call, ShardPlan plan)
    {
        // Shards come one after the other.
        var atOnce = plan.LargestOf(call.Count);
        _workspaces.CheckFits(call.Count, atOnce);
        var pass = call;
        _context.Complete(ref pass);
        (_forwardCount, _mayStep, _context.Weights.HasGradients) = (0, false, false);
        _workspaces.Reserve(ref pass, atOnce);
        _gradients.BeginShards(plan);
        pass.Step = ++_step;
        _run.Batch = pass;
    }

    /// <summary>Takes the shards forward and back, and computes the gradients of weights of all but the last.</summary>
    private void RunShards(ShardPlan plan)
    {
        var (own, count) = (plan.Own, _run.Batch.Count);
        if (plan.Shards > 1)
            _states.Begin(plan);
        for (var shard = own.First; shard < own.First + own.Count; shard++)
        {
            _run.Batch.Gradients = _gradients.OfShard;
            _run.Take(plan.ImagesOf(shard, count));
            if (_run.Part.Count > 0)
                _run.RunTraining();
            if (plan.Shards > 1)
                _states.Take(shard);
            if (shard < own.First + own.Count - 1)
                _gradients.ComputeShard(in _run.Part);
        }

        if (plan.Shards > 1)
            _states.End(count);
    }
}
