using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <summary>
/// Computes the gradients of all weights over a batch, and updates the weights; what an update needs goes along with gradients that are
/// still to come.
/// </summary>
internal sealed unsafe class WeightGradientRun : IDisposable
{
    private readonly RunContext _context;
    private readonly UpdateQueue _updates;
    private readonly VariableRange[] _variables;
    private readonly Action<int, int> _weightGradient;
    private readonly Action<int, int> _transformRound;
    private readonly Action<int, int> _sumRound;
    private readonly Action<int, int> _amongUpdates;
    private readonly Action<int, int> _regularize;
    private readonly double[] _penalties;
    private readonly Action<int, int> _averageVariable;
    private readonly Action<int, int> _directVariable;
    private Optimizer? _optimizer;
    private OptimizerState? _state;
    private Work _work;

    /// <summary>Lists what there is to do; reserves nothing yet.</summary>
    /// <param name="context">The network.</param>
    public WeightGradientRun(RunContext context)
    {
        _context = context;
        var code = context.Code;
        _updates = new UpdateQueue(
            context.Info.Memory,
            code.ForwardKernelItems - code.FrozenForwardKernelItems,
            code.BackwardKernelItems - code.FrozenBackwardKernelItems,
            WeightRule.Of(context.Info.Parameters));
        _penalties = new double[_updates.Ruled.Length];
        _variables = [.. context.Info.Parameters.Where(parameter => parameter.Trainable)
            .Select(parameter => new VariableRange(parameter.Offset, parameter.StoredFloats))];
        _weightGradient = (item, _) => _context.Code.WeightGradient(in _work.Pass, item);
        _transformRound = (item, _) => _context.Code.TransformRound(in _work.Pass, _work.Gradient, _work.FirstStrip, item);
        (_sumRound, _amongUpdates) = (SumRound, AmongUpdates);
        _averageVariable = (item, _) => _state!.AverageGathered(_context.InstructionSet, _work.Pass.Gradients, _variables[item]);
        _directVariable = (item, _) => _state!.Direct(_context.InstructionSet, _work.Pass.Weights, _work.Pass.Gradients, _variables[item]);
        _regularize = (item, _) => Regularize(in _updates.Ruled[item]);
    }

    /// <summary>What regularized weights cost when the last step began: what it adds to the loss.</summary>
    public double Penalty
    {
        get
        {
            var sum = 0.0;
            foreach (var penalty in _penalties)
                sum += penalty;
            return sum;
        }
    }

    /// <summary>Computes all gradients.</summary>
    /// <param name="pass">The batch, which went backward.</param>
    public void Compute(in NetworkPass pass)
    {
        _work.Pass = pass;
        ComputeAll(thenUpdate: false);
    }

    /// <summary>Begins a step of an optimizer: the weights are about to change.</summary>
    /// <param name="optimizer">The optimizer; its state goes on where it is that of the last step.</param>
    public void Begin(Optimizer optimizer)
    {
        if (!ReferenceEquals(optimizer, _optimizer))
        {
            var state = NewState(optimizer);
            _state?.Dispose();
            (_state, _optimizer) = (state, optimizer);
        }

        optimizer.Begin(_state!);
        if (_state!.Settings.ChangesWeights)
            _context.Weights.OnChanged();
    }

    /// <summary>Computes all gradients, and ends the step by updating the weights and all that is prepared of them.</summary>
    /// <param name="pass">The batch, which went backward.</param>
    public void ComputeAndUpdate(in NetworkPass pass)
    {
        _work.Pass = pass;
        // Norms are those of whole gradients, so nothing can be updated before all of them are there.
        _work.IsRegularized = false;
        var needsAll = _state!.NeedsWholeGradients;
        ComputeAll(thenUpdate: !needsAll);
        if (needsAll)
            PrepareAndAddAll();
        Finish();
    }

    /// <summary>Ends the step with the gradients that are there.</summary>
    /// <param name="pass">Where weights, gradients and kernels lie.</param>
    public void Update(in NetworkPass pass)
    {
        (_work.Pass, _work.IsRegularized) = (pass, false);
        if (_state!.NeedsWholeGradients)
            PrepareAndAddAll();
        else
            _updates.AddAll();
        Finish();
    }

