namespace CnnGen;

/// <summary>
/// Values for what the layers after it leave out, the role of <c>partial(Conv2D, kernel_size=3, ...)</c> in Keras code.
/// </summary>
/// <remarks>
/// <see cref="KernelSize"/>, <see cref="Strides"/> and <see cref="Padding"/> apply to convolutions only, <see cref="Algorithm"/> to
/// <c>Conv2D</c>; <see cref="Activation"/>, <see cref="UseBias"/> and what is said of biases and outputs also to <c>Dense</c>; what is said
/// of kernels to <c>Conv2D</c>, <c>Conv1D</c>, <c>Conv2DTranspose</c> and <c>Dense</c>. What a layer states itself wins. One per network; a
/// second one is error CNN014 (the attribute allows several, so that the error can say what to do).
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
[System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
public sealed class LayerDefaultsAttribute : Attribute
{
    /// <summary>Rows and columns of the kernel.</summary>
    public int KernelSize { get; init; }

    /// <summary>Step of the window, rows and columns; 1 when left out.</summary>
    public int Strides { get; init; } = 1;

    /// <summary>
    /// Padding; <see cref="Padding.Valid"/> when left out. <see cref="Padding.Causal"/> applies to <c>Conv1D</c>, the only layer that can
    /// have it; the others stay with <see cref="Padding.Valid"/>.
    /// </summary>
    public Padding Padding { get; init; }

    /// <summary>Activation; <see cref="Activation.Linear"/> when left out.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether a bias is added; true when left out.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>How kernels are drawn; <see cref="Initializer.GlorotUniform"/> when left out.</summary>
    public Initializer KernelInitializer { get; init; }

    /// <summary>
    /// The number of <see cref="KernelInitializer"/>, of those that take one; not for layers that state their own initializer.
    /// </summary>
    public double KernelInitializerValue { get; init; }

    /// <summary>The mean of <see cref="KernelInitializer"/>, of those that take one; likewise.</summary>
    public double KernelInitializerMean { get; init; }

    /// <summary>How biases start; <see cref="Initializer.Zeros"/> when left out.</summary>
    public Initializer BiasInitializer { get; init; } = Initializer.Zeros;

    /// <summary>
    /// The number of <see cref="BiasInitializer"/>, of those that take one; not for layers that state their own initializer.
    /// </summary>
    public double BiasInitializerValue { get; init; }

    /// <summary>The mean of <see cref="BiasInitializer"/>, of those that take one; likewise.</summary>
    public double BiasInitializerMean { get; init; }

    /// <summary>What is added to the loss for each kernel, this times the sum of its magnitudes; 0 when left out.</summary>
    public double KernelRegularizerL1 { get; init; }

    /// <summary>What is added to the loss for each kernel, this times the sum of its squares; 0 when left out.</summary>
    public double KernelRegularizerL2 { get; init; }

    /// <summary>What is added to the loss for each bias, this times the sum of its magnitudes; 0 when left out.</summary>
    public double BiasRegularizerL1 { get; init; }

    /// <summary>What is added to the loss for each bias, this times the sum of its squares; 0 when left out.</summary>
    public double BiasRegularizerL2 { get; init; }

    /// <summary>What kernels are made to fulfil after each update; nothing when left out.</summary>
    public Constraint KernelConstraint { get; init; }

    /// <summary>
    /// The number of <see cref="KernelConstraint"/>, of those that take one, the largest norm; not for layers that state their own
    /// constraint, and so of all its numbers and axes.
    /// </summary>
    public double KernelConstraintValue { get; init; }

    /// <summary>The smallest norm, of <see cref="Constraint.MinMaxNorm"/>; 0 when left out.</summary>
    public double KernelConstraintMinValue { get; init; }

    /// <summary>How much of the way there <see cref="Constraint.MinMaxNorm"/> goes; 1 when left out.</summary>
    public double KernelConstraintRate { get; init; } = 1;

    /// <summary>
    /// The axes over which <see cref="KernelConstraint"/> takes norms; 0 when left out. The kernels of all layers that it is for must have
    /// them.
    /// </summary>
    public int[] KernelConstraintAxes { get; init; } = [];

    /// <summary>What biases are made to fulfil after each update; nothing when left out.</summary>
    public Constraint BiasConstraint { get; init; }

    /// <summary>The number of <see cref="BiasConstraint"/>, as that of <see cref="KernelConstraint"/>.</summary>
    public double BiasConstraintValue { get; init; }

    /// <summary>The smallest norm, of <see cref="Constraint.MinMaxNorm"/>; 0 when left out.</summary>
    public double BiasConstraintMinValue { get; init; }

    /// <summary>How much of the way there <see cref="Constraint.MinMaxNorm"/> goes; 1 when left out.</summary>
    public double BiasConstraintRate { get; init; } = 1;

    /// <summary>What is added to the loss for each layer's outputs, this times the sum of their magnitudes; 0 when left out.</summary>
    public double ActivityRegularizerL1 { get; init; }

    /// <summary>What is added to the loss for each layer's outputs, this times the sum of their squares; 0 when left out.</summary>
    public double ActivityRegularizerL2 { get; init; }

    /// <summary>
    /// How convolutions and their gradients are computed; <see cref="ConvAlgorithm.Auto"/> when left out. One of Winograd's algorithms
    /// applies to the convolutions that it can compute, those with 3 x 3 kernels and stride 1; the others stay with
    /// <see cref="ConvAlgorithm.Auto"/>.
    /// </summary>
    public ConvAlgorithm Algorithm { get; init; }
}
