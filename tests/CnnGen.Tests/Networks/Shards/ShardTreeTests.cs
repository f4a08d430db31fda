using CnnGen.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

public sealed class ShardTreeTests
{
    /// <summary>All sums of all processes end in one, which is that of the tree, whoever has which shards.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(64)]
    public void TheSumIsThatOfTheTreeForAnyNumberOfProcesses(int shards)
    {
        var random = new Random(shards);
        float[] values = [.. Enumerable.Range(0, shards).Select(_ => (float)(random.NextDouble() - 0.5))];
        float expected = SumOf(values);
        for (int processes = 1; processes <= shards; processes++)
        {
            ItemRange[] own = [.. Enumerable.Range(0, processes).Select(rank => Own(shards, processes, rank))];
            Assert.Equal(shards, own.Sum(each => each.Count));
            var nodes = own.SelectMany(each => ShardTree.NodesOf(each, shards)).ToArray();
            var sums = own.SelectMany(each => Added(
                ShardTree.LeavesOf(each), shards, [.. values.Skip(each.First).Take(each.Count)])).ToList();
            Assert.Equal(nodes.Length, sums.Count);
            Assert.Equal(expected, Assert.Single(Added(nodes, shards, sums)));
        }
    }

    [Fact]
    public void OrderMatters()
    {
        // Or the test above could not fail.
        float[] values = [1e8f, -1e8f, 1, 1, 1e8f, -1e8f];
        Assert.NotEqual(SumOf(values), SumOf([.. values.Skip(1), values[0]]));
    }

    [Theory]
    [InlineData(0, 4, 6, true)]
    [InlineData(4, 2, 6, true)]
    [InlineData(0, 6, 6, true)]
    [InlineData(2, 2, 6, true)]
    [InlineData(1, 2, 6, false)]
    [InlineData(2, 4, 6, false)]
    [InlineData(4, 3, 7, true)]
    public void ANodeIsWhatHalvesLeadTo(int first, int count, int shards, bool expected) =>
        Assert.Equal(expected, ShardTree.IsNode(new ItemRange(first, count), shards));

    private static ItemRange Own(int shards, int processes, int rank) => new ShardPlan(shards, new Process(rank, processes)).Own;

    /// <summary>The sum, straight from the definition of the tree.</summary>
    private static float SumOf(ReadOnlySpan<float> values)
    {
        if (values.Length == 1)
            return values[0];
        int half = 1 << (int)Math.Floor(Math.Log2(values.Length - 1));
        return SumOf(values[..half]) + SumOf(values[half..]);
    }

    private static List<float> Added(IReadOnlyList<ItemRange> ranges, int shards, IReadOnlyList<float> values)
    {
        int[] additions = ShardTree.AdditionsAfter(ranges, shards, out _);
        List<float> stack = [];
        for (int i = 0; i < values.Count; i++)
        {
            stack.Add(values[i]);
            for (int addition = 0; addition < additions[i]; addition++)
            {
                stack[^2] += stack[^1];
                stack.RemoveAt(stack.Count - 1);
            }
        }

        return stack;
    }

    private sealed record Process(int Rank, int Size) : ICluster
    {
        public void AllGather(Span<byte> all, ReadOnlySpan<int> lengths) => throw new NotSupportedException();

        public void AllToAll(
            ReadOnlySpan<byte> given, ReadOnlySpan<int> givenLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths) =>
            throw new NotSupportedException();

        public void Fail(Exception reason) => throw new NotSupportedException();
    }
}
