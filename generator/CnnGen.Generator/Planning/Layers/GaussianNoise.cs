using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class GaussianNoisePlanner(GaussianNoise layer) : RandomPlanner(layer)
{
    public override bool MayShareGradient => true;

    /// <summary>As that of its input wants it, whose gradient is the same.</summary>
    public override Border GradientBorder(Layouts layouts) => layouts.Gradient(Layer.Inputs[0]).Border;

    public override bool SharesGradientOf(Layouts layouts, int input) => true;

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
    [
        new KernelCall(new GaussianNoiseForward(layer, places.X.Tensor, places.Y.Tensor), places.X, places.Y) { Draws = true },
    ];

    /// <summary>The gradient of its input is that of its output, in one buffer.</summary>
    protected override IEnumerable<Step> Backward(BackwardPlaces places) => [];
}

/// <summary>Adds noise.</summary>
internal sealed record GaussianNoiseForward(GaussianNoise Layer, Tensor X, Tensor Y) : Kernel;
