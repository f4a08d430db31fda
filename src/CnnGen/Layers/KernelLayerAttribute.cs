namespace CnnGen;

/// <summary>Base of the layers with a kernel and a bias: how both start, what they cost and what they are held to.</summary>
public abstract class KernelLayerAttribute : BiasLayerAttribute
{
    private protected KernelLayerAttribute()
    {
    }

    /// <summary>How the kernel starts; <see cref="Initializer.GlorotUniform"/> when left out.</summary>
    public Initializer KernelInitializer { get; init; }

    /// <summary>
    /// The number of <see cref="KernelInitializer"/>, of those that take one: value, gain, standard deviation or limit.
    /// </summary>
    public double KernelInitializerValue { get; init; }

    /// <summary>
    /// The mean of what <see cref="KernelInitializer"/> draws, of those that take a standard deviation or a limit; 0 when left out.
    /// </summary>
    public double KernelInitializerMean { get; init; }

    /// <summary>
    /// Adds this times the sum of magnitudes of the kernel to the loss, Keras' <c>L1</c>; at least 0, and 0 when left out.
    /// </summary>
    public double KernelRegularizerL1 { get; init; }

    /// <summary>
    /// Adds this times the sum of squares of the kernel to the loss, Keras' <c>L2</c>; at least 0, and 0 when left out.
    /// </summary>
    public double KernelRegularizerL2 { get; init; }

    /// <summary>What the kernel is made to fulfil after each update; nothing when left out.</summary>
    public Constraint KernelConstraint { get; init; }

    /// <summary>
    /// The number of <see cref="KernelConstraint"/>, of those that take one: the largest norm, above 0.
    /// </summary>
    public double KernelConstraintValue { get; init; }

    /// <summary>
    /// The smallest norm, of <see cref="Constraint.MinMaxNorm"/>: at least 0 and at most <see cref="KernelConstraintValue"/>; 0 when left
    /// out.
    /// </summary>
    public double KernelConstraintMinValue { get; init; }

    /// <summary>
    /// How much of the way to what <see cref="Constraint.MinMaxNorm"/> asks for each update goes, from 0 to 1; 1 when left out.
    /// </summary>
    public double KernelConstraintRate { get; init; } = 1;

    /// <summary>
    /// The axes over which <see cref="KernelConstraint"/> takes norms, from 0, or from -1 back; 0 when left out.
    /// All but the last, <c>[0, 1, 2]</c> of a <c>Conv2D</c>, make the norm that of an output's weights.
    /// </summary>
    public int[] KernelConstraintAxes { get; init; } = [];
}
