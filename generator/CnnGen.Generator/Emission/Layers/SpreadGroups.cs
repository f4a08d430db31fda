using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>The inputs of a convolution in groups, spread for a depthwise one; one float at a time.</summary>
internal static class SpreadGroupsKernels
{
    /// <summary>
    /// Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name. Lanes past y's channels become zero.
    /// </summary>
    public static string Forward(KernelSet kernels, SpreadGroups layer, Tensor x, Tensor y)
    {
        var name = $"SpreadGroups_{Name(layer, x, y)}";
        return kernels.Add(name, w => KernelText.Write(
            w, $"Each channel of {x}, in {layer.Groups} groups, for the {layer.Filters} filters that read it.", name, ["x", "y"], () =>
                Windows(w, layer, ("x", x), ("y", y), () =>
        {
            using (Terms(w, layer, y))
            {
                using (Groups(w, layer))
                {
                    var value = layer.Taps == 1 ? "" : "!isInside ? 0 : ";
                    w.Line($"var value = {value}xPixel[{CodeWriter.Times("group", layer.Depth)} + term];");
                    using (Copies(w, layer))
                        w.Line($"yPixel[{CodeWriter.Times("group", layer.Filters)} + copy] = value;");
                }

                if (y.ChannelStride > y.Shape.Channels)
                    KernelText.Clear(w, CodeWriter.At("yPixel", y.Shape.Channels), y.ChannelStride - y.Shape.Channels);
            }
        })));
    }

    /// <summary>
    /// Adds <c>(float* dx, float* dy, nint imageStride, int count)</c>; returns its name. Gradients of copies are summed in order of
    /// windows, their columns and filters; lanes past dx's channels become zero.
    /// </summary>
    public static string Backward(KernelSet kernels, SpreadGroups layer, Tensor dx, Tensor dy)
    {
        var name = $"SpreadGroupsBackward_{Name(layer, dx, dy)}";
        return kernels.Add(name, w => KernelText.Write(
            w, $"Sums the gradients of the copies of each channel of {dx}.", name, ["dx", "dy"], () =>
        {
            using (w.Open($"for (nint row = 0; row < {dx.Shape.Height}; row++)"))
                KernelText.Clear(w, $"{CodeWriter.At("dx", dx.Origin)} + row * {dx.RowStride}", dx.Shape.Width * dx.ChannelStride);
            Windows(w, layer, ("dx", dx), ("dy", dy), () =>
            {
                using (layer.Taps == 1 ? (CodeWriter.Block?)null : w.Open("if (isInside)"))
                using (Terms(w, layer, dy, "dyPixel"))
                using (Groups(w, layer))
                {
                    w.Line($"var sum = dxPixel[{CodeWriter.Times("group", layer.Depth)} + term];");
                    using (Copies(w, layer))
                        w.Line($"sum += dyPixel[{CodeWriter.Times("group", layer.Filters)} + copy];");
                    w.Line($"dxPixel[{CodeWriter.Times("group", layer.Depth)} + term] = sum;");
                }
            });
        }));
    }

    private static string Name(SpreadGroups layer, Tensor narrow, Tensor spread)
    {
        var taps = layer.Taps == 1 ? "" : $"_{layer.Taps}taps_dilation{layer.Dilation}_pad{layer.PadLeft}";
        return $"{KernelText.Names(narrow, spread)}_{layer.Groups}groups{taps}";
    }

    /// <summary>Walks the rows, the windows of a row and the columns of a window, with a pointer to the pixel of each side.</summary>
    private static void Windows(
        CodeWriter w, SpreadGroups layer, (string Name, Tensor Tensor) narrow, (string Name, Tensor Tensor) spread, Action body)
    {
        var step = spread.Tensor.ChannelStride * layer.Depth;
        using (w.Open($"for (nint row = 0; row < {layer.InputShape.Height}; row++)"))
        {
            w.Line($"var {spread.Name}Window = {CodeWriter.At(spread.Name, spread.Tensor.Origin)} + row * {spread.Tensor.RowStride};");
            using (w.Open($"for (nint column = 0; column < {layer.Columns}; column++)"))
            using (layer.Taps == 1 ? (CodeWriter.Block?)null : w.Open($"for (nint tap = 0; tap < {layer.Taps}; tap++)"))
            {
                w.Line($"var source = column{(layer.Taps == 1 ? "" : $" + tap * {layer.Dilation} - {layer.PadLeft}")};");
                if (layer.Taps > 1)
                    w.Line($"var isInside = source >= 0 && source < {layer.InputShape.Width};");
                w.Line($"var {narrow.Name}Pixel = {CodeWriter.At(narrow.Name, narrow.Tensor.Origin)} + row * {narrow.Tensor.RowStride}"
                    + $" + source * {narrow.Tensor.ChannelStride};");
                w.Line($"var {spread.Name}Pixel = {spread.Name}Window;");
                w.Line($"{spread.Name}Window += {step};");
                body();
            }
        }
    }

    private static CodeWriter.Block Terms(CodeWriter w, SpreadGroups layer, Tensor spread, string pixel = "yPixel") =>
        w.Open($"for (nint term = 0; term < {layer.Depth}; term++, {pixel} += {spread.ChannelStride})");

    private static CodeWriter.Block Groups(CodeWriter w, SpreadGroups layer) =>
        w.Open($"for (nint group = 0; group < {layer.Groups}; group++)");

    private static CodeWriter.Block Copies(CodeWriter w, SpreadGroups layer) =>
        w.Open($"for (nint copy = 0; copy < {layer.Filters}; copy++)");
}
