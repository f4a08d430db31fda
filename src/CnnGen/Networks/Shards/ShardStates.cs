using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <summary>
/// What the shards of a batch make of state that training moves, the moving statistics of batch normalization: each begins with that of
/// before the step, and what comes out is the mean over those that have images, as with Keras' <c>MirroredStrategy</c>.
/// </summary>
/// <remarks>Sums are in the order of shards and in double precision, so that what no shard moves stays what it is, to the bit.</remarks>
internal sealed class ShardStates
{
    private readonly WeightStore _weights;
    private readonly ItemRange[] _ranges;
    private readonly float[] _before;
    private float[] _after = [];
    private ShardPlan _plan = ShardPlan.Whole;

    /// <summary>Finds what there is of it.</summary>
    /// <param name="context">The network.</param>
    public ShardStates(RunContext context)
    {
        _weights = context.Weights;
        // Only layers that need something of a whole batch have state that moves.
        _ranges = context.Code.Segments == 1 ? [] : [.. context.Info.Layers
            .Where(layer => !layer.Frozen)
            .SelectMany(layer => context.Info.Parameters.Where(each => !each.Trainable && each.Name.StartsWith(
                layer.Name + "/", StringComparison.Ordinal)))
            .Select(each => new ItemRange(each.Offset, each.StoredFloats))];
        _before = new float[_ranges.Sum(range => range.Count)];
    }

    // Of each shard.
    private int Floats => _before.Length;

    /// <summary>Begins a step.</summary>
    /// <param name="plan">The shards.</param>
    public void Begin(ShardPlan plan)
    {
        _plan = plan;
        if (_after.Length < plan.Shards * Floats)
            _after = new float[plan.Shards * Floats];
        CopyTo(_before);
    }

    /// <summary>Takes down what a shard made of it, and goes back to what it was before.</summary>
    /// <param name="shard">The shard.</param>
    public void Take(int shard)
    {
        CopyTo(_after.AsSpan(shard * Floats, Floats));
        var next = 0;
        foreach (var range in _ranges)
        {
            _before.AsSpan(next, range.Count).CopyTo(_weights.Values[range.First..]);
            next += range.Count;
        }
    }

    /// <summary>Puts the mean in place.</summary>
    /// <param name="images">Images of the batch: shards without one do not count.</param>
    public void End(int images)
    {
        if (Floats == 0)
            return;
        _plan.GatherShards(_after.AsSpan(0, _plan.Shards * Floats), Floats);
        var next = 0;
        foreach (var range in _ranges)
        {
            var values = _weights.Values.Slice(range.First, range.Count);
            for (var i = 0; i < values.Length; i++)
                values[i] = MeanOf(next++, images);
        }
    }

    private float MeanOf(int place, int images)
    {
        var (sum, count) = (0.0, 0);
        for (var shard = 0; shard < _plan.Shards; shard++)
        {
            if (_plan.ImagesOf(shard, images).Count == 0)
                continue;
            sum += _after[(shard * Floats) + place];
            count++;
        }

        return (float)(sum / count);
    }

    private void CopyTo(Span<float> values)
    {
        var next = 0;
        foreach (var range in _ranges)
        {
            _weights.Values.Slice(range.First, range.Count).CopyTo(values[next..]);
            next += range.Count;
        }
    }
}
