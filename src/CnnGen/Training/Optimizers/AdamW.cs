namespace CnnGen.Training;

/// <summary>
/// <see cref="Adam"/> with weight decay that is no part of the gradient (Loshchilov and Hutter, "Decoupled weight decay regularization",
/// 2019), Keras' <c>AdamW</c>: before each step w = w - w * WeightDecay * rate, with a <see cref="Optimizer.WeightDecay"/> of 0.004 when
/// left out.
/// </summary>
public sealed class AdamW : Adam
{
    /// <summary>A rule of its own state.</summary>
    /// <param name="learningRate">Step size, a number or a schedule; 0.001 when left out.</param>
    public AdamW(LearningRate? learningRate = null)
        : base(learningRate) => WeightDecay = 0.004;
}
