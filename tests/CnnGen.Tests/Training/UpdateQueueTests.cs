using CnnGen.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>
/// What follows the gradients of a step: every weight is updated once, and each kernel prepared once, when all its weights are updated.
/// </summary>
public sealed class UpdateQueueTests
{
    // Two layers in rounds, the second with more floats than a work item; before, between and behind them weights of others.
    private static readonly MemoryPlan Memory = new(
        200_000,
        200_000,
        0,
        0,
        0,
        0,
        1,
        1,
        0,
        0,
        [
            new(4, 8, 2, Weights: new(64, 1000), ForwardKernels: new(0, 3), BackwardKernels: new(1, 2)),
            new(4, 8, 2, Weights: new(2000, 100_000), ForwardKernels: new(3, 5), BackwardKernels: new(4, 1)),
        ]);

    private static UpdateQueue Queue => new(Memory, forwardKernels: 9, backwardKernels: 6, rules: []);

    [Fact]
    public void NothingIsDueAtFirst() => Assert.Equal(0, Queue.Items);

    [Fact]
    public void WeightsAreDueWithTheirGradientAndKernelsAfterThem()
    {
        var queue = Queue;
        queue.Add(0);
        Assert.Equal([new(UpdateWork.Weights, 64, 1000)], Due(queue));
        queue.Advance();
        Assert.Equal(
            [
                new(UpdateWork.ForwardKernel, 0, 1), new(UpdateWork.ForwardKernel, 1, 1), new(UpdateWork.ForwardKernel, 2, 1),
                new(UpdateWork.BackwardKernel, 1, 1), new(UpdateWork.BackwardKernel, 2, 1),
            ],
            Due(queue));
        queue.Advance();
        Assert.Equal(0, queue.Items);
    }

    [Fact]
    public void KernelsOfOneLayerAreDueWithTheWeightsOfAnother()
    {
        var queue = Queue;
        queue.Add(0);
        queue.Advance();
        queue.Add(1);
        Assert.Equal(4, Due(queue).Count(item => item.Work == UpdateWork.Weights));
        Assert.Equal(5, Due(queue).Count(item => item.Work != UpdateWork.Weights));
    }

    [Fact]
    public void ClearForgetsAStepThatBrokeOff()
    {
        var queue = Queue;
        queue.Add(0);
        queue.Advance();
        queue.Add(1);
        queue.Clear();
        Assert.Equal(0, queue.Items);
        queue.Advance();
        Assert.Equal(0, queue.Items);
    }

    [Fact]
    public void LayerByLayerEverythingIsDoneOnce()
    {
        var queue = Queue;
        AssertEverythingIsDoneOnce(queue, queue.AddOthers, () => queue.Add(1), () => queue.Add(0), () => { });
    }

    [Fact]
    public void AtOnceEverythingIsDoneOnceAndKernelsAfterAllWeights()
    {
        var queue = Queue;
        AssertEverythingIsDoneOnce(queue, queue.AddAll, () => { });
        queue.AddAll();
        Assert.All(Due(queue), item => Assert.Equal(UpdateWork.Weights, item.Work));
    }

    private static void AssertEverythingIsDoneOnce(UpdateQueue queue, params Action[] additions)
    {
        var (updated, forward, backward) = (new int[Memory.TrainableFloats], new int[9], new int[6]);
        foreach (var add in additions)
        {
            add();
            foreach (var item in Due(queue))
            {
                var counts = item.Work switch { UpdateWork.Weights => updated, UpdateWork.ForwardKernel => forward, _ => backward };
                for (int i = 0; i < item.Count; i++)
                    counts[item.First + i]++;
            }

            queue.Advance();
        }

        Assert.Equal(0, queue.Items);
        Assert.All(updated, count => Assert.Equal(1, count));
        Assert.All(forward, count => Assert.Equal(1, count));
        Assert.All(backward, count => Assert.Equal(1, count));
    }

    private static List<UpdateItem> Due(UpdateQueue queue) => [.. Enumerable.Range(0, queue.Items).Select(item => queue[item])];
}
