using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>
/// An output of another layer than the last, and how the gradient of the logits, of which its layer may make probabilities, goes back.
/// Where only the caller reads it, that stands for the gradient behind the activation; where others do, too, it is added there.
/// </summary>
/// <param name="Which">Its number among the further outputs.</param>
/// <param name="Index">The computed layer that it is: the one that gives it, or a branch of that.</param>
/// <param name="Layer">The layer that gives it.</param>
internal sealed record FurtherOutput(int Which, int Index, Layer Layer)
{
    /// <summary>Whether the gradient of the logits cannot be fetched as that of the output is.</summary>
    public bool LogitsEnterElsewhere => Layer.GivesProbabilities && (IsReadInside || IsActivation);

    // Else the activation is part of the layer, and its gradient takes the place of that of the output.
    private bool IsActivation => Layer.FusedActivation == ActivationFunction.Linear;

    private bool IsReadInside => Index != Layer.Index;

    /// <param name="network">The computed network.</param>
    /// <param name="index">The computed layer that the output is.</param>
    /// <param name="which">Its number.</param>
    public static FurtherOutput Of(Network network, int index, int which) => new(
        which, index, network.Layers[index] is Branch branch ? network.Layers[branch.Inputs[0]] : network.Layers[index]);

    /// <summary>Fetches the gradient from the caller.</summary>
    /// <param name="gradient">Where it goes.</param>
    public KernelCall LoadGradient(Place gradient) => new(new LoadGradientKernel(gradient.Tensor), OfCaller(gradient), gradient);

    /// <summary>Hands the gradient to whoever looks inside.</summary>
    /// <param name="gradient">Where it lies.</param>
    public KernelCall StoreGradient(Place gradient) => new(
        new StoreOutputKernel(gradient.Tensor), gradient,
        new Argument(ArgumentKind.LayerGradients, gradient.Tensor.Shape.Size) { Which = Which });

    /// <summary>The pass back through an activation that is part of the layer, where nobody reads the output inside.</summary>
    /// <param name="derivative">What it does; the gradient of the logits needs none of it, and without a gradient there is nothing.</param>
    public Step PastOwnActivation(KernelCall derivative) => Layer.GivesProbabilities
        ? new Choice(PassCondition.FurtherGradientIsOfOutput, derivative, Otherwise: null) { Which = Which }
        : derivative;

    /// <summary>What comes behind the sum of the gradients of all readers, times the derivative of the layer's own activation.</summary>
    /// <param name="gradient">Where that lies.</param>
    public IEnumerable<Step> BehindOwnActivation(Place gradient) =>
        Layer.GivesProbabilities && IsReadInside && !IsActivation ? [AddLogits(gradient)] : [];

    /// <summary>The pass back through a layer that is an activation and nothing more.</summary>
    /// <param name="steps">What it does.</param>
    /// <param name="gradient">Where the gradient of its input goes.</param>
    public IEnumerable<Step> PastActivation(IEnumerable<Step> steps, Place gradient)
    {
        if (!Layer.GivesProbabilities || !IsActivation)
            return steps;
        return IsReadInside
            ? [.. steps, AddLogits(gradient)]
            : steps.Select(step => new Choice(PassCondition.FurtherGradientIsOfLogits, LoadGradient(gradient), (KernelCall)step)
            {
                Which = Which,
            });
    }

    private Choice AddLogits(Place gradient) => new(
        PassCondition.FurtherGradientIsOfLogits,
        new KernelCall(new AddGradientKernel(gradient.Tensor), OfCaller(gradient), gradient),
        Otherwise: null)
    {
        Which = Which,
    };

    private Argument OfCaller(Place gradient) => new(ArgumentKind.FurtherGradients, gradient.Tensor.Shape.Size) { Which = Which };
}
