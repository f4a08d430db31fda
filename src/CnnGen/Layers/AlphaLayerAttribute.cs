namespace CnnGen;

/// <summary>Base of the layers with trained slopes, alpha: how it starts, what it costs and what it is held to.</summary>
public abstract class AlphaLayerAttribute : LayerAttribute
{
    private protected AlphaLayerAttribute()
    {
    }

    /// <summary>How alpha starts; <see cref="Initializer.Zeros"/> when left out.</summary>
    public Initializer AlphaInitializer { get; init; } = Initializer.Zeros;

    /// <summary>
    /// The number of <see cref="AlphaInitializer"/>, of those that take one: value, gain, standard deviation or limit.
    /// </summary>
    public double AlphaInitializerValue { get; init; }

    /// <summary>
    /// The mean of what <see cref="AlphaInitializer"/> draws, of those that take a standard deviation or a limit; 0 when left out.
    /// </summary>
    public double AlphaInitializerMean { get; init; }

    /// <summary>
    /// Adds this times the sum of magnitudes of alpha to the loss, Keras' <c>L1</c>; at least 0, and 0 when left out.
    /// </summary>
    public double AlphaRegularizerL1 { get; init; }

    /// <summary>
    /// Adds this times the sum of squares of alpha to the loss, Keras' <c>L2</c>; at least 0, and 0 when left out.
    /// </summary>
    public double AlphaRegularizerL2 { get; init; }

    /// <summary>What alpha is made to fulfil after each update; nothing when left out.</summary>
    public Constraint AlphaConstraint { get; init; }

    /// <summary>
    /// The number of <see cref="AlphaConstraint"/>, of those that take one: the largest norm, above 0.
    /// </summary>
    public double AlphaConstraintValue { get; init; }

    /// <summary>
    /// The smallest norm, of <see cref="Constraint.MinMaxNorm"/>: at least 0 and at most <see cref="AlphaConstraintValue"/>; 0 when left
    /// out.
    /// </summary>
    public double AlphaConstraintMinValue { get; init; }

    /// <summary>
    /// How much of the way to what <see cref="Constraint.MinMaxNorm"/> asks for each update goes, from 0 to 1; 1 when left out.
    /// </summary>
    public double AlphaConstraintRate { get; init; } = 1;

    /// <summary>
    /// The axes over which <see cref="AlphaConstraint"/> takes norms, from 0, or from -1 back; 0 when left out.
    /// Rows are axis 0 of alpha, columns 1, channels 2.
    /// </summary>
    public int[] AlphaConstraintAxes { get; init; } = [];
}
