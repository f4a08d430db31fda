using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>
/// Every channel several times, side by side: output channel c * Times + m is input channel c. Only lowering makes it.
/// </summary>
internal sealed record RepeatChannels(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, int Times)
    : Layer(Index, Name, Inputs, InputShape, OutputShape);

internal sealed class RepeatChannelsPlanner(RepeatChannels layer) : LayerPlanner(layer)
{
    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new RepeatForward(layer, places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
        [new KernelCall(new RepeatBackward(layer, places.Dx.Tensor, places.Dy.Tensor), places.Dx, places.Dy)];
}

/// <summary>Copies of each channel.</summary>
internal sealed record RepeatForward(RepeatChannels Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>Sums the gradients of the copies.</summary>
internal sealed record RepeatBackward(RepeatChannels Layer, Tensor Dx, Tensor Dy) : Kernel;
