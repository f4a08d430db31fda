namespace CnnGen;

/// <summary>
/// How a parameter starts, before training; names, formulas and defaults are Keras'. fanIn = inputs per output, fanOut = kernel cells x
/// filters; both are its length for a bias. Some take a number, the argument <c>KernelInitializerValue</c> beside <c>KernelInitializer</c>,
/// likewise of other parameters, and some a mean, <c>KernelInitializerMean</c>. What is drawn is a function of the network's seed, the same
/// bits on every machine.
/// </summary>
public enum Initializer
{
    /// <summary>Uniform in [-l, l], l = sqrt(6 / (fanIn + fanOut)); Keras' default (Glorot and Bengio, 2010).</summary>
    GlorotUniform,

    /// <summary>Normal cut at two standard deviations, variance 2 / (fanIn + fanOut) (Glorot and Bengio, 2010).</summary>
    GlorotNormal,

    /// <summary>Uniform in [-l, l], l = sqrt(6 / fanIn) (He et al., 2015).</summary>
    HeUniform,

    /// <summary>Normal cut at two standard deviations, variance 2 / fanIn (He et al., 2015).</summary>
    HeNormal,

    /// <summary>Uniform in [-l, l], l = sqrt(3 / fanIn) (LeCun et al., 1998).</summary>
    LecunUniform,

    /// <summary>Normal cut at two standard deviations, variance 1 / fanIn (LeCun et al., 1998).</summary>
    LecunNormal,

    /// <summary>
    /// A random matrix with orthonormal rows or columns, whichever are fewer, times a gain, 1 when left out; of a kernel with more than two
    /// extents the matrix is (all but the last, last). Not for a bias, which is no matrix (Saxe et al., 2013).
    /// </summary>
    Orthogonal,

    /// <summary>The identity matrix times a gain, 1 when left out, for the kernel of a <c>Dense</c>.</summary>
    Identity,

    /// <summary>All values 0.</summary>
    Zeros,

    /// <summary>All values 1.</summary>
    Ones,

    /// <summary>All values the number given, 0 when left out.</summary>
    Constant,

    /// <summary>Normal with the mean given, 0 when left out, and the standard deviation given, 0.05 when left out.</summary>
    RandomNormal,

    /// <summary>The same, cut at two standard deviations.</summary>
    TruncatedNormal,

    /// <summary>Uniform in [mean - l, mean + l] with the l given, 0.05 when left out, and the mean, 0 when left out.</summary>
    RandomUniform,
}
