namespace CnnGen;

/// <summary>Where the statistics of a <c>[Normalization]</c> layer lie, and what happens to an image before it.</summary>
/// <param name="Axis">What shares a mean and a variance.</param>
/// <param name="Scale">Factor of the rescalings before it, taken together.</param>
/// <param name="Offset">Offset of the rescalings before it, taken together.</param>
/// <param name="MeanOffset">Floats from the start of the weights to the means.</param>
/// <param name="VarianceOffset">Floats from the start of the weights to the variances.</param>
/// <param name="FactorOffset">Floats from the start of the weights to 1 / sqrt(variance), which kernels multiply by.</param>
/// <param name="ShiftOffset">Floats from the start of the weights to -mean / sqrt(variance), which kernels add.</param>
/// <param name="Count">Means: the elements of an image, or its channels.</param>
public sealed record NormalizationInfo(
    NormalizationAxis Axis,
    double Scale,
    double Offset,
    int MeanOffset,
    int VarianceOffset,
    int FactorOffset,
    int ShiftOffset,
    int Count);
