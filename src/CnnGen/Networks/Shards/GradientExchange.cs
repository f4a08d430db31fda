using System.Runtime.InteropServices;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <summary>
/// Adds the gradients of all processes. Each adds a slice of the weights: it receives the sums of everybody's shards there, adds them in
/// their <see cref="ShardTree"/>, and gives the result to all. No sum is made on the way, where its order would be anybody's.
/// </summary>
/// <param name="context">The network.</param>
/// <param name="sums">The sums of the shards of this process.</param>
internal sealed unsafe class GradientExchange(RunContext context, ShardSums sums) : IDisposable
{
    // Of a cache line, and so of every vector.
    private const int SliceUnit = 16;

    private AlignedMemory? _received;
    private Action<int, int>? _addRange;
    private ShardPlan? _plan;

    // What each process has in each round, of those that have something: one node of the tree.
    private (int Rank, int Node)[] _nodes = [];
    private int[] _additions = [];
    private int[] _places = [];
    private ItemRange[] _slices = [];

    // Bytes of each slice, and what is given and received in each round.
    private int[] _sliceBytes = [];
    private Round[] _rounds = [];

    /// <summary>Every arena that is there.</summary>
    public IEnumerable<AlignedMemory> Arenas => _received is null ? [] : [_received];

    private ItemRange Slice => _slices[_plan!.Rank];

    /// <summary>Adds up what all shards have; afterwards the gradients of the whole batch are in place.</summary>
    /// <param name="plan">The shards, of several processes; the sums of the own ones are complete.</param>
    public void Run(ShardPlan plan)
    {
        Prepare(plan);
        var (cluster, floats) = (plan.Cluster!, context.Info.Memory.TrainableFloats);
        for (var i = 0; i < _rounds.Length; i++)
        {
            var round = _rounds[i];
            var given = i < sums.Nodes.Count ? new Span<float>(sums.At(i), floats) : [];
            var received = new Span<float>(_received!.Pointer + ((long)round.First * Slice.Count), round.Count * Slice.Count);
            cluster.AllToAll(MemoryMarshal.AsBytes(given), round.Given, MemoryMarshal.AsBytes(received), round.Received);
        }

        context.Workers.Run(_addRange ??= AddRange, MemoryPlan.ItemsOf(Slice.Count, UpdateQueue.RangeFloats));
        cluster.AllGather(MemoryMarshal.AsBytes(new Span<float>(sums.At(0), floats)), _sliceBytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _received?.Dispose();
        (_received, _plan) = (null, null);
    }

    private void Prepare(ShardPlan plan)
    {
        if (plan == _plan)
            return;
        var (shards, processes) = (plan.Shards, plan.Processes);
        ItemRange[][] nodes = [.. Enumerable.Range(0, processes).Select(rank => ShardTree.NodesOf(plan.ShardsOf(rank), shards))];
        var units = MemoryPlan.ItemsOf(context.Info.Memory.TrainableFloats, SliceUnit);
        _slices = [.. Enumerable.Range(0, processes).Select(rank => SliceOf(rank, processes, units))];
        _sliceBytes = [.. _slices.Select(slice => slice.Count * sizeof(float))];
        var own = _slices[plan.Rank].Count * sizeof(float);
        var first = 0;
        _rounds = new Round[nodes.Max(each => each.Length)];
        for (var i = 0; i < _rounds.Length; i++)
        {
            var round = i;
            int[] received = [.. nodes.Select(each => round < each.Length ? own : 0)];
            var count = nodes.Count(each => round < each.Length);
            _rounds[i] = new Round(first, count, round < nodes[plan.Rank].Length ? _sliceBytes : new int[processes], received);
            first += count;
        }

        _nodes = [.. nodes.SelectMany((each, rank) => each.Select((_, node) => (rank, node)))];
        _places = [.. _nodes.Select(each => _rounds[each.Node].First + nodes.Take(each.Rank).Count(other => each.Node < other.Length))];
        _additions = ShardTree.AdditionsAfter([.. nodes.SelectMany(each => each)], shards, out _);
        _received?.Dispose();
        _received = null;
        _received = context.Memory.Reserve(
            (long)first * _slices[plan.Rank].Count, "the gradients of other processes", NetworkMemory.OtherNetworks);
        _plan = plan;
    }

    private ItemRange SliceOf(int rank, int processes, int units)
    {
        var floats = context.Info.Memory.TrainableFloats;
        var first = Math.Min(floats, (int)((long)units * rank / processes) * SliceUnit);
        return new ItemRange(first, Math.Min(floats, (int)((long)units * (rank + 1) / processes) * SliceUnit) - first);
    }

    private void AddRange(int item, int worker)
    {
        var slice = Slice;
        var first = item * UpdateQueue.RangeFloats;
        var count = Math.Min(UpdateQueue.RangeFloats, slice.Count - first);
        var stack = stackalloc float*[_nodes.Length];
        var depth = 0;
        for (var i = 0; i < _nodes.Length; i++)
        {
            stack[depth++] = _received!.Pointer + ((long)_places[i] * slice.Count) + first;
            for (var addition = 0; addition < _additions[i]; addition++, depth--)
                ShardSums.Add(context.InstructionSet, stack[depth - 2], stack[depth - 1], count);
        }

        new Span<float>(stack[0], count).CopyTo(new Span<float>(sums.At(0) + slice.First + first, count));
    }

    /// <summary>A round of the exchange.</summary>
    /// <param name="First">Slices received in rounds before.</param>
    /// <param name="Count">Slices received in this one.</param>
    /// <param name="Given">Bytes that each process is given.</param>
    /// <param name="Received">Bytes that come of each.</param>
    private sealed record Round(int First, int Count, int[] Given, int[] Received);
}
