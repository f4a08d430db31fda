using System.Runtime.Intrinsics;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <summary>
/// The gradients of the shards of a batch, added in their <see cref="ShardTree"/>. Each shard's come behind the sums that wait for others;
/// with one shard there is nothing but its gradients.
/// </summary>
/// <param name="context">The network.</param>
internal sealed unsafe class ShardSums(RunContext context) : IDisposable
{
    // What lies behind the gradients of the network: a sum that waits each.
    private readonly List<AlignedMemory> _waiting = [];
    private int[] _additions = [0];
    private ItemRange _own = new(0, 1);
    private int _shards = 1;
    private int _shard;
    private int _depth;

    /// <summary>Every arena that is there.</summary>
    public IEnumerable<AlignedMemory> Arenas => _waiting;

    /// <summary>The nodes of the tree that the sums of all own shards are.</summary>
    public IReadOnlyList<ItemRange> Nodes { get; private set; } = [new(0, 1)];

    /// <summary>Where the gradients of the shard under way belong.</summary>
    public float* Next => At(_depth);

    /// <summary>Additions that follow the gradients of the shard under way.</summary>
    public int Additions => _additions[_shard];

    /// <summary>Begins a step; makes room where there was none.</summary>
    /// <param name="plan">The shards.</param>
    public void Begin(ShardPlan plan)
    {
        (_shard, _depth) = (0, 0);
        var (own, shards) = (plan.Own, plan.Shards);
        if ((own, shards) == (_own, _shards))
            return;
        var additions = ShardTree.AdditionsAfter(ShardTree.LeavesOf(own), shards, out var nodes);
        var (depth, deepest) = (0, 0);
        foreach (var after in additions)
        {
            deepest = Math.Max(deepest, ++depth);
            depth -= after;
        }

        while (_waiting.Count < deepest - 1)
        {
            _waiting.Add(context.Memory.Reserve(
                context.Info.Memory.TrainableFloats, "the sums of the gradients of shards", "Train with fewer Shards."));
        }

        (_own, _shards, Nodes, _additions) = (own, shards, nodes, additions);
    }

    /// <summary>One of <see cref="Nodes"/>, once all own shards are added.</summary>
    /// <param name="node">Which.</param>
    public float* At(int node) => node == 0 ? context.Weights.ReserveGradients() : _waiting[node - 1].Pointer;

    /// <summary>No image is in the shard under way: its gradients are 0.</summary>
    public void ClearNext() => new Span<float>(Next, context.Info.Memory.TrainableFloats).Clear();

    /// <summary>Adds what can be added once the gradients of the shard under way are there, of a range of floats.</summary>
    /// <param name="first">The first float.</param>
    /// <param name="count">How many.</param>
    public void Add(int first, int count)
    {
        for (var i = 0; i < Additions; i++)
            Add(context.InstructionSet, At(_depth - i - 1) + first, At(_depth - i) + first, count);
    }

    /// <summary>All ranges are added: goes on to the next shard.</summary>
    public void Advance() => (_depth, _shard) = (_depth + 1 - Additions, _shard + 1);

    /// <summary>sums += others.</summary>
    /// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
    /// <param name="sums">What is added to.</param>
    /// <param name="others">What is added.</param>
    /// <param name="count">How many.</param>
    public static void Add(InstructionSet instructionSet, float* sums, float* others, int count)
    {
        var done = instructionSet switch
        {
            InstructionSet.Avx512 => Add<Lanes512, Vector512<float>>(sums, others, count),
            InstructionSet.Avx2 => Add<Lanes256, Vector256<float>>(sums, others, count),
            InstructionSet.Vector128 => Add<Lanes128, Vector128<float>>(sums, others, count),
            _ => 0,
        };
        Add<Lanes1, float>(sums + done, others + done, count - done);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var sum in _waiting)
            sum.Dispose();
        _waiting.Clear();
        (_own, _shards, Nodes, _additions) = (new(0, 1), 1, [new(0, 1)], [0]);
    }

    private static int Add<L, V>(float* sums, float* others, int count)
        where L : ILanes<V>
        where V : unmanaged
    {
        var i = 0;
        for (; i <= count - L.Count; i += L.Count)
            L.Store(L.Add(L.Load(sums + i), L.Load(others + i)), sums + i);
        return i;
    }
}
