using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The fixed binary tree in which what the shards of a batch give is added: of n shards the first half of a node are as many as the
/// greatest power of two below n. It depends on the number of shards alone, so whoever adds parts of it, in whatever order, has the same
/// bits in the end.
/// </summary>
internal static class ShardTree
{
    /// <summary>Whether some shards are all that are below one node of the tree.</summary>
    /// <param name="some">The shards, one after the other.</param>
    /// <param name="shards">How many there are in all.</param>
    public static bool IsNode(ItemRange some, int shards)
    {
        var (first, count) = (0, shards);
        while (count > 1 && (first, count) != (some.First, some.Count))
        {
            var half = LeftOf(count);
            (first, count) = some.First < first + half ? (first, half) : (first + half, count - half);
        }

        return (first, count) == (some.First, some.Count);
    }

    /// <summary>
    /// Of sums that come one after the other: how many additions of the last two that are there follow each. What then is left are whole
    /// nodes, as few as can be.
    /// </summary>
    /// <param name="sums">The shards of each, which are a node, side by side.</param>
    /// <param name="shards">How many there are in all.</param>
    /// <param name="left">Receives what is left.</param>
    public static int[] AdditionsAfter(IReadOnlyList<ItemRange> sums, int shards, out ItemRange[] left)
    {
        var additions = new int[sums.Count];
        var stack = new List<ItemRange>();
        for (var i = 0; i < sums.Count; i++)
        {
            stack.Add(sums[i]);
            while (stack.Count > 1 && IsNode(Both(stack), shards))
            {
                var both = Both(stack);
                stack.RemoveRange(stack.Count - 2, 2);
                stack.Add(both);
                additions[i]++;
            }
        }

        left = [.. stack];
        return additions;

        static ItemRange Both(List<ItemRange> stack) => new(stack[^2].First, stack[^2].Count + stack[^1].Count);
    }

    /// <summary>The nodes that the sums of some shards are in the end, as few as can be.</summary>
    /// <param name="some">The shards, one after the other.</param>
    /// <param name="shards">How many there are in all.</param>
    public static ItemRange[] NodesOf(ItemRange some, int shards)
    {
        AdditionsAfter(LeavesOf(some), shards, out var nodes);
        return nodes;
    }

    /// <summary>Each of some shards by itself.</summary>
    /// <param name="some">The shards, one after the other.</param>
    public static ItemRange[] LeavesOf(ItemRange some) =>
        [.. Enumerable.Range(some.First, some.Count).Select(shard => new ItemRange(shard, 1))];

    private static int LeftOf(int count)
    {
        var half = 1;
        while (half * 2 < count)
            half *= 2;
        return half;
    }
}
