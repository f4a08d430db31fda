using CnnGen.Runtime;

namespace CnnGen.Data;

/// <summary>
/// The random numbers of one augmentation of one image in one epoch, the same on every machine (Philox). They are counted from the
/// arguments of the constructor, so no other image, and nothing that was drawn before, has a part in them.
/// </summary>
public struct AugmentationRandom
{
    /// <summary>The high 16 bits of counter word 3, apart from those of shuffling and of the first weights.</summary>
    private const uint Stream = 0xFFFD;

    private const double WordCount = 4294967296.0;

    private PhiloxSequence _sequence;

    /// <summary>Begins the numbers.</summary>
    /// <param name="seed">The seed; that of <see cref="Training.FitOptions"/> in <c>Fit</c>.</param>
    /// <param name="epoch">The epoch, from 1 in <c>Fit</c>.</param>
    /// <param name="image">The image's index in its data set.</param>
    /// <param name="augmentation">The augmentation's index among those that are applied, below 65,536.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the last one too large.</exception>
    public AugmentationRandom(ulong seed, int epoch, int image, int augmentation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(image);
        ArgumentOutOfRangeException.ThrowIfNegative(augmentation);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(augmentation, ushort.MaxValue);
        _sequence = new PhiloxSequence(new PhiloxCounter(0, (uint)image, (uint)epoch, Stream << 16 | (uint)augmentation), seed);
    }

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, one of 2^32 at even distances.</summary>
    /// <param name="low">The least one.</param>
    /// <param name="high">Is not reached, except by rounding.</param>
    public double Uniform(double low, double high) => low + (high - low) * (_sequence.Next() / WordCount);

    /// <summary>A number in [0, bound), each as likely as the others.</summary>
    /// <param name="bound">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)_sequence.NextBelow((uint)bound);
    }

    /// <summary>
    /// A number in [0, 1] of the beta distribution Beta(alpha, alpha): by the method of Jöhnk up to an alpha of 1, above it by that of
    /// Ulrich, both exact (L. Devroye: Non-uniform random variate generation. Springer 1986, chapter IX).
    /// </summary>
    /// <param name="alpha">Above 0.</param>
    internal double Beta(double alpha)
    {
        if (alpha > 1)
        {
            var radius = Math.Sqrt(1 - PortableMath.Power(NotZero(), 2 / (2 * alpha - 1)));
            return (1 + radius * PortableMath.CosineOfPi(Uniform(0, 1))) / 2;
        }

        while (true)
        {
            // Of u^(1 / alpha) and v^(1 / alpha) only the logarithms are sure not to be too small.
            var (first, second) = (PortableMath.Logarithm(NotZero()), PortableMath.Logarithm(NotZero()));
            if (PortableMath.Exponential(first / alpha) + PortableMath.Exponential(second / alpha) > 1)
                continue;
            var ratio = PortableMath.Exponential(-Math.Abs(first - second) / alpha);
            return first < second ? ratio / (1 + ratio) : 1 / (1 + ratio);
        }
    }

    /// <summary>A number in (0, 1].</summary>
    private double NotZero() => 1 - Uniform(0, 1);

    /// <summary>True with a probability.</summary>
    /// <param name="probability">0 is never, 1 always.</param>
    public bool Chance(double probability) => Uniform(0, 1) < probability;
}
