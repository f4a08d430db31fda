using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>What layers share that join several others element by element.</summary>
internal abstract class MergePlanner(Merge layer) : LayerPlanner(layer)
{
    public sealed override BackwardReads Reads =>
        (ReadsInputs ? BackwardReads.Input : BackwardReads.Nothing)
        | (layer.Activation == ActivationFunction.Linear ? BackwardReads.Nothing : BackwardReads.Output);

    public override Layer? Absorb(ActivationFunction function) =>
        layer.Activation == ActivationFunction.Linear ? layer with { Activation = function } : null;

    /// <summary>Whether the gradient of an input depends on them.</summary>
    protected virtual bool ReadsInputs => false;

    protected override IEnumerable<Step> Forward(ForwardPlaces places)
    {
        var kernel = new MergeForward(layer, new(places.Inputs.Select(input => input.Tensor)), places.Y.Tensor);
        return [new KernelCall(kernel, [.. places.Inputs.Select(input => (Argument)input), places.Y])];
    }

    protected override IEnumerable<Step> Backward(BackwardPlaces places)
    {
        // What the way back does not read is not there any more.
        Place[] inputs = ReadsInputs ? [.. places.Inputs] : [];
        for (var i = 0; i < places.InputGradients.Count; i++)
        {
            if (places.InputGradients[i] is not { } dx)
                continue;
            var kernel = new MergeBackward(layer, i, new(inputs.Select(input => input.Tensor)), dx.Tensor, places.Dy.Tensor);
            yield return new KernelCall(kernel, [.. inputs.Select(input => (Argument)input), dx, places.Dy]);
        }
    }
}

/// <summary>Joins what several layers give, element by element.</summary>
internal sealed record MergeForward(Merge Layer, EquatableArray<Tensor> Inputs, Tensor Y) : Kernel;

/// <summary>The gradient of one of the layers that are joined.</summary>
/// <param name="Layer">What joins them.</param>
/// <param name="Input">Which of them.</param>
/// <param name="Inputs">All of them; none where the gradient does not depend on them.</param>
/// <param name="Dx">Its gradient.</param>
/// <param name="Dy">The gradient of the output.</param>
internal sealed record MergeBackward(Merge Layer, int Input, EquatableArray<Tensor> Inputs, Tensor Dx, Tensor Dy) : Kernel;
