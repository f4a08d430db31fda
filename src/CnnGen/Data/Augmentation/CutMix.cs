using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Puts a rectangle of another image of its batch into each image, Keras' <c>CutMix</c>: of the image's proportions, anywhere inside, the
/// share 1 - weight of its area, with a weight of its own from the beta distribution Beta(alpha, alpha). Targets are mixed with these
/// shares; maps of the image's size get the same rectangle of the other target (Yun et al., "CutMix: regularization strategy to train
/// strong classifiers with localizable features", 2019).
/// </summary>
/// <remarks>
/// Which image it is mixed with is drawn as for every <see cref="MixingAugmentation"/>. One difference: Keras draws alpha once for a batch,
/// here each image has its own, so that its rectangle does not depend on the batch.
/// </remarks>
/// <param name="factor">What alpha is drawn from, in [0, 1]: near 0 images hardly mix, at 1 every share is as likely. A number x stands for
/// [0, x]; 1 when left out.</param>
/// <exception cref="ArgumentOutOfRangeException">The factor is outside of [0, 1].</exception>
public sealed class CutMix(FactorRange? factor = null) : MixingAugmentation, IHasSettings
{
    // What Keras adds to alpha, which must not be 0.
    private const double Epsilon = 1e-6;

    private readonly FactorRange _factor = (factor ?? 1).NotNegative(nameof(factor));

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add("factor", $"{_factor}");
    }

    internal override void Mix(in Mixture images, ImageShape shape, in Mixture targets, ref AugmentationRandom random)
    {
        var weight = random.Beta(_factor.Draw(ref random) + Epsilon);
        var side = Math.Sqrt(1 - weight);
        var columns = PixelRun.Draw(side, shape.Width, ref random);
        var rows = PixelRun.Draw(side, shape.Height, ref random);
        images.Paste(rows, columns);
        if (targets.IsMap)
            targets.Paste(rows, columns);
        else
            targets.Blend(weight);
    }

    internal override string? ProblemWith(NetworkInfo network) =>
        network.OutputPositions == 1 || MapOf(network) is not null
            ? null
            : $"CutMix puts the same rectangle into an image and its target, but {network.Name} makes maps of"
                + $" {string.Join(" x ", network.OutputShape.SkipLast(1))} of images of {network.InputShape[0]} x {network.InputShape[1]}:"
                + " take MixUp, which mixes any targets.";
}
