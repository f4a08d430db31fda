namespace CnnGen.Training;

/// <summary>Where losses of probabilities cut these.</summary>
internal static class ProbabilityRange
{
    /// <summary>Keras' <c>epsilon</c>: what divisors and arguments of logarithms are at least.</summary>
    public const float Epsilon = 1e-7f;

    /// <summary>The most that probabilities are cut to: 1 - epsilon in single precision.</summary>
    public const float MostProbable = 1 - Epsilon;
}
