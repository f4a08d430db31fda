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
    private readonly Action<int, int> _addShard;
    private readonly ShardSums _shards;
    private readonly GradientExchange _exchange;
    private readonly double[] _penalties;
    private readonly Action<int, int> _averageVariable;
    private readonly Action<int, int> _directVariable;
    private Work _work;

    /// <summary>Lists what there is to do; reserves nothing yet.</summary>
    /// <param name="context">The network.</param>
    public WeightGradientRun(RunContext context)
    {
        (_context, _shards) = (context, new ShardSums(context));
        (_exchange, Optimizer) = (new GradientExchange(context, _shards), new NetworkOptimizer(context));
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
        _averageVariable = (item, _) => Optimizer.State.AverageGathered(_context.InstructionSet, _work.Sums, _variables[item]);
        _directVariable = (item, _) => Optimizer.State.Direct(_context.InstructionSet, _work.Pass.Weights, _work.Sums, _variables[item]);
        _regularize = (item, _) => Regularize(in _updates.Ruled[item]);
        _addShard = AddShard;
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

    /// <summary>The optimizer.</summary>
    public NetworkOptimizer Optimizer { get; }

    /// <summary>Every arena of sums of shards that is there.</summary>
    public IEnumerable<AlignedMemory> Arenas => [.. _shards.Arenas, .. _exchange.Arenas];

    /// <summary>Where the gradients of the shard under way belong.</summary>
    public float* OfShard => _shards.Next;

    /// <summary>Begins a batch that is cut into shards, whose gradients are computed one after the other.</summary>
    /// <param name="plan">The shards.</param>
    public void BeginShards(ShardPlan plan) => _shards.Begin(plan);

    /// <summary>Computes all gradients of a batch that is not cut.</summary>
    /// <param name="pass">The batch, which went backward.</param>
    public void Compute(in NetworkPass pass)
    {
        _work.Pass = pass;
        ComputeAll(thenUpdate: false);
    }

    /// <summary>Computes all gradients of a shard that is not the last, and adds what can be added.</summary>
    /// <param name="pass">The shard, which went backward; it may be without images.</param>
    public void ComputeShard(in NetworkPass pass)
    {
        _work.Pass = pass;
        if (pass.Count == 0)
            _shards.ClearNext();
        else
            ComputeAll(thenUpdate: false);
        AddShard();
        _shards.Advance();
    }

    /// <summary>
    /// Computes all gradients of the last shard, and ends the step by updating the weights and all that is prepared of them.
    /// </summary>
    /// <param name="pass">The shard, which went backward; it may be without images where other processes have some.</param>
    /// <param name="plan">The shards.</param>
    public void ComputeAndUpdate(in NetworkPass pass, ShardPlan plan)
    {
        if (plan.Processes > 1)
        {
            ComputeShard(in pass);
            _exchange.Run(plan);
            Update(in pass);
            return;
        }

        _work.Pass = pass;
        _work.Sums = _shards.At(0);
        _work.IsRegularized = false;
        // Norms are those of whole gradients, so nothing can be updated before all of them are there.
        var needsAll = Optimizer.State.NeedsWholeGradients;
        _work.AddsShards = !needsAll && _shards.Additions > 0;
        ComputeAll(thenUpdate: !needsAll);
        if (needsAll)
        {
            AddShard();
            PrepareAndAddAll();
        }

        Finish();
    }

    /// <summary>Ends the step with the gradients that are there.</summary>
    /// <param name="pass">Where weights, gradients and kernels lie.</param>
    public void Update(in NetworkPass pass)
    {
        (_work.Pass, _work.IsRegularized) = (pass, false);
        _context.Weights.HasGradients = true;
        _work.Sums = _shards.At(0);
        _work.AddsShards = false;
        if (Optimizer.State.NeedsWholeGradients)
            PrepareAndAddAll();
        else
            _updates.AddAll();
        Finish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        _shards.Dispose();
        _exchange.Dispose();
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

    /// <summary>Adds what can be added now that all gradients of a shard are there.</summary>
    private void AddShard()
    {
        if (_shards.Additions > 0)
            _context.Workers.Run(_addShard, MemoryPlan.ItemsOf(_context.Info.Memory.TrainableFloats, UpdateQueue.RangeFloats));
    }

    private void AddShard(int item, int worker)
    {
        var first = item * UpdateQueue.RangeFloats;
        _shards.Add(first, Math.Min(UpdateQueue.RangeFloats, _context.Info.Memory.TrainableFloats - first));
    }

    private void SumRound(int item, int worker)
    {
        var pass = _context.Workers.PassOf(in _work.Pass, worker);
        _context.Code.SumRound(in pass, _work.Gradient, _work.FirstStrip, _work.Strips, item);
    }

    private void PrepareAndAddAll()
    {
        // Penalties belong to the gradients whose norms are taken.
        if (_updates.Ruled.Length > 0)
            _context.Workers.Run(_regularize, _updates.Ruled.Length);
        _work.IsRegularized = true;
        if (Optimizer.State.Settings.Accumulated > 1)
        {
            _context.Workers.Run(_averageVariable, _variables.Length);
            Optimizer.State.OnAveraged();
        }

        Optimizer.State.Clip(_context.InstructionSet, _work.Sums, _variables);
        if (Optimizer.State.DirectsVariables)
            _context.Workers.Run(_directVariable, _variables.Length);
        _updates.AddAll();
    }

    /// <summary>Runs what is due until nothing is: weights, and the kernels derived from them.</summary>
    private void Finish()
    {
        while (_updates.Items > 0)
            RunAmongUpdates(null, 0);
        if (Optimizer.State.Settings.ChangesWeights)
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
                if (_work.AddsShards)
                    _shards.Add(item.First, item.Count);
                if (item.Rule is not null && !_work.IsRegularized)
                    Regularize(in item);
                Optimizer.State.Update(_context.InstructionSet, pass.Weights, _work.Sums, item.First, item.Count);
                if (Optimizer.State.Settings.ChangesWeights)
                    item.Rule?.Constrain(_context.InstructionSet, pass.Weights, item.First, item.Count);
                break;
            // Of weights that stay kernels do, too.
            case UpdateWork.ForwardKernel or UpdateWork.BackwardKernel when !Optimizer.State.Settings.ChangesWeights:
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
        _context.InstructionSet, _work.Pass.Weights, _work.Sums, item.First, item.Count);

    /// <summary>What the team is given to do.</summary>
    private struct Work
    {
        /// <summary>The batch, or the shard of it that is under way.</summary>
        public NetworkPass Pass;

        /// <summary>The gradients of the batch, once all shards are added.</summary>
        public float* Sums;

        /// <summary>Whether the last shards are added range by range, before each is updated.</summary>
        public bool AddsShards;

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