    /// <summary>Writes down what the optimizer of the last step remembers; nothing where there was none.</summary>
    /// <param name="state">Where to.</param>
    public void SaveOptimizer(TrainingState state)
    {
        if (_state is not null)
            OptimizerFile.Save(_optimizer!, _state, _context.Weights.Parameters, state);
    }

    /// <summary>Takes over what an optimizer remembered, or what a fresh one does where nothing was written down.</summary>
    /// <param name="optimizer">The optimizer that the next step is taken with.</param>
    /// <param name="state">What <see cref="SaveOptimizer"/> wrote.</param>
    /// <exception cref="InvalidDataException">It is that of another optimizer; nothing was changed.</exception>
    public void RestoreOptimizer(Optimizer optimizer, TrainingState state)
    {
        var restored = NewState(optimizer);
        try
        {
            OptimizerFile.Restore(optimizer, restored, _context.Weights.Parameters, state);
        }
        catch
        {
            restored.Dispose();
            throw;
        }

        _state?.Dispose();
        (_state, _optimizer) = (restored, optimizer);
    }

    /// <inheritdoc cref="IAveragedWeights.SwapAverages"/>
    public void SwapAverages(Optimizer optimizer)
    {
        if (AveragesOf(optimizer, out var averages) is not { IsEmpty: false } weights)
            return;
        for (var i = 0; i < weights.Length; i++)
            (weights[i], averages[i]) = (averages[i], weights[i]);
        _state!.IsSwapped = !_state.IsSwapped;
        _context.Weights.OnChanged();
    }

    /// <inheritdoc cref="IAveragedWeights.TakeAverages"/>
    public void TakeAverages(Optimizer optimizer)
    {
        if (AveragesOf(optimizer, out var averages) is not { IsEmpty: false } weights)
            return;
        if (_state!.IsSwapped)
            weights.CopyTo(averages);
        else
            averages.CopyTo(weights);
        _state.IsSwapped = false;
        _context.Weights.OnChanged();
    }

    /// <summary>Forgets the optimizer and its state.</summary>
    public void ResetOptimizer()
    {
        _state?.Dispose();
        (_state, _optimizer) = (null, null);
    }

    /// <inheritdoc/>
    public void Dispose() => ResetOptimizer();

    /// <summary>The trained weights, and their averages; both empty where there are none.</summary>
    private Span<float> AveragesOf(Optimizer optimizer, out Span<float> averages)
    {
        averages = [];
        if (!optimizer.UseEma || !ReferenceEquals(optimizer, _optimizer) || _state!.Iterations + _state.Gathered == 0)
            return [];
        averages = _state.Averages(optimizer);
        return _context.Weights.Values[..averages.Length];
    }

    /// <summary>
    /// Computes all weight gradients, and updates what each is the gradient of while the next are computed, if that is wanted;
    /// <see cref="Finish"/> does what then is left.
    /// </summary>
    private void ComputeAll(bool thenUpdate)
    {
        _updates.Clear();
        // First those with many weights for little computing, as dense layers have: their updates go along with the gradients in rounds.
        RunAmongUpdates(_weightGradient, _context.Code.WeightGradientItems);
        if (thenUpdate)
            _updates.AddOthers();
        var gradients = _context.Info.Memory.GradientRounds;
        // Kernels grow towards the end of a network as a rule, and what follows their gradients needs others to go along with.
        for (var gradient = gradients.Count - 1; gradient >= 0; gradient--)
        {
            ComputeInRounds(gradient, gradients[gradient]);
            if (thenUpdate)
                _updates.Add(gradient);
        }

        _context.Weights.HasGradients = true;
    }

    private void ComputeInRounds(int gradient, GradientRounds rounds)
    {
        _work.Gradient = gradient;
        var all = checked(_work.Pass.Count * rounds.StripsPerImage);
        for (var first = 0; first < all; first += rounds.StripsPerRound)
        {
            (_work.FirstStrip, _work.Strips) = (first, Math.Min(rounds.StripsPerRound, all - first));
            _context.Workers.Run(_transformRound, _work.Strips);
            RunAmongUpdates(_sumRound, rounds.SumItems);
        }
    }

    private void SumRound(int item, int worker)
    {
        var pass = _context.Workers.PassOf(in _work.Pass, worker);
        _context.Code.SumRound(in pass, _work.Gradient, _work.FirstStrip, _work.Strips, item);
    }

