namespace CnnGen.Generator.Graph;

/// <summary>One axis of a sliding window: how many places it has, and what padding it needs. TensorFlow's rules.</summary>
/// <param name="Output">Places of the window; 0 when it does not fit once.</param>
/// <param name="Before">Padding before the first element.</param>
/// <param name="Padded">The input with all its padding.</param>
internal readonly record struct WindowAxis(int Output, long Before, long Padded)
{
    /// <summary>Slides a window over an axis.</summary>
    /// <param name="input">Elements of the axis, at least 1.</param>
    /// <param name="window">Elements from the first of the window to its last, at least 1.</param>
    /// <param name="stride">Step, at least 1.</param>
    /// <param name="padding">Valid: floor((input - window) / stride) + 1 places. Same: ceil(input / stride) places, the odd cell of padding
    /// at the end. Causal: as many, all padding before the first element.</param>
    public static WindowAxis Slide(int input, long window, int stride, Padding padding)
    {
        if (padding == Padding.Valid)
            return new(window > input ? 0 : (int)((input - window) / stride) + 1, Before: 0, input);

        var output = (int)(((long)input + stride - 1) / stride);
        if (padding == Padding.Causal)
            return new(output, window - 1, input + window - 1);
        var total = Math.Max(((output - 1L) * stride) + window - input, 0);
        return new(output, total / 2, input + total);
    }
}
