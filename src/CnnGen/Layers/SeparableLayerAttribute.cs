namespace CnnGen;

/// <summary>Base of the layers with depthwise kernels, a kernel of 1 x 1 and a bias.</summary>
public abstract class SeparableLayerAttribute : DepthwiseLayerAttribute
{
    private protected SeparableLayerAttribute()
    {
    }

    /// <summary>How the kernel of 1 x 1 starts; <see cref="Initializer.GlorotUniform"/> when left out.</summary>
    public Initializer PointwiseInitializer { get; init; }

    /// <summary>
    /// The number of <see cref="PointwiseInitializer"/>, of those that take one: value, gain, standard deviation or limit.
    /// </summary>
    public double PointwiseInitializerValue { get; init; }

    /// <summary>
    /// The mean of what <see cref="PointwiseInitializer"/> draws, of those that take a standard deviation or a limit; 0 when left out.
    /// </summary>
    public double PointwiseInitializerMean { get; init; }

    /// <summary>
    /// Adds this times the sum of magnitudes of the kernel of 1 x 1 to the loss, Keras' <c>L1</c>; at least 0, and 0 when left out.
    /// </summary>
    public double PointwiseRegularizerL1 { get; init; }

    /// <summary>
    /// Adds this times the sum of squares of the kernel of 1 x 1 to the loss, Keras' <c>L2</c>; at least 0, and 0 when left out.
    /// </summary>
    public double PointwiseRegularizerL2 { get; init; }

    /// <summary>What the kernel of 1 x 1 is made to fulfil after each update; nothing when left out.</summary>
    public Constraint PointwiseConstraint { get; init; }

    /// <summary>
    /// The number of <see cref="PointwiseConstraint"/>, of those that take one: the largest norm, above 0.
    /// </summary>
    public double PointwiseConstraintValue { get; init; }

    /// <summary>
    /// The smallest norm, of <see cref="Constraint.MinMaxNorm"/>: at least 0 and at most <see cref="PointwiseConstraintValue"/>; 0 when
    /// left out.
    /// </summary>
    public double PointwiseConstraintMinValue { get; init; }

    /// <summary>
    /// How much of the way to what <see cref="Constraint.MinMaxNorm"/> asks for each update goes, from 0 to 1; 1 when left out.
    /// </summary>
    public double PointwiseConstraintRate { get; init; } = 1;

    /// <summary>
    /// The axes over which <see cref="PointwiseConstraint"/> takes norms, from 0, or from -1 back; 0 when left out.
    /// All but the last, <c>[0, 1, 2]</c> of a <c>SeparableConv2D</c>, make the norm that of an output's weights.
    /// </summary>
    public int[] PointwiseConstraintAxes { get; init; } = [];
}
