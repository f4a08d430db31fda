namespace CnnGen;

/// <summary>Zeros before and behind a sequence: (L, C) to (left + L + right, C). Keras' <c>ZeroPadding1D</c>.</summary>
public sealed class ZeroPadding1DAttribute : LayerAttribute
{
    /// <summary>As many before as behind.</summary>
    /// <param name="padding">Steps on each side, at least 0; 1 when left out.</param>
    public ZeroPadding1DAttribute(int padding = 1) => (Left, Right) = (padding, padding);

    /// <summary>Each side for itself.</summary>
    /// <param name="left">Steps before, at least 0.</param>
    /// <param name="right">Steps behind, at least 0.</param>
    public ZeroPadding1DAttribute(int left, int right) => (Left, Right) = (left, right);

    /// <summary>Steps before the sequence.</summary>
    public int Left { get; }

    /// <summary>Steps behind it.</summary>
    public int Right { get; }
}
