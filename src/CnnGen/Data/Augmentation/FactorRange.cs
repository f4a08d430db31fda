using System.Globalization;

namespace CnnGen.Data;

/// <summary>
/// What a factor is drawn from, all values as likely; inside [-1, 1]. A number x stands for [-x, x], as in Keras, and a pair for itself:
/// <c>new RandomTranslation(0.1, (0, 0.2))</c>.
/// </summary>
public readonly record struct FactorRange
{
    /// <summary>A range.</summary>
    /// <param name="lower">Its lower end.</param>
    /// <param name="upper">Its upper end, which may equal the lower one.</param>
    /// <exception cref="ArgumentOutOfRangeException">An end is outside of [-1, 1], or the upper one below the lower one.</exception>
    public FactorRange(double lower, double upper)
    {
        if (!(lower is >= -1 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(lower), lower, "A factor must be in [-1, 1].");
        if (!(upper is >= -1 and <= 1 && upper >= lower))
        {
            throw new ArgumentOutOfRangeException(
                nameof(upper), upper, "A factor must be in [-1, 1], and the upper end not below the lower one.");
        }

        (Lower, Upper) = (lower, upper);
    }

    /// <summary>The lower end.</summary>
    public double Lower { get; }

    /// <summary>The upper end.</summary>
    public double Upper { get; }

    /// <summary>From -x to x.</summary>
    /// <param name="factor">The number, in [-1, 1]; its sign does not matter.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [-1, 1].</exception>
    public static implicit operator FactorRange(double factor) => factor is >= -1 and <= 1
        ? new(-Math.Abs(factor), Math.Abs(factor))
        : throw new ArgumentOutOfRangeException(nameof(factor), factor, "A factor must be in [-1, 1].");

    /// <summary>From the first to the second.</summary>
    /// <param name="ends">Lower and upper end.</param>
    public static implicit operator FactorRange((double Lower, double Upper) ends) => new(ends.Lower, ends.Upper);

    /// <summary>Such as <c>-0.1 to 0.1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lower} to {Upper}");

    /// <summary>
    /// The same for a factor that is never negative: there a number x, which is [-x, x] here, stands for [0, x], as in Keras.
    /// </summary>
    /// <param name="parameter">The caller's parameter that brought it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lower end is negative, and not of a number.</exception>
    internal FactorRange NotNegative(string parameter) => Lower switch
    {
        >= 0 => this,
        _ when Lower == -Upper => new(0, Upper),
        _ => throw new ArgumentOutOfRangeException(parameter, Lower, "This factor must be in [0, 1]."),
    };

    internal double Draw(ref AugmentationRandom random) => random.Uniform(Lower, Upper);
}
