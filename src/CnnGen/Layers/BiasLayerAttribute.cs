namespace CnnGen;

/// <summary>Base of the layers with a bias: how it starts, what it costs and what it is held to; and what outputs cost.</summary>
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
    /// The mean of what <see cref="BiasInitializer"/> draws, of those that take a standard deviation or a limit; 0 when left out.
    /// </summary>
    public double BiasInitializerMean { get; init; }

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
    /// The number of <see cref="BiasConstraint"/>, of those that take one: the largest norm, above 0.
    /// </summary>
    public double BiasConstraintValue { get; init; }

    /// <summary>
    /// The smallest norm, of <see cref="Constraint.MinMaxNorm"/>: at least 0 and at most <see cref="BiasConstraintValue"/>; 0 when left
    /// out.
    /// </summary>
    public double BiasConstraintMinValue { get; init; }

    /// <summary>
    /// How much of the way to what <see cref="Constraint.MinMaxNorm"/> asks for each update goes, from 0 to 1; 1 when left out.
    /// </summary>
    public double BiasConstraintRate { get; init; } = 1;

    /// <summary>
    /// Adds this times the sum of magnitudes of the layer's outputs, behind its activation, to the loss: of each image, and the mean over a
    /// batch. Keras' <c>L1</c> as <c>activity_regularizer</c>; at least 0, and 0 when left out.
    /// </summary>
    public double ActivityRegularizerL1 { get; init; }

    /// <summary>
    /// Adds this times the sum of squares of the layer's outputs to the loss, as <see cref="ActivityRegularizerL1"/> does with magnitudes.
    /// Keras' <c>L2</c> as <c>activity_regularizer</c>; at least 0, and 0 when left out.
    /// </summary>
    public double ActivityRegularizerL2 { get; init; }
}
