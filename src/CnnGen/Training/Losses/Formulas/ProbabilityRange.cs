namespace CnnGen.Training;

/// <summary>Where losses of probabilities cut these.</summary>
internal static class ProbabilityRange
{
    /// <summary>Keras' <c>epsilon</c>: what divisors and arguments of logarithms are at least.</summary>
    public const float Epsilon = 1e-7f;

    /// <summary>
    /// What divisors of gradients are at least: the smallest float whose reciprocal is one, too. A softmax or sigmoid behind multiplies
    /// with the probability again, so that the gradient of its logits is right wherever that is not 0.
    /// </summary>
    public const float LeastDivisor = 1.17549435e-38f;

    /// <summary>The most that probabilities are cut to: 1 - epsilon in single precision.</summary>
    public const float MostProbable = 1 - Epsilon;
}
