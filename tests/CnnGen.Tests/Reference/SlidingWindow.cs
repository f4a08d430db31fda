namespace CnnGen.Tests.Reference;

/// <summary>Where a window lies along one axis, by Keras' (TensorFlow's) rules.</summary>
/// <param name="Input">Cells of the input.</param>
/// <param name="Size">Cells of the window.</param>
/// <param name="Stride">Step of the window.</param>
/// <param name="Padding">What happens at the border.</param>
/// <param name="Dilation">From a cell of the window to the next.</param>
internal readonly record struct SlidingWindow(int Input, int Size, int Stride, Padding Padding, int Dilation = 1)
{
    private int Covered => (Size - 1) * Dilation + 1;

    /// <summary>Positions of the window.</summary>
    public int Output => Padding == Padding.Valid ? (Input - Covered) / Stride + 1 : (Input + Stride - 1) / Stride;

    /// <summary>Cells of padding before the first cell; an odd one goes after the last, of causal padding none does.</summary>
    public int Before => Padding switch
    {
        Padding.Same => Math.Max((Output - 1) * Stride + Covered - Input, 0) / 2,
        Padding.Causal => Covered - 1,
        _ => 0,
    };

    /// <summary>Input cells under the window at a position, padding left out, each with its cell of the window.</summary>
    public IEnumerable<(int Input, int Window)> Cells(int position)
    {
        for (int window = 0; window < Size; window++)
        {
            int input = position * Stride - Before + window * Dilation;
            if (input >= 0 && input < Input)
                yield return (input, window);
        }
    }
}
