using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Memory;

/// <summary>Finds from when to when each layer's output and its gradient are needed, and which of them are one buffer.</summary>
internal sealed class Lifetimes(Network network, Layouts layouts)
{
    private int Count => network.Layers.Count;

    /// <summary>Buffers of prediction.</summary>
    public List<Buffer> Inference()
    {
        var buffers = new List<Buffer>();
        foreach (var needs in layouts.Layers)
        {
            var layer = needs.Layer;
            var tensor = layouts.Output(layouts.Fused(needs, isTraining: false)?.Layer.Index ?? layer.Index);
            // What nobody reads is an output.
            var end = layouts.ConsumersOf(layer.Index).Select(consumer => consumer.Layer.Index).DefaultIfEmpty(Count).Max();
            buffers.Add(new Buffer(
                (layer.Index, BufferKind.Activation), tensor, layer.Index, end, InputBuffer(needs, isTraining: false)));
        }

        foreach (var needs in layouts.Layers)
            Add(buffers, needs, BufferKind.Statistics, needs.StatisticsFloats, needs.Layer.Index, needs.Layer.Index);
        return buffers;
    }

    /// <summary>
    /// Buffers of training. Time runs through the layers forward, then the loss, then the layers backward, then the weight gradients, which
    /// are computed for all layers at once.
    /// </summary>
    public List<Buffer> Training()
    {
        var buffers = new List<Buffer>();
        foreach (var needs in layouts.Layers)
        {
            var index = needs.Layer.Index;
            var tensor = layouts.Output(layouts.Fused(needs, isTraining: true)?.Layer.Index ?? index);
            buffers.Add(new Buffer(
                (index, BufferKind.Activation), tensor, index, EndOfOutput(needs), InputBuffer(needs, isTraining: true)));
        }

        foreach (var needs in layouts.Layers.Where(needs => layouts.NeedsGradient(needs.Layer.Index)).Reverse())
        {
            var index = needs.Layer.Index;
            var alias = SharedGradient(index);
            var consumers = layouts.ConsumersOf(index).ToArray();
            // Where several read it, their gradients are summed up when the way back comes to it.
            var start = IsLogits(index) ? Loss
                : consumers.Any(consumer => consumer.IsBranch) && alias is null ? Backward(needs)
                : consumers.Select(Backward).DefaultIfEmpty(Loss).Min();
            var end = needs.HasWeightGradient ? WeightGradients
                : Backward(needs.IsBranch ? layouts.Layers[needs.Layer.Inputs[0]] : needs);
            buffers.Add(new Buffer((index, BufferKind.Gradient), layouts.Gradient(index), start, end, alias));
        }

        foreach (var needs in layouts.Layers)
        {
            var (forward, backward) = (needs.Layer.Index, Backward(needs));
            // All images' are put together before anything else happens.
            Add(buffers, needs, BufferKind.ForwardSums, needs.ForwardSumFloats, forward, forward);
            Add(buffers, needs, BufferKind.BackwardSums, needs.BackwardSumFloats, backward, backward);
            var goesBack = layouts.NeedsGradient(forward);
            Add(buffers, needs, BufferKind.Statistics, needs.StatisticsFloats, forward, goesBack ? backward : forward);
            Add(
                buffers, needs, BufferKind.WeightSums, goesBack ? needs.WeightSumFloats : 0, backward,
                needs.IsTrainable ? WeightGradients : backward);
        }

        return buffers;
    }

    private static void Add(List<Buffer> buffers, LayerNeeds needs, BufferKind kind, int floats, int start, int end)
    {
        if (floats > 0)
            buffers.Add(new Buffer((needs.Layer.Index, kind), new Tensor(Shape.Flat(floats), default), start, end, null));
    }

    private int Loss => Count;

    private int WeightGradients => (2 * Count) + 1;

    private int Backward(LayerNeeds needs) => Loss + Count - needs.Layer.Index;

    private int EndOfOutput(LayerNeeds needs)
    {
        var consumers = layouts.ConsumersOf(needs.Layer.Index).ToArray();
        if (consumers.Any(consumer => consumer.HasWeightGradient))
            return WeightGradients;
        var end = consumers.Select(consumer => consumer.Layer.Index).DefaultIfEmpty(Loss).Max();
        foreach (var consumer in consumers.Where(consumer => ReadsAgain(consumer, BackwardReads.Input)))
            end = Math.Max(end, Backward(consumer));
        if (IsLogits(needs.Layer.Index) || network.FurtherOutputs.Contains(needs.Layer.Index))
            end = Math.Max(end, Loss);
        return ReadsAgain(needs, BackwardReads.Output) ? Math.Max(end, Backward(needs)) : end;
    }

    /// <summary>Nothing goes back through what nobody needs the gradient of.</summary>
    private bool ReadsAgain(LayerNeeds needs, BackwardReads what) =>
        needs.Reads.HasFlag(what) && layouts.NeedsGradient(needs.Layer.Index);

    /// <summary>The gradient that is the one of a layer too: of a consumer that hands it on as it is.</summary>
    private (int, BufferKind)? SharedGradient(int layer)
    {
        foreach (var consumer in layouts.ConsumersOf(layer))
        {
            var inputs = consumer.Layer.Inputs;
            if (layouts.NeedsGradient(consumer.Layer.Index)
                && Enumerable.Range(0, inputs.Count).Any(input => inputs[input] == layer && consumer.SharesGradientOf(layouts, input)))
            {
                return (consumer.Layer.Index, BufferKind.Gradient);
            }
        }

        return null;
    }

    private (int, BufferKind)? InputBuffer(LayerNeeds needs, bool isTraining) =>
        needs.SharesInput(layouts, isTraining) ? (needs.Layer.Inputs[0], BufferKind.Activation) : null;

    /// <summary>Whether the loss reads this layer's output and writes its gradient, past the softmax behind it.</summary>
    private bool IsLogits(int layer) => network.Output.IsSoftmax && network.Output.Inputs[0] == layer;
}

internal enum BufferKind
{
    Activation,
    Gradient,
    ForwardSums,
    BackwardSums,
    Statistics,
    WeightSums,
}

/// <summary>A tensor that needs space from one time to another, or shares that of an earlier buffer in the list.</summary>
internal sealed record Buffer((int Layer, BufferKind Kind) Key, Tensor Tensor, int Start, int End, (int Layer, BufferKind Kind)? AliasOf);
