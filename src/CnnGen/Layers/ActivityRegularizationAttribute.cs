namespace CnnGen;

/// <summary>
/// Gives what it is given, and adds a penalty of it to the loss: <see cref="L1"/> times the sum of magnitudes and <see cref="L2"/> times
/// the sum of squares, the mean over the images of a batch. Keras' <c>ActivityRegularization</c>.
/// </summary>
/// <remarks>
/// The penalty is in the loss of training and of <c>Evaluate</c>, and its gradient in every <c>Backward</c>. The layer itself costs nothing
/// in prediction, where its output is the very memory of its input; but a convolution in front of it cannot compute a pool or a batch
/// normalization behind it along with itself. <c>ActivityRegularizerL1</c> and <c>ActivityRegularizerL2</c> of a layer say the same of what
/// that gives.
/// </remarks>
public sealed class ActivityRegularizationAttribute : LayerAttribute
{
    /// <summary>The factor of the sum of magnitudes; at least 0, and 0 when left out.</summary>
    public double L1 { get; init; }

    /// <summary>The factor of the sum of squares; at least 0, and 0 when left out.</summary>
    public double L2 { get; init; }
}
