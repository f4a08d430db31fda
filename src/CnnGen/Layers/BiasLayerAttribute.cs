namespace CnnGen;

/// <summary>Base of the layers with a bias: how it starts, what it costs and what it is held to.</summary>
public abstract class BiasLayerAttribute : LayerAttribute
{
    private protected BiasLayerAttribute()
    {
    }

    /// <summary>How the bias starts; <see cref="Initializer.Zeros"/> when left out.</summary>
    public Initializer BiasInitializer { get; init; } = Initializer.Zeros;

    /// <summary>
    /// The number of <see cref="BiasInitializer"/>, of those that take one: value, gain, standard deviation or limit.
    /// </summary>
    public double BiasInitializerValue { get; init; }

    /// <summary>
    /// Adds this times the sum of magnitudes of the bias to the loss, Keras' <c>L1</c>; at least 0, and 0 when left out.
    /// </summary>
    public double BiasRegularizerL1 { get; init; }

    /// <summary>
    /// Adds this times the sum of squares of the bias to the loss, Keras' <c>L2</c>; at least 0, and 0 when left out.
    /// </summary>
    public double BiasRegularizerL2 { get; init; }

    /// <summary>What the bias is made to fulfil after each update; nothing when left out.</summary>
    public Constraint BiasConstraint { get; init; }

    /// <summary>
    /// The number of <see cref="BiasConstraint"/>, of those that take one: of <see cref="Constraint.MaxNorm"/> the largest norm, above 0.
    /// </summary>
    public double BiasConstraintValue { get; init; }
}
