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
    /// The number of <see cref="AlphaConstraint"/>, of those that take one: of <see cref="Constraint.MaxNorm"/> the largest norm, above 0.
    /// </summary>
    public double AlphaConstraintValue { get; init; }

    /// <summary>
    /// The axes over which <see cref="AlphaConstraint"/> takes norms, from 0, or from -1 back; 0 when left out.
    /// Rows are axis 0 of alpha, columns 1, channels 2.
    /// </summary>
    public int[] AlphaConstraintAxes { get; init; } = [];
}
