namespace CnnGen;

/// <summary>How a convolution and its gradients are computed.</summary>
/// <remarks>
/// Each algorithm gives the same bits on every machine, for every number of threads and every batch. Results of different algorithms differ
/// by rounding: a direct sum adds the products themselves, Winograd's algorithms add transformed ones (Lavin and Gray, "Fast Algorithms for
/// Convolutional Neural Networks", 2015).
/// <para>
/// <see cref="Winograd4x4"/>, which <see cref="Auto"/> often is, computes 4 x 4 outputs from the 6 x 6 pixels that any of them reads. A NaN
/// or an infinity in one of those makes all 16 outputs NaN, and a value far above the others rounds all 16: each is off by up to 2e-5 of
/// the largest value in those pixels times the largest weight, for each input channel. <see cref="Direct"/> and <see cref="Winograd2x2"/>
/// let a pixel touch nothing but the outputs that read it. For pictures with markers of missing data (NaN, 65,535, -9999) replace the
/// markers, or choose one of these two.
/// </para>
/// </remarks>
public enum ConvAlgorithm
{
    /// <summary>
    /// The fastest by estimate, for forward, input gradient and weight gradient each. The choice depends on shapes only, never on
    /// instruction set, threads or batch.
    /// </summary>
    Auto,

    /// <summary>Products are summed as the definition says. In tests errors are at most 4e-6 of the largest output.</summary>
    Direct,

    /// <summary>
    /// Winograd's F(2 x 2, 3 x 3): 16 multiplications for 2 x 2 outputs where the direct algorithm takes 36. Only for 3 x 3 kernels with
    /// stride 1. Its errors are about those of the direct algorithm: in tests at most 2e-6 of the largest output.
    /// </summary>
    Winograd2x2,

    /// <summary>
    /// Winograd's F(4 x 4, 3 x 3): 36 multiplications for 4 x 4 outputs where the direct algorithm takes 144. Only for 3 x 3 kernels with
    /// stride 1. It loses about a decimal digit: in tests errors are at most 2e-5 of the largest output. One pixel that is NaN, infinite or
    /// huge spoils the 4 x 4 outputs of its tiles.
    /// </summary>
    Winograd4x4,
}
