namespace CnnGen;

/// <summary>Base of the layers with depthwise kernels and a bias: how both start, what they cost and what they are held to.</summary>
public abstract class DepthwiseLayerAttribute : BiasLayerAttribute
{
    private protected DepthwiseLayerAttribute()
    {
    }

    /// <summary>
    /// How the depthwise kernels start; <see cref="Initializer.GlorotUniform"/> when left out. As in Keras, not the
    /// <c>KernelInitializer</c> of other layers.
    /// </summary>
    public Initializer DepthwiseInitializer { get; init; }

    /// <summary>
    /// The number of <see cref="DepthwiseInitializer"/>, of those that take one: value, gain, standard deviation or limit.
    /// </summary>
    public double DepthwiseInitializerValue { get; init; }

    /// <summary>
    /// The mean of what <see cref="DepthwiseInitializer"/> draws, of those that take a standard deviation or a limit; 0 when left out.
    /// </summary>
    public double DepthwiseInitializerMean { get; init; }

    /// <summary>
    /// Adds this times the sum of magnitudes of the depthwise kernels to the loss, Keras' <c>L1</c>; at least 0, and 0 when left out.
    /// </summary>
    public double DepthwiseRegularizerL1 { get; init; }

    /// <summary>
    /// Adds this times the sum of squares of the depthwise kernels to the loss, Keras' <c>L2</c>; at least 0, and 0 when left out.
    /// </summary>
    public double DepthwiseRegularizerL2 { get; init; }

    /// <summary>What the depthwise kernels are made to fulfil after each update; nothing when left out.</summary>
    public Constraint DepthwiseConstraint { get; init; }

    /// <summary>
    /// The number of <see cref="DepthwiseConstraint"/>, of those that take one: the largest norm, above 0.
    /// </summary>
    public double DepthwiseConstraintValue { get; init; }

    /// <summary>
    /// The smallest norm, of <see cref="Constraint.MinMaxNorm"/>: at least 0 and at most <see cref="DepthwiseConstraintValue"/>; 0 when
    /// left out.
    /// </summary>
    public double DepthwiseConstraintMinValue { get; init; }

    /// <summary>
    /// How much of the way to what <see cref="Constraint.MinMaxNorm"/> asks for each update goes, from 0 to 1; 1 when left out.
    /// </summary>
    public double DepthwiseConstraintRate { get; init; } = 1;

    /// <summary>
    /// The axes over which <see cref="DepthwiseConstraint"/> takes norms, from 0, or from -1 back; 0 when left out.
    /// All but the last two, <c>[0, 1]</c> of a <c>DepthwiseConv2D</c>, make the norm that of a channel's kernel.
    /// </summary>
    public int[] DepthwiseConstraintAxes { get; init; } = [];
}
