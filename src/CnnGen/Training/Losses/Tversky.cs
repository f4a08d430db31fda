namespace CnnGen.Training;

/// <summary>
/// 1 - TP / (TP + alpha FP + beta FN + 1e-7), with TP = sum(target * output), FP = sum((1 - target) * output) and
/// FN = sum(target * (1 - output)) over all outputs of an image (Salehi et al., 2017); Keras' <c>Tversky(axis=(1, 2, 3))</c>. With 0.5 for
/// both weights it is <see cref="Dice"/>; with a beta above alpha, what is missed counts more than what is there too much.
/// </summary>
/// <remarks>Keras' default <c>axis=None</c> takes one quotient of a whole batch: see <see cref="Dice"/>.</remarks>
public sealed class Tversky : ValueLoss, IHasSettings
{
    private readonly double _alpha = 0.5;
    private readonly double _beta = 0.5;

    /// <summary>The weight of (1 - target) * output, at least 0; 0.5 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double Alpha
    {
        get => _alpha;
        init => _alpha = SettingRange.NotNegative(value, nameof(Alpha));
    }

    /// <summary>The weight of target * (1 - output), at least 0; 0.5 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double Beta
    {
        get => _beta;
        init => _beta = SettingRange.NotNegative(value, nameof(Beta));
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(Alpha), Alpha);
        settings.Add(nameof(Beta), Beta);
    }

    private protected override double Compute(in LossImage image, float scale, int channels)
    {
        var sums = OverlapSums.Of(image);
        var (both, rest) = (sums.Both, 1 - Alpha - Beta);
        var size = (rest * both) + (Alpha * sums.Outputs) + (Beta * sums.Targets) + ProbabilityRange.Epsilon;
        // d(both / size) = (target size - both (rest target + alpha)) / size^2.
        var ofTarget = (size - (rest * both)) / size / size;
        image.Sum(new OverlapGradient((float)-ofTarget, (float)(Alpha * both / size / size)), scale);
        return 1 - (both / size);
    }
}
