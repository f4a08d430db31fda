namespace CnnGen;

/// <summary>Fully connected layer: (n) to (units), y = activation(x W + b). Keras' <c>Dense</c>; kernel layout (in, out).</summary>
/// <remarks>
/// On a feature map it works on the last axis, the channels of each pixel: (H, W, C) to (H, W, units). Where <c>[Flatten]</c> was forgotten
/// that is not what is meant, so it is warning CNN032; <c>[Conv2D(units, 1)]</c> computes the same without one.
/// </remarks>
public sealed class DenseAttribute : KernelLayerAttribute
{
    /// <summary>A layer whose activation comes from <see cref="LayerDefaultsAttribute"/>, else linear.</summary>
    /// <param name="units">Outputs, at least 1.</param>
    public DenseAttribute(int units) => Units = units;

    /// <summary>A layer with its own activation.</summary>
    /// <param name="units">Outputs, at least 1.</param>
    /// <param name="activation">Function of the outputs.</param>
    public DenseAttribute(int units, Activation activation) => (Units, Activation) = (units, activation);

    /// <summary>Outputs.</summary>
    public int Units { get; }

    /// <summary>Function of the outputs; <see cref="Activation.Linear"/> when left out.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether a bias is added; true when left out.</summary>
    public bool UseBias { get; init; } = true;
}
