namespace CnnGen;

/// <summary>What a parameter costs: L1 * sum |w| + L2 * sum w^2 is added to the loss, Keras' <c>L1L2</c>.</summary>
/// <param name="L1">Factor of the sum of magnitudes.</param>
/// <param name="L2">Factor of the sum of squares.</param>
public sealed record RegularizerInfo(double L1, double L2);
