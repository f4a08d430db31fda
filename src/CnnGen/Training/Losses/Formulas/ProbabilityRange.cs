namespace CnnGen.Training;

/// <summary>Where losses of probabilities cut these.</summary>
internal static class ProbabilityRange
{
    /// <summary>Keras' <c>epsilon</c>: what divisors and arguments of logarithms are at least.</summary>
    public const float Epsilon = 1e-7f;

    /// <summary>What probabilities are at least whose logarithm is asked for alone: the smallest normal float.</summary>
    public const float LeastProbability = 1.17549435e-38f;

    /// <summary>
    /// What divisors of gradients are at least. A softmax or sigmoid behind multiplies with the probability again, so that the gradient of
    /// its logits is right wherever that is more; and no weight of an image or an output makes infinity of such a gradient.
    /// </summary>
    public const float LeastDivisor = 1e-30f;

    /// <summary>The most that probabilities are cut to: 1 - epsilon in single precision.</summary>
    public const float MostProbable = 1 - Epsilon;
}
