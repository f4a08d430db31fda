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

    /// <summary>
    /// Whether gradients of its weights are computed of its whole input and of the gradient of its whole output, when the way back is done.
    /// </summary>
    public virtual bool HasWeightGradient => IsTrainable;

    /// <summary>Whether all images have to be through it before the layer behind it begins.</summary>
    public virtual bool EndsSegment => false;

    /// <summary>Floats of an image that all images' are put together of, after the layer and before the next one.</summary>
    public virtual int ForwardSumFloats => 0;

    /// <summary>The same on the way back, after the layer and before the one in front of it.</summary>
    public virtual int BackwardSumFloats => 0;

    /// <summary>Floats of an image that it finds out forward; in training they are kept for the way back.</summary>
    public virtual int StatisticsFloats => 0;

    /// <summary>Floats of an image that the gradients of its weights are sums of, over the images, when the way back is done.</summary>
    public virtual int WeightSumFloats => 0;

    /// <summary>Floats that are derived from its state, and lie behind it.</summary>
    public virtual int DerivedStateFloats => 0;

    /// <summary>What it reads again on the way back, besides the gradient of its output and what its weights' gradients read.</summary>
    public virtual BackwardReads Reads => BackwardReads.Nothing;

    /// <summary>
    /// Pixels, down and across, of which it gives the maximum, where its windows lie side by side from the first pixel on; else 0.
    /// </summary>
    public virtual int MaximumOf => 0;

    /// <summary>
    /// Whether it is a factor and a shift for each channel in prediction, and an activation behind that, which a layer before it can apply
    /// to what it stores.
    /// </summary>
    public virtual bool ScalesChannels => false;

    /// <summary>
    /// The function of each element that it is and nothing more, which a layer before it can apply to what it stores; null where it is
    /// none.
    /// </summary>
    public virtual ActivationFunction? ElementFunction => null;

    /// <summary>
    /// Whether it stands for one of several readers of a layer: it is the very buffer of what it reads, and the gradients of all readers
    /// are summed up for that.
    /// </summary>
    public virtual bool IsBranch => false;

    /// <summary>Whether its output lies in memory like its input, border included, since both may be one buffer.</summary>
    public virtual bool LiesLikeInput => false;

    /// <summary>Whether <see cref="SharesGradientOf"/> can be true.</summary>
    public virtual bool MayShareGradient => false;

    /// <summary>Whether it adds to the gradient of its output where that lies.</summary>
    public virtual bool ChangesGradient => false;

    /// <summary>The border that its windows reach into around its input.</summary>
    public virtual Border InputBorder(Layouts layouts) => default;

    /// <summary>The border that its input and weight gradients reach into around the gradient of its output.</summary>
    public virtual Border GradientBorder(Layouts layouts) => default;

    /// <summary>Whether its output is the very buffer of its input.</summary>
    /// <param name="layouts">The layouts.</param>
    /// <param name="isTraining">In training, else in prediction.</param>
    public virtual bool SharesInput(Layouts layouts, bool isTraining) => false;

    /// <summary>Whether the gradient of an input is the very buffer of that of its output.</summary>
    /// <param name="layouts">The layouts.</param>
    /// <param name="input">Which of the layers that it reads.</param>
    public virtual bool SharesGradientOf(Layouts layouts, int input) => false;

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
