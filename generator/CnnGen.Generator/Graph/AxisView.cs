namespace CnnGen.Generator.Graph;

/// <summary>
/// The rows, or columns, of its input that a row or column of a layer's output depends on: from floor((i * Step - Before) / Divisor) to
/// floor((i * Step + After) / Divisor), of those that there are.
/// </summary>
internal readonly record struct AxisView(int Step, int Before, int After, int Divisor)
{
    /// <summary>Its own.</summary>
    public static AxisView Same { get; } = new(1, 0, 0, 1);

    /// <summary>All.</summary>
    /// <param name="extent">How many there are.</param>
    public static AxisView All(int extent) => new(0, 0, extent - 1, 1);

    /// <summary>Those in a window.</summary>
    /// <param name="covered">From its first to its last.</param>
    /// <param name="stride">Its step.</param>
    /// <param name="before">The padding in front.</param>
    public static AxisView Window(int covered, int stride, int before) => new(stride, before, covered - 1 - before, 1);

    /// <summary>The one that lies so many behind it.</summary>
    public static AxisView Shifted(int by) => new(1, -by, by, 1);

    /// <summary>Those whose windows of a transposed convolution it lies in.</summary>
    /// <param name="window">The extent of the window.</param>
    /// <param name="stride">The step of windows.</param>
    /// <param name="before">The padding in front of the input with zeros between.</param>
    public static AxisView Transposed(int window, int stride, int before) => new(1, before - stride + 1, window - 1 - before, stride);

    /// <summary>The nearest one of another extent, or the two that it lies between; half pixels count, as in Keras.</summary>
    /// <param name="input">The extent of the input.</param>
    /// <param name="output">The extent of the output.</param>
    /// <param name="interpolation">Which of both.</param>
    public static AxisView Scaled(int input, int output, Interpolation interpolation) => interpolation == Interpolation.Nearest
        ? new(2 * input, -input, input, 2 * output)
        : new(2 * input, output - input, output + input - 1, 2 * output);
}

/// <summary>The part of its input that a pixel of a layer's output depends on.</summary>
internal readonly record struct LayerView(AxisView Rows, AxisView Columns)
{
    /// <summary>The pixel at the same place.</summary>
    public static LayerView Same { get; } = new(AxisView.Same, AxisView.Same);

    /// <summary>All of a map.</summary>
    public static LayerView All(Shape map) => new(AxisView.All(map.Height), AxisView.All(map.Width));

    /// <summary>A window.</summary>
    public static LayerView Of(Window window) => new(
        AxisView.Window(window.CoveredHeight, window.StrideHeight, window.PadTop),
        AxisView.Window(window.CoveredWidth, window.StrideWidth, window.PadLeft));

    /// <summary>All but some rows and columns.</summary>
    public static LayerView Of(Sides cropping) => new(AxisView.Shifted(cropping.Top), AxisView.Shifted(cropping.Left));
}
