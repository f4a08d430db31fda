namespace CnnGen;

/// <summary>
/// Base of the normalizations with a factor, gamma, and a summand, beta: how they start, what they cost and what they are held to.
/// </summary>
public abstract class GammaBetaLayerAttribute : LayerAttribute
{
    private protected GammaBetaLayerAttribute()
    {
    }

    /// <summary>How gamma starts; <see cref="Initializer.Ones"/> when left out.</summary>
    public Initializer GammaInitializer { get; init; } = Initializer.Ones;

    /// <summary>
    /// The number of <see cref="GammaInitializer"/>, of those that take one: value, gain, standard deviation or limit.
    /// </summary>
    public double GammaInitializerValue { get; init; }

    /// <summary>
    /// The mean of what <see cref="GammaInitializer"/> draws, of those that take a standard deviation or a limit; 0 when left out.
    /// </summary>
    public double GammaInitializerMean { get; init; }

    /// <summary>
    /// Adds this times the sum of magnitudes of gamma to the loss, Keras' <c>L1</c>; at least 0, and 0 when left out.
    /// </summary>
    public double GammaRegularizerL1 { get; init; }

    /// <summary>
    /// Adds this times the sum of squares of gamma to the loss, Keras' <c>L2</c>; at least 0, and 0 when left out.
    /// </summary>
    public double GammaRegularizerL2 { get; init; }

    /// <summary>What gamma is made to fulfil after each update; nothing when left out.</summary>
    public Constraint GammaConstraint { get; init; }

    /// <summary>
    /// The number of <see cref="GammaConstraint"/>, of those that take one: the largest norm, above 0.
    /// </summary>
    public double GammaConstraintValue { get; init; }

    /// <summary>
    /// The smallest norm, of <see cref="Constraint.MinMaxNorm"/>: at least 0 and at most <see cref="GammaConstraintValue"/>; 0 when left
    /// out.
    /// </summary>
    public double GammaConstraintMinValue { get; init; }

    /// <summary>
    /// How much of the way to what <see cref="Constraint.MinMaxNorm"/> asks for each update goes, from 0 to 1; 1 when left out.
    /// </summary>
    public double GammaConstraintRate { get; init; } = 1;

    /// <summary>How beta starts; <see cref="Initializer.Zeros"/> when left out.</summary>
    public Initializer BetaInitializer { get; init; } = Initializer.Zeros;

    /// <summary>
    /// The number of <see cref="BetaInitializer"/>, of those that take one: value, gain, standard deviation or limit.
    /// </summary>
    public double BetaInitializerValue { get; init; }

    /// <summary>
    /// The mean of what <see cref="BetaInitializer"/> draws, of those that take a standard deviation or a limit; 0 when left out.
    /// </summary>
    public double BetaInitializerMean { get; init; }

    /// <summary>
    /// Adds this times the sum of magnitudes of beta to the loss, Keras' <c>L1</c>; at least 0, and 0 when left out.
    /// </summary>
    public double BetaRegularizerL1 { get; init; }

    /// <summary>
    /// Adds this times the sum of squares of beta to the loss, Keras' <c>L2</c>; at least 0, and 0 when left out.
    /// </summary>
    public double BetaRegularizerL2 { get; init; }

    /// <summary>What beta is made to fulfil after each update; nothing when left out.</summary>
    public Constraint BetaConstraint { get; init; }

    /// <summary>
    /// The number of <see cref="BetaConstraint"/>, of those that take one: the largest norm, above 0.
    /// </summary>
    public double BetaConstraintValue { get; init; }

    /// <summary>
    /// The smallest norm, of <see cref="Constraint.MinMaxNorm"/>: at least 0 and at most <see cref="BetaConstraintValue"/>; 0 when left
    /// out.
    /// </summary>
    public double BetaConstraintMinValue { get; init; }

    /// <summary>
    /// How much of the way to what <see cref="Constraint.MinMaxNorm"/> asks for each update goes, from 0 to 1; 1 when left out.
    /// </summary>
    public double BetaConstraintRate { get; init; } = 1;
}