    private OptimizerState NewState(Optimizer optimizer)
    {
        var floats = _context.Info.Memory.TrainableFloats;
        try
        {
            return optimizer.CreateState(floats);
        }
        catch (OutOfMemoryException e)
        {
            throw _context.Memory.Lacks(
                sizeof(float) * (long)floats * optimizer.SlotCount, $"what {optimizer.GetType().Name} remembers",
                NetworkMemory.OtherNetworks, e);
        }
    }

    private void PrepareAndAddAll()
    {
        // Penalties belong to the gradients whose norms are taken.
        if (_updates.Ruled.Length > 0)
            _context.Workers.Run(_regularize, _updates.Ruled.Length);
        _work.IsRegularized = true;
        if (_state!.Settings.Accumulated > 1)
        {
            _context.Workers.Run(_averageVariable, _variables.Length);
            _state.OnAveraged();
        }

        _state.Clip(_context.InstructionSet, _work.Pass.Gradients, _variables);
        if (_state.DirectsVariables)
            _context.Workers.Run(_directVariable, _variables.Length);
        _updates.AddAll();
    }

    /// <summary>Runs what is due until nothing is: weights, and the kernels derived from them.</summary>
    private void Finish()
    {
        while (_updates.Items > 0)
            RunAmongUpdates(null, 0);
        if (_state!.Settings.ChangesWeights)
            _context.Kernels.OnPrepared();
    }

    /// <summary>Runs work items of a gradient, with those of the updates that are due spread evenly among them.</summary>
    private void RunAmongUpdates(Action<int, int>? gradientItem, int items)
    {
        (_work.GradientItem, _work.GradientItems) = (gradientItem, items);
        _context.Workers.Run(_amongUpdates, items + _updates.Items);
        _updates.Advance();
    }

    private void AmongUpdates(int item, int worker)
    {
        var (items, all) = (_work.GradientItems, _work.GradientItems + _updates.Items);
        // Of the first n items ceil(n * gradientItems / all) are the gradient's, so that the first is.
        var gradientItem = (int)((((long)item * items) + all - 1) / all);
        var next = (int)((((item + 1L) * items) + all - 1) / all);
        if (next > gradientItem)
            _work.GradientItem!(gradientItem, worker);
        else
            Update(_updates[item - gradientItem], worker);
    }

    private void Update(UpdateItem item, int worker)
    {
        var pass = _context.Workers.PassOf(in _work.Pass, worker);
        switch (item.Work)
        {
            case UpdateWork.Weights:
                if (item.Rule is not null && !_work.IsRegularized)
                    Regularize(in item);
                _state!.Update(_context.InstructionSet, pass.Weights, pass.Gradients, item.First, item.Count);
                if (_state.Settings.ChangesWeights)
                    item.Rule?.Constrain(_context.InstructionSet, pass.Weights, item.First, item.Count);
                break;
            // Of weights that stay kernels do, too.
            case UpdateWork.ForwardKernel or UpdateWork.BackwardKernel when !_state!.Settings.ChangesWeights:
                break;
            case UpdateWork.ForwardKernel:
                _context.Code.PrepareForwardKernel(in pass, item.First);
                break;
            case UpdateWork.BackwardKernel:
                _context.Code.PrepareBackwardKernel(in pass, item.First);
                break;
        }
    }

    private void Regularize(in UpdateItem item) => _penalties[item.Penalty] = item.Rule!.Regularize(
        _context.InstructionSet, _work.Pass.Weights, _work.Pass.Gradients, item.First, item.Count);

    /// <summary>What the team is given to do.</summary>
    private struct Work
    {
        /// <summary>The batch.</summary>
        public NetworkPass Pass;

        /// <summary>The gradient in rounds that is under way.</summary>
        public int Gradient;

        /// <summary>The first strip of its round.</summary>
        public int FirstStrip;

        /// <summary>Strips of the round.</summary>
        public int Strips;

        /// <summary>Whether the gradients are already those with penalties.</summary>
        public bool IsRegularized;

        /// <summary>Takes the work items of a gradient; null where there are updates only.</summary>
        public Action<int, int>? GradientItem;

        /// <summary>How many of them there are.</summary>
        public int GradientItems;
    }
}
