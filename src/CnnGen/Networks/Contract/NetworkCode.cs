using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>
/// What is generated for a network and an instruction set: passes that call kernels. The library cuts the images of a call into chunks and
/// what else is to be done into work items, and says which of them are done at the same time.
/// </summary>
/// <remarks>All of it works on the memory that the pass names, and keeps nothing itself.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class NetworkCode
{
    /// <summary>Whether the last layer is a softmax over classes.</summary>
    public abstract bool EndsInSoftmax { get; }

    /// <summary>
    /// Whether the last layer makes probabilities of what it is given, logits, and <see cref="Backward"/> takes the gradient of these
    /// instead; false when left out.
    /// </summary>
    public virtual bool TakesLogitsGradients => false;

    /// <summary>
    /// Of each of the further outputs the activation that makes probabilities of what it is given, logits, where <see cref="Backward"/>
    /// takes the gradient of these instead, as <see cref="NetworkPass.FurtherAreOfLogits"/> says; else linear. Empty, where that is said of
    /// none, when left out.
    /// </summary>
    public virtual ReadOnlySpan<Activation> FurtherProbabilities => [];

    /// <summary>Whether outputs of layers add to the loss, of each image: activity regularization; false when left out.</summary>
    public virtual bool PenalizesActivities => false;

    /// <summary>Work items of each stage of the prediction of one image.</summary>
    public abstract ReadOnlySpan<int> InferStageItems { get; }

    /// <summary>
    /// Segments of a training pass, at least 1. Chunks of images go through one of them at the same time; all images are through it before
    /// the next segment begins, and back through it before the one in front of it is gone back through.
    /// </summary>
    public abstract int Segments { get; }

    /// <summary>Number of blocks of kernels to transform for the forward direction.</summary>
    public abstract int ForwardKernelItems { get; }

    /// <summary>The last of them, of layers whose weights training leaves as they are; 0 when left out.</summary>
    public virtual int FrozenForwardKernelItems => 0;

    /// <summary>Number of kernels, or blocks of them, to prepare for the input gradients.</summary>
    public abstract int BackwardKernelItems { get; }

    /// <summary>The last of them, of layers whose weights training leaves as they are; 0 when left out.</summary>
    public virtual int FrozenBackwardKernelItems => 0;

    /// <summary>Number of work items of the weight gradients that are not computed in rounds.</summary>
    public abstract int WeightGradientItems { get; }

    /// <summary>
    /// Predicts the images of a pass, at most <see cref="MemoryPlan.InferenceChunk"/> of them, in the workspace it names.
    /// </summary>
    /// <param name="pass">Images, outputs and workspace.</param>
    public abstract void Infer(in NetworkPass pass);

    /// <summary>Does a part of the prediction of one image, in the workspace and the shared room that the pass names.</summary>
    /// <param name="pass">The image, its output and workspace.</param>
    /// <param name="stage">The stage; those before it are done.</param>
    /// <param name="item">In [0, <see cref="InferStageItems"/>[stage]); other threads may do the stage's other items at the same
    /// time.</param>
    public abstract void InferStage(in NetworkPass pass, int stage, int item);

    /// <summary>Runs a segment of the training form of the network on some images of a pass; the last writes their outputs.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="segment">In [0, <see cref="Segments"/>).</param>
    /// <param name="first">The first image.</param>
    /// <param name="count">How many.</param>
    public abstract void Forward(in NetworkPass pass, int segment, int first, int count);

    /// <summary>Computes loss and gradient of the logits of some images; only for networks that end in softmax.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="first">The first image.</param>
    /// <param name="count">How many.</param>
    public virtual void Loss(in NetworkPass pass, int first, int count) =>
        throw new InvalidOperationException("The network does not end in softmax.");

    /// <summary>Takes gradients back through a segment; through all of them, down to the outputs of the first layer with weights.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="segment">In [0, <see cref="Segments"/>).</param>
    /// <param name="first">The first image.</param>
    /// <param name="count">How many.</param>
    public abstract void Backward(in NetworkPass pass, int segment, int first, int count);

    /// <summary>
    /// Puts together what all images gave in a segment, before the next; state, such as moving statistics, is brought up to date.
    /// </summary>
    /// <param name="pass">The batch.</param>
    /// <param name="segment">In [0, <see cref="Segments"/> - 1).</param>
    public virtual void JoinForward(in NetworkPass pass, int segment) => throw OneSegment();

    /// <summary>Puts together what all images gave on the way back through a segment, before the one in front of it.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="segment">In [1, <see cref="Segments"/>).</param>
    public virtual void JoinBackward(in NetworkPass pass, int segment) => throw OneSegment();

    /// <summary>Prepares what only prediction needs, after each change of weights or state; the calling thread does all of it.</summary>
    /// <param name="pass">Weights and kernels.</param>
    public virtual void PrepareInference(in NetworkPass pass)
    {
    }

    /// <summary>
    /// Prepares what training needs of weights and state that it leaves as they are, after each change from outside; the calling thread
    /// does all of it.
    /// </summary>
    /// <param name="pass">Weights and kernels.</param>
    public virtual void PrepareTraining(in NetworkPass pass)
    {
    }

    /// <summary>Transforms a block of a kernel for the forward direction.</summary>
    /// <param name="pass">Weights and kernels.</param>
    /// <param name="item">In [0, <see cref="ForwardKernelItems"/>).</param>
    public abstract void PrepareForwardKernel(in NetworkPass pass, int item);

    /// <summary>Transposes a kernel, or a block of it that is then transformed, for an input gradient.</summary>
    /// <param name="pass">Weights and kernels.</param>
    /// <param name="item">In [0, <see cref="BackwardKernelItems"/>).</param>
    public abstract void PrepareBackwardKernel(in NetworkPass pass, int item);

    /// <summary>Computes the gradient of one group of channels of one layer's weights over the whole batch.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="item">In [0, <see cref="WeightGradientItems"/>).</param>
    public abstract void WeightGradient(in NetworkPass pass, int item);

    /// <summary>Transforms one strip for a weight gradient that is computed in rounds.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="gradient">Which of <see cref="MemoryPlan.GradientRounds"/>.</param>
    /// <param name="firstStrip">The round's first strip.</param>
    /// <param name="item">The strip, counted from the first.</param>
    public abstract void TransformRound(in NetworkPass pass, int gradient, int firstStrip, int item);

    /// <summary>Adds what a round gives for some channels to a weight gradient.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="gradient">Which of <see cref="MemoryPlan.GradientRounds"/>.</param>
    /// <param name="firstStrip">The round's first strip.</param>
    /// <param name="strips">The round's strips.</param>
    /// <param name="item">In [0, <see cref="GradientRounds.SumItems"/>).</param>
    public abstract void SumRound(in NetworkPass pass, int gradient, int firstStrip, int strips, int item);

    /// <summary>Runs one layer alone in one direction, for profiling; the workspace holds a batch.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="layer">Its index among <see cref="NetworkInfo.Layers"/>.</param>
    /// <param name="direction">Which of its kernels.</param>
    /// <returns>Whether the layer has such a kernel.</returns>
    /// <exception cref="NotSupportedException">The network was generated without it, as it is unless the build says otherwise.</exception>
    public virtual bool RunLayer(in NetworkPass pass, int layer, LayerDirection direction) => throw new NotSupportedException(
        "The network was generated without code that runs single layers: build with the property CnnGenRunsLayers set to true.");

    private static InvalidOperationException OneSegment() => new("A training pass of the network has one segment.");
}
