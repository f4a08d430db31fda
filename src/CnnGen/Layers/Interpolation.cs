namespace CnnGen;

/// <summary>The value of a place between pixels; Keras' <c>interpolation</c>.</summary>
public enum Interpolation
{
    /// <summary>From the four pixels around it, by distance; on a pixel exactly that pixel.</summary>
    Bilinear,

    /// <summary>That of the nearest pixel; in the middle between two that of the one to the right, or below.</summary>
    Nearest,
}
