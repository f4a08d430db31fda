using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Tool.Onnx;

/// <summary>A sliding window in the words of ONNX, with all padding as numbers.</summary>
/// <param name="Axes">The order of what it slides over: <c>CW</c> along a sequence, <c>CHW</c> over a map.</param>
/// <param name="Attributes">Size, steps and padding.</param>
/// <param name="Dilations">Distances of its cells; nothing where they are neighbours.</param>
internal sealed record OnnxWindow(
    string Axes, IReadOnlyList<(string Name, object Value)> Attributes, IReadOnlyList<(string Name, object Value)> Dilations)
{
    /// <summary>The window of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="window">Its window.</param>
    public static OnnxWindow Of(Layer layer, Window window)
    {
        var (x, y) = (layer.InputShape, layer.OutputShape);
        var isLine = x.IsSequence && y.IsSequence && window.Height == 1;
        var bottom = Behind(x.Height, y.Height, window.CoveredHeight, window.StrideHeight, window.PadTop);
        var right = Behind(x.Width, y.Width, window.CoveredWidth, window.StrideWidth, window.PadLeft);
        return new(isLine ? "CW" : "CHW",
            [
                ("kernel_shape", Sides(window.Height, window.Width)), ("strides", Sides(window.StrideHeight, window.StrideWidth)),
                ("pads", isLine ? new long[] { window.PadLeft, right } : [window.PadTop, window.PadLeft, bottom, right]),
            ],
            window.IsDilated ? [("dilations", Sides(window.DilationHeight, window.DilationWidth))] : []);

        long[] Sides(int height, int width) => isLine ? [width] : [height, width];
    }

    /// <summary>What the last place needs; where something is left over at the end, nothing.</summary>
    private static int Behind(int input, int output, int covered, int stride, int before) =>
        Math.Max(((output - 1) * stride) + covered - input - before, 0);
}
