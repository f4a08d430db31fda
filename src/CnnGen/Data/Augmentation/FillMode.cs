namespace CnnGen.Data;

/// <summary>What lies around an image; Keras' <c>fill_mode</c>. The examples extend a row <c>a b c d</c>.</summary>
public enum FillMode
{
    /// <summary>The image in a mirror at its edge: <c>d c b a | a b c d | d c b a</c>.</summary>
    Reflect,

    /// <summary>One value everywhere: <c>k k k k | a b c d | k k k k</c>.</summary>
    Constant,

    /// <summary>The image again: <c>a b c d | a b c d | a b c d</c>.</summary>
    Wrap,

    /// <summary>The pixel that is nearest: <c>a a a a | a b c d | d d d d</c>.</summary>
    Nearest,
}
