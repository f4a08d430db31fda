using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>y = x * scale + shift where it is not part of loading the input; one float at a time.</summary>
internal static class NormalizationKernels
{
    /// <summary>
    /// Adds <c>(float* x, float* scale, float* shift, float* y, nint imageStride, int count)</c>; returns its name. Scale and shift have
    /// one value per element or channel, as the layer's axis says. Lanes past the channels become zero.
    /// </summary>
    public static string Forward(KernelSet kernels, Normalization layer, Tensor x, Tensor y)
    {
        var scalar = kernels.Isa.For(1);
        var perElement = layer.Axis == NormalizationAxis.Element;
        var name = $"Normalize{layer.Axis}_{KernelText.Names(x, y)}";
        KernelPointer[] pointers =
            [KernelPointer.Buffer("x"), KernelPointer.Shared("scale"), KernelPointer.Shared("shift"), KernelPointer.Buffer("y")];
        return kernels.Add(name, w => KernelText.Write(w, $"y = x * scale + shift for {x}.", name, pointers, () =>
        {
            var shape = x.Shape;
            using (w.Repeat("row", shape.Height, out var row))
            {
                w.Line($"var xPixel = {new Operand("x", x).RowAt(row)};");
                w.Line($"var yPixel = {new Operand("y", y).RowAt(row)};");
                if (perElement)
                    w.Line($"var element = {CodeWriter.Times(row, shape.Width * shape.Channels)};");
                var element = perElement ? $", element += {shape.Channels}" : "";
                using (w.Repeat("column", shape.Width, out _, $", xPixel += {x.ChannelStride}, yPixel += {y.ChannelStride}{element}"))
                {
                    using (w.Open($"for (var channel = 0; channel < {shape.Channels}; channel++)"))
                    {
                        var parameter = perElement ? "element + channel" : "channel";
                        w.Line($"yPixel[channel] = {scalar.MultiplyAdd("xPixel[channel]", $"scale[{parameter}]", $"shift[{parameter}]")};");
                    }

                    if (y.ChannelStride > shape.Channels)
                        KernelText.Clear(w, CodeWriter.At("yPixel", shape.Channels), y.ChannelStride - shape.Channels);
                }
            }
        }));
    }
}
