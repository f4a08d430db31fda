using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class ConcatenatePlanner(Concatenate layer) : LayerPlanner(layer)
{
    protected override string Algorithm(PlanningContext context) => "copy";

    protected override IEnumerable<Step> Forward(ForwardPlaces places)
    {
        var kernel = new ConcatenateForward(new(places.Inputs.Select(input => input.Tensor)), places.Y.Tensor);
        return [new KernelCall(kernel, [.. places.Inputs.Select(input => (Argument)input), places.Y])];
    }

    protected override IEnumerable<Step> Backward(BackwardPlaces places)
    {
        var parts = new List<ChannelPart>();
        var (arguments, first) = (new List<Argument>(), 0);
        for (var i = 0; i < places.Inputs.Count; i++)
        {
            if (places.InputGradients[i] is { } dx)
            {
                parts.Add(new ChannelPart(dx.Tensor, first));
                arguments.Add(dx);
            }

            first += places.Inputs[i].Tensor.Shape.Channels;
        }

        return [new KernelCall(new ConcatenateBackward(new(parts), places.Dy.Tensor), [.. arguments, places.Dy])];
    }
}

/// <summary>Puts the channels of all inputs side by side.</summary>
internal sealed record ConcatenateForward(EquatableArray<Tensor> Inputs, Tensor Y) : Kernel;

/// <summary>Gives each input the gradients of its channels.</summary>
internal sealed record ConcatenateBackward(EquatableArray<ChannelPart> Parts, Tensor Dy) : Kernel;

/// <summary>An input's gradient, and the first of its channels among those of the output.</summary>
internal readonly record struct ChannelPart(Tensor Dx, int First);
