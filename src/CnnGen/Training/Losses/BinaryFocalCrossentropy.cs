using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// <see cref="BinaryCrossentropy"/> times (1 - q)^gamma, q being the probability that is given to the truth, so that what is sure already
/// counts less (Lin et al., "Focal loss for dense object detection", 2017); the mean over the outputs of an image; Keras'
/// <c>BinaryFocalCrossentropy</c>.
/// </summary>
public sealed class BinaryFocalCrossentropy() : CrossentropyLoss(Activation.Sigmoid)
{
    private readonly double _gamma = 2;
    private readonly double _alpha = 0.25;

    /// <summary>How much less what is sure counts, at least 0; 2 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double Gamma
    {
        get => _gamma;
        init => _gamma = SettingRange.NotNegative(value, nameof(Gamma));
    }

    /// <summary>
    /// The weight of targets of 1 where <see cref="ApplyClassBalancing"/>, in [0, 1]; those of 0 have 1 - alpha. 0.25 when left out.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    public double Alpha
    {
        get => _alpha;
        init => _alpha = SettingRange.Share(value, nameof(Alpha));
    }

    /// <summary>Whether the two kinds of targets have the weights of <see cref="Alpha"/>; false when left out.</summary>
    public bool ApplyClassBalancing { get; init; }

    /// <inheritdoc/>
    public override void AddSettings(SettingList settings)
    {
        base.AddSettings(settings);
        settings.Add(nameof(Gamma), Gamma);
        settings.Add(nameof(Alpha), Alpha);
        settings.Add(nameof(ApplyClassBalancing), ApplyClassBalancing);
    }

    private protected override double Compute(in LossImage image, float scale, int channels)
    {
        var weights = ApplyClassBalancing ? ((float)Alpha, (float)(1 - Alpha)) : (1f, 1f);
        var smoothed = SmoothedTarget.Over(LabelSmoothing, classes: 2);
        return image.Mean(
            new Formula(smoothed, (float)Gamma, weights.Item1, weights.Item2, FromLogits, FromLogits || image.WantsLogitsGradients), scale);
    }

    private readonly record struct Formula(
        SmoothedTarget Smoothed, float Gamma, float WeightOfOne, float WeightOfZero, bool FromLogits, bool SlopeOfLogit) : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var one = L.Create(1f);
            target = Smoothed.Of<L, V>(target);
            var other = L.Subtract(one, target);
            var p = FromLogits ? Elementary.Sigmoid<L, V>(output) : output;
            var entropy = FromLogits ? BinaryTerms.OfLogit<L, V>(output, target) : BinaryTerms.OfProbability<L, V>(p, target);
            // By the logit, or by the probability.
            var entropySlope = SlopeOfLogit ? L.Subtract(p, target) : BinaryTerms.SlopeOfProbability<L, V>(p, target);
            var probabilitySlope = SlopeOfLogit ? L.Multiply(p, L.Subtract(one, p)) : one;

            // 1 - q = target (1 - p) + (1 - target) p, and its derivative by p is 1 - 2 target.
            var wrong = L.MultiplyAdd(target, L.Subtract(one, p), L.Multiply(other, p));
            var focus = FocalTerms.Power<L, V>(wrong, Gamma, out var focusSlope);
            focusSlope = L.Multiply(L.Multiply(focusSlope, L.Subtract(other, target)), probabilitySlope);
            var weight = L.MultiplyAdd(target, L.Create(WeightOfOne), L.Multiply(other, L.Create(WeightOfZero)));
            slope = L.Multiply(weight, L.MultiplyAdd(focusSlope, entropy, L.Multiply(focus, entropySlope)));
            return L.Multiply(weight, L.Multiply(focus, entropy));
        }
    }
}
