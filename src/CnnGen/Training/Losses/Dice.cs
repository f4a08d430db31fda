namespace CnnGen.Training;

/// <summary>
/// 1 - 2 sum(target * output) / (sum(target) + sum(output) + 1e-7), the sums over all outputs of an image (Milletari et al., "V-Net",
/// 2016); Keras' <c>Dice(axis=(1, 2, 3))</c>. For segmentation, where most pixels are background. Outputs and targets are from 0 to 1.
/// </summary>
/// <remarks>
/// Keras' default <c>axis=None</c> takes one quotient of a whole batch, so that a loss depends on what an image is trained with; here a
/// loss is that of an image.
/// </remarks>
public sealed class Dice : ValueLoss
{
    private protected override double Compute(in LossImage image, float scale, int channels)
    {
        var sums = OverlapSums.Of(image);
        var (overlap, size) = (2 * sums.Both, sums.Outputs + sums.Targets + ProbabilityRange.Epsilon);
        // d(overlap / size) = (2 target - overlap / size) / size.
        image.Sum(new OverlapGradient((float)(-2 / size), (float)(overlap / size / size)), scale);
        return 1 - (overlap / size);
    }
}
