namespace CnnGen;

/// <summary>
/// Takes steps off a sequence: (L, C) to (L - left - right, C), of which one at least must be left. Keras' <c>Cropping1D</c>.
/// </summary>
public sealed class Cropping1DAttribute : LayerAttribute
{
    /// <summary>As many from the beginning as from the end.</summary>
    /// <param name="cropping">Steps on each side, at least 0; 1 when left out.</param>
    public Cropping1DAttribute(int cropping = 1) => (Left, Right) = (cropping, cropping);

    /// <summary>Each side for itself.</summary>
    /// <param name="left">Steps from the beginning, at least 0.</param>
    /// <param name="right">Steps from the end, at least 0.</param>
    public Cropping1DAttribute(int left, int right) => (Left, Right) = (left, right);

    /// <summary>Steps that are taken off the beginning.</summary>
    public int Left { get; }

    /// <summary>Steps that are taken off the end.</summary>
    public int Right { get; }
}
