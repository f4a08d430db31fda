using CnnGen.Runtime;

namespace CnnGen;

/// <summary>What a work item of an <see cref="UpdateQueue"/> does.</summary>
internal enum UpdateWork
{
    /// <summary>The optimizer updates a range of weights.</summary>
    Weights,

    /// <summary>A kernel, or a block of it, is prepared for the forward direction.</summary>
    ForwardKernel,

    /// <summary>The same for the input gradient.</summary>
    BackwardKernel,
}

/// <summary>A work item of an <see cref="UpdateQueue"/>.</summary>
/// <param name="Work">What it does.</param>
/// <param name="First">The first float, or the kernel's item.</param>
/// <param name="Count">Floats; 1 for kernels.</param>
internal readonly record struct UpdateItem(UpdateWork Work, int First, int Count)
{
    /// <summary>What goes along with the update, of all its floats; null where nothing does.</summary>
    public WeightRule? Rule { get; init; }

    /// <summary>Where its penalty is kept, of those with a rule.</summary>
    public int Penalty { get; init; }
}

/// <summary>
/// What follows the weight gradients of a step: the update of a layer's weights, and when all of them are updated the preparation of its
/// kernels. Both move memory and hardly compute, so that two threads at them are hardly faster than one; they are meant to run among the
/// work items of gradients still to come, which compute.
/// </summary>
/// <remarks>What was added last is to be updated, and the kernels of what was added before it to be prepared, at a time.</remarks>
internal sealed class UpdateQueue
{
    /// <summary>Floats per work item of the optimizer.</summary>
    public const int RangeFloats = 1 << 15;

    // Of each gradient in rounds; the last is of all other weights.
    private readonly UpdateItem[][] _weights;
    private readonly UpdateItem[][] _kernels;
    private readonly UpdateItem[] _allWeights;
    private readonly UpdateItem[] _allKernels;
    private readonly WeightRule[] _rules;
    private int _penalties;
    private UpdateItem[] _weightsDue = [];
    private UpdateItem[] _kernelsDue = [];
    private UpdateItem[] _kernelsNext = [];

    /// <summary>Lists the work items of a network.</summary>
    /// <param name="memory">The network's floats, and what belongs to each gradient in rounds.</param>
    /// <param name="forwardKernels">Work items that prepare trained kernels for the forward direction.</param>
    /// <param name="backwardKernels">Work items that prepare trained kernels for input gradients.</param>
    /// <param name="rules">What goes along with updates, in the order of places.</param>
    public UpdateQueue(MemoryPlan memory, int forwardKernels, int backwardKernels, WeightRule[] rules)
    {
        _rules = rules;
        var rounds = memory.GradientRounds;
        var weights = WithOthers(rounds.Select(each => each.Weights), memory.TrainableFloats);
        var forward = WithOthers(rounds.Select(each => each.ForwardKernels), forwardKernels);
        var backward = WithOthers(rounds.Select(each => each.BackwardKernels), backwardKernels);
        _weights = [.. weights.Select(ranges => ranges.SelectMany(WeightItems).ToArray())];
        _kernels = [.. forward.Zip(backward, (front, back) =>
            KernelItems(front, UpdateWork.ForwardKernel).Concat(KernelItems(back, UpdateWork.BackwardKernel)).ToArray())];
        _allWeights = [.. _weights.SelectMany(items => items)];
        _allKernels = [.. _kernels.SelectMany(items => items)];
        Ruled = [.. _allWeights.Where(item => item.Rule is not null)];
    }

    /// <summary>The updates that a rule goes along with.</summary>
    public UpdateItem[] Ruled { get; }

    /// <summary>Work items that are due; they may run at once and in any order.</summary>
    public int Items => _weightsDue.Length + _kernelsDue.Length;

    /// <summary>One of those that are due.</summary>
    /// <param name="item">In [0, <see cref="Items"/>).</param>
    public UpdateItem this[int item] => item < _weightsDue.Length ? _weightsDue[item] : _kernelsDue[item - _weightsDue.Length];

    /// <summary>Nothing is due; also where a step before did not come to its end.</summary>
    public void Clear() => (_weightsDue, _kernelsDue, _kernelsNext) = ([], [], []);

    /// <summary>
    /// A gradient in rounds is complete: the update of its weights is due. The one before has been updated, see <see cref="Advance"/>.
    /// </summary>
    /// <param name="gradient">Which of <see cref="MemoryPlan.GradientRounds"/>.</param>
    public void Add(int gradient) => (_weightsDue, _kernelsNext) = (_weights[gradient], _kernels[gradient]);

    /// <summary>The gradients of all weights that are in no round are complete.</summary>
    public void AddOthers() => Add(_weights.Length - 1);

    /// <summary>All gradients are complete, and nothing was updated yet.</summary>
    public void AddAll() => (_weightsDue, _kernelsNext) = (_allWeights, _allKernels);

    /// <summary>All that was due is done: kernels of the weights that were updated are due now.</summary>
    public void Advance() => (_weightsDue, _kernelsDue, _kernelsNext) = ([], _kernelsNext, []);

    /// <summary>Each range by itself, and at the end all that lies between them.</summary>
    /// <param name="ranges">Ranges of [0, count), ascending.</param>
    /// <param name="count">The end of the last.</param>
    private static List<ItemRange[]> WithOthers(IEnumerable<ItemRange> ranges, int count)
    {
        List<ItemRange[]> all = [];
        List<ItemRange> others = [];
        var end = 0;
        foreach (var range in ranges)
        {
            all.Add([range]);
            others.Add(new ItemRange(end, range.First - end));
            end = range.First + range.Count;
        }

        others.Add(new ItemRange(end, count - end));
        all.Add([.. others]);
        return all;
    }

    /// <summary>The work items of a range of whole parameters; what has a rule is in items of its own.</summary>
    private IEnumerable<UpdateItem> WeightItems(ItemRange range)
    {
        var (next, end) = (range.First, range.First + range.Count);
        foreach (var rule in _rules.Where(rule => rule.First >= next && rule.First < end))
        {
            foreach (var item in Items(next, rule.First, RangeFloats))
                yield return item;
            next = rule.First + rule.Count;
            foreach (var item in Items(rule.First, next, rule.FloatsOfItem(RangeFloats)))
                yield return item with { Rule = rule, Penalty = _penalties++ };
        }

        foreach (var item in Items(next, end, RangeFloats))
            yield return item;

        static IEnumerable<UpdateItem> Items(int first, int end, int floats)
        {
            for (; first < end; first += floats)
                yield return new UpdateItem(UpdateWork.Weights, first, Math.Min(floats, end - first));
        }
    }

    private static IEnumerable<UpdateItem> KernelItems(ItemRange[] ranges, UpdateWork work) => ranges
        .SelectMany(range => Enumerable.Range(range.First, range.Count))
        .Select(item => new UpdateItem(work, item, 1));
}
