using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Memory;

/// <summary>What a layer asks of memory, and of the layers beside it.</summary>
internal abstract class LayerNeeds(Layer layer)
{
    /// <summary>The layer.</summary>
    public Layer Layer { get; } = layer;

    /// <summary>Whether it has parameters that are trained.</summary>
    public bool IsTrainable => Layer.Parameters.Any(parameter => parameter.IsTrainable);

    /// <summary>Floats that are derived from its state, and lie behind it.</summary>
    public virtual int DerivedStateFloats => 0;

    /// <summary>What it reads again on the way back, besides the gradient of its output and what its weights' gradients read.</summary>
    public virtual BackwardReads Reads => BackwardReads.Nothing;

    /// <summary>
    /// Pixels, down and across, of which it gives the maximum, where its windows lie side by side from the first pixel on; else 0.
    /// </summary>
    public virtual int MaximumOf => 0;

    /// <summary>
    /// The function of each element that it is and nothing more, which a layer before it can apply to what it stores; null where it is
    /// none.
    /// </summary>
    public virtual ActivationFunction? ElementFunction => null;

    /// <summary>The border that its windows reach into around its input.</summary>
    public virtual Border InputBorder(Layouts layouts) => default;

    /// <summary>The border that its input and weight gradients reach into around the gradient of its output.</summary>
    public virtual Border GradientBorder(Layouts layouts) => default;

    /// <summary>Whether its output is the very buffer of its input.</summary>
    /// <param name="layouts">The layouts.</param>
    /// <param name="isTraining">In training, else in prediction.</param>
    public virtual bool SharesInput(Layouts layouts, bool isTraining) => false;

    /// <summary>Whether the gradient of its input is the very buffer of that of its output.</summary>
    public virtual bool SharesGradient(Layouts layouts) => false;

    /// <summary>The layer behind it that it computes itself in prediction, when it stores its output; null where there is none.</summary>
    public virtual LayerNeeds? FusedConsumer(Layouts layouts) => null;

    /// <summary>Whether the input gradient it gives is already that of the sums which the layer before applied its activation to.</summary>
    public virtual bool AppliesDerivativeOfInput(Layouts layouts) => false;
}

/// <summary>What a layer reads again on the way back.</summary>
[Flags]
internal enum BackwardReads
{
    Nothing = 0,
    Input = 1,
    Output = 2,
}
