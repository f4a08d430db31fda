using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Mean of each channel over all pixels.</summary>
internal static class GlobalAveragePool2DKernels
{
    // A sum waits for its previous addition; this many sums side by side keep the adders busy.
    private const int Sums = 4;

    /// <summary>
    /// Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name. Sums are taken in row, column order.
    /// </summary>
    public static string Forward(KernelSet kernels, GlobalAveragePool2D layer, Tensor x, Tensor y)
    {
        var isa = kernels.Isa.For(x.BlockLanes);
        var shape = layer.InputShape;
        var sums = Enumerable.Range(1, Sums).Last(sums => x.ChannelStride % (sums * isa.Lanes) == 0);
        var name = $"GlobalAveragePool2D_{KernelText.Names(x, y)}";
        return kernels.Add(name, w => KernelText.Write(w, $"Mean of each channel of {x} over all pixels.", name, ["x", "y"], () =>
        {
            using (w.Open($"for (nint channel = 0; channel < {x.ChannelStride}; channel += {sums * isa.Lanes})"))
            {
                for (var i = 0; i < sums; i++)
                    w.Line($"var sum{i} = {isa.Zero};");
                w.Line($"var xRow = {CodeWriter.At("x", x.Origin)} + channel;");
                using (w.Repeat("row", shape.Height, out _, NextRow("xRow", x)))
                using (w.Repeat("column", shape.Width, out _, $", xRow += {x.ChannelStride}"))
                {
                    for (var i = 0; i < sums; i++)
                        w.Line($"sum{i} += {isa.Load(CodeWriter.At("xRow", i * isa.Lanes))};");
                }

                var mean = isa.Broadcast(Reciprocal(layer));
                for (var i = 0; i < sums; i++)
                    w.Line(isa.Store($"sum{i} * {mean}", $"{CodeWriter.At("y", y.Origin + (i * isa.Lanes))} + channel"));
            }
        }));
    }

    /// <summary>
    /// Adds <c>(float* dx, float* dy, nint imageStride, int count)</c>; returns its name. Each pixel gets an equal share.
    /// </summary>
    public static string Backward(KernelSet kernels, GlobalAveragePool2D layer, Tensor dx, Tensor dy)
    {
        var isa = kernels.Isa.For(dx.BlockLanes);
        var shape = layer.InputShape;
        var name = $"GlobalAveragePool2DBackward_{KernelText.Names(dx, dy)}";
        return kernels.Add(
            name, w => KernelText.Write(w, $"Shares the gradient of each channel among the pixels of {dx}.", name, ["dx", "dy"], () =>
        {
            using (w.Open($"for (nint channel = 0; channel < {dx.ChannelStride}; channel += {isa.Lanes})"))
            {
                w.Line($"var share = {isa.Load($"{CodeWriter.At("dy", dy.Origin)} + channel")} * {isa.Broadcast(Reciprocal(layer))};");
                w.Line($"var dxRow = {CodeWriter.At("dx", dx.Origin)} + channel;");
                using (w.Repeat("row", shape.Height, out _, NextRow("dxRow", dx)))
                using (w.Repeat("column", shape.Width, out _, $", dxRow += {dx.ChannelStride}"))
                    w.Line(isa.Store("share", "dxRow"));
            }
        }));
    }

    // From the end of one row to the start of the next lies what the border has left and right; a single pixel is not walked past.
    private static string NextRow(string pointer, Tensor tensor)
    {
        var walked = tensor.Shape.Width == 1 ? 0 : tensor.Shape.Width * tensor.ChannelStride;
        return tensor.RowStride == walked ? "" : $", {pointer} += {tensor.RowStride - walked}";
    }

    private static string Reciprocal(GlobalAveragePool2D layer) =>
        CodeWriter.Literal(1f / (layer.InputShape.Height * layer.InputShape.Width));
}
