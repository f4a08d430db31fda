namespace CnnGen;

/// <summary>y = x, and alpha * (exp(x) - 1) below 0, for every element; the shape stays. Keras' <c>ELU</c>.</summary>
/// <param name="alpha">The factor below 0, at least 0; 1 when left out.</param>
/// <remarks>
/// The derivative below 0 is y + alpha, as Keras computes it: within alpha * 2^-23 of alpha * exp(x). At 0 it is 1.
/// </remarks>
public class EluAttribute(double alpha = 1) : LayerAttribute
{
    /// <summary>The factor below 0.</summary>
    public double Alpha { get; } = alpha;
}

/// <summary>Keras' name of <see cref="EluAttribute"/>; the same layer.</summary>
/// <param name="alpha">The factor below 0, at least 0; 1 when left out.</param>
public sealed class ELUAttribute(double alpha = 1) : EluAttribute(alpha);
